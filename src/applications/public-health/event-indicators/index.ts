/** Indicators of the services on infectious diseases and emergencies, which count cases and events, not residents. */
export { eventMeasures } from './measures.ts';
