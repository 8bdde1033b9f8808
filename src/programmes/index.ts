/** The machine of service programmes: definitions as data, who is in which, what is due when. */
export { type Book, openBook } from './book.ts';
export type * from './contract.ts';
export { defineProgramme, elementsOf, faultsOf } from './define.ts';
export { programmeDetail } from './detail.ts';
export { compileDue, contactName, type Due, type DueRules, type Standing } from './due.ts';
export { countDue, type DueQuestion, dueList } from './due-list.ts';
export { type FindTable, type ReadyField, readyFields } from './form-fields.ts';
export { followDue, passTime, remakeDue } from './keep-due.ts';
export {
  CLOSING_REASON,
  type ContactForm,
  closeEnrolment,
  enrol,
  type ProgrammeWriting,
  readContact,
  recordContact,
  voidContact,
} from './record-contact.ts';
export { contactForm, dueViews, residentView, seenCourse } from './resident-view.ts';
