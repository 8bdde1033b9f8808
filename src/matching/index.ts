/** Which records are one person's: comparing, blocking, learning without labels, deciding, clustering. Pure; any thread may run it. */

export { type Part as ReadPart, PeopleBuilder } from './builder.ts';
export { builtInModel } from './built-in.ts';
export { toLunar } from './calendar.ts';
export { type Layout, recogniseColumns } from './columns.ts';
export type { Decision, Reason } from './decide.ts';
export type { PersonRecord } from './few-people.ts';
export { FIELDS } from './fields.ts';
export { joinParts, type ReadRecords, type Stretch } from './join-parts.ts';
export { type Compared, type Linkage, linkPeople, type ReviewItem, type Run } from './link.ts';
export {
  type Judged,
  type Matcher,
  type MatchKey,
  openMatcher,
  type RecordJudged,
  type ResidentJudged,
} from './matcher.ts';
export { type Model, parseModel, weightsOf } from './model.ts';
export type { People } from './people.ts';
export type { Conflict } from './rules.ts';
export type { Part as ScorePart } from './scorer.ts';
export { Performer, type Result, type Task } from './tasks.ts';
