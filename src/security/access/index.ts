/** Who may do what, for which purpose: one table of roles, one decision, turned into a scope for the store. */
export {
  fetchScope,
  findRole,
  givenScope,
  hasRight,
  prefixOf,
  requireRight,
  type Subject,
  seesAll,
  toSubject,
} from './decide.ts';
export { type Role, roles } from './roles.ts';
export { subjectToday } from './today.ts';
