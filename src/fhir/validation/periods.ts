import { parseExpression } from '../fhirpath/index.ts';
import { compileGeneral } from './predicates.ts';
import type { Fields, Run } from './run.ts';

const startsLate = compileGeneral(parseExpression('start > end'), { name: 'Period', structure: 'Period' });
const DAY = 10;

/** per-1: a period does not end before it starts; what differs in precision only is in order. */
export function isOrdered(value: Fields, _present: number, run: Run): boolean {
  const { start, end } = value;
  if (typeof start !== 'string' || typeof end !== 'string') return true;
  if (start.length === end.length && (start.length <= DAY || start.slice(19) === end.slice(19))) return start <= end;
  return startsLate(value, run) !== true;
}
