/** The health records database: the lifelong record of each resident (WS 365, WS/T 483). */
export { healthRecordsCatalogue } from './catalogue.ts';
