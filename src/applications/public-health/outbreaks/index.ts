/** Outbreaks: their cases, the contacts that are followed, the field log and the reports of the emergency. */
export type { EmergencyPage, EmergencyRow, OutbreakDetail, OutbreakPage, OutbreakRow } from './contract.ts';
export { enterAndEnd, followUp, type Observing, observe } from './follow-up.ts';
export { followUntil } from './follow-up-days.ts';
export { keepContacts } from './keep-contacts.ts';
export { keepOutbreakLines } from './keep-lines.ts';
export { observeEarlier } from './observe-earlier.ts';
export {
  contactsOf,
  entriesOf,
  getOutbreak,
  linkCases,
  linkedCases,
  listOutbreaks,
  openOutbreak,
  requireOpen,
  unlinkCase,
} from './outbreak-store.ts';
