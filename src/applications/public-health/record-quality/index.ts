/** Quality of records: how soon and how fully contacts are recorded, and what in them should be looked at. */
export {
  countFindings,
  type FindingRow,
  type FindingsQuestion,
  findFinding,
  listFindings,
  saveLook,
} from './findings.ts';
export { compileJudge } from './judge.ts';
export { followContacts } from './keep-contacts.ts';
export { askReporting } from './reporting.ts';
export { limits, qualityRules, type RuleCode } from './rules.ts';
