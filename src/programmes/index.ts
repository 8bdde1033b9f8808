/** The machine of service programmes: definitions as data, who is in which, what is due when. */
export { type Book, openBook } from './book.ts';
export type * from './contract.ts';
export { defineProgramme, elementsOf, faultsOf } from './define.ts';
export { compileDue, contactName, type Due, type DueRules, type Standing } from './due.ts';
export { followDue, passTime, remakeDue } from './keep-due.ts';
