/** What somebody has typed into a form and not sent yet. */
export type * from './contract.ts';
export { forgetDraft, keepDraft, readDraft, removeOldDrafts } from './drafts.ts';
