/** What everything else stands on: problems, ids, clock, the declaration of operations. No I/O. */
export { type Clock, chinaDay, startOfChinaDay, systemClock } from './clock.ts';
export type { Bilingual, Fault, Page, ProblemDetails } from './contract.ts';
export { isOwnId, newId, newIdBeside, type RandomBytes, shardOf } from './ids.ts';
export { declareOperation, type Operation, type Purpose, type Right } from './operation.ts';
export { parseOrUndefined } from './parse-json.ts';
export {
  asProblem,
  type OperationOutcome,
  PROBLEM_SYSTEM,
  Problem,
  type ProblemCode,
  problems,
  toOperationOutcome,
  toOutcome,
  toProblemDetails,
} from './problem.ts';
