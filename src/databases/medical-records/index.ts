/** The medical records database: what institutions record of a stay or visit (WS 445, WS/T 500). */
export { medicalRecordsCatalogue } from './catalogue.ts';
