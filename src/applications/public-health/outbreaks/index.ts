/** Outbreaks: their cases, the contacts that are followed, the field log and the reports of the emergency. */
export type { OutbreakDetail, OutbreakPage, OutbreakRow } from './contract.ts';
export { type FollowingUp, followUp } from './follow-up.ts';
export { followUntil } from './follow-up-days.ts';
export {
  contactsOf,
  enter,
  entriesOf,
  getOutbreak,
  linkCases,
  linkedCases,
  listOutbreaks,
  openOutbreak,
  requireOpen,
  saveContact,
  unlinkCase,
} from './outbreak-store.ts';
