/** The machine of service programmes: definitions as data, who is in which, what is due when. */
export { basisOf, changedSince, refuseChanged } from './basis.ts';
export { type Book, openBook } from './book.ts';
export { CONTACTS, lookAtContacts } from './contact-import/look-at.ts';
export { contactSheet, type ImportTask, WHO } from './contact-import/sheet.ts';
export { writeContacts } from './contact-import/write-rows.ts';
export { type ContactRequest, contactsByRequest, digestOf, findWritten } from './contact-request.ts';
export { sectionCode, sectionOf } from './contact-resources.ts';
export type * from './contract.ts';
export { dayOutside } from './day-outside.ts';
export { defineProgramme, elementsOf, faultsOf } from './define.ts';
export { programmeDetail } from './detail.ts';
export { compileDue, contactName, type Standing } from './due.ts';
export { countDue, type DueQuestion, dueList } from './due-list.ts';
export { codesOf } from './form-fields.ts';
export { followDue, passTime } from './keep-due.ts';
export {
  closeEnrolment,
  enrol,
  finished,
  formOfContact,
  type ProgrammeWriting,
  recordContact,
  toEpisode,
  voidContact,
} from './record-contact.ts';
export { contactForm, dueViews, residentView, seenCourse } from './resident-view.ts';
