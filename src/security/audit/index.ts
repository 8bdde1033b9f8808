/** Who did what with whose data: added in the transaction of a write, before the answer of a read. */
export { type AccessEntry, countAccesses, findAccesses } from './entries.ts';
export { type Act, type Actor, type AuditLog, openAuditLog, recordActs, recordWrites, summary } from './log.ts';
