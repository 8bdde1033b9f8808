import { isDeepStrictEqual } from 'node:util';
import type { Bilingual } from '../kernel/index.ts';
import type { Programme } from '../programmes/index.ts';
import type { PartChange } from './contract.ts';

interface Coded {
  readonly code: string;
  readonly title: Bilingual;
}

/** What of a programme is another than in the version that it follows; of a new one, everything. */
export function partsChanged(before: Programme | undefined, after: Programme): readonly PartChange[] {
  const named = ({ elements }: Programme) => elements.map((element) => ({ ...element, code: element.name }));
  return [
    ...whole('head', before && headOf(before), headOf(after), after),
    ...whole('enrolment', before?.enrolment, after.enrolment, after),
    ...listed('activity', before?.activities, after.activities),
    ...listed('form', before?.forms, after.forms),
    ...listed('classification', before?.classifications, after.classifications),
    ...listed('measure', before?.measures, after.measures),
    ...listed('element', before && named(before), named(after)),
  ];
}

const headOf = ({ title, purpose, source, restricted }: Programme) => ({ title, purpose, source, restricted });

const whole = (part: PartChange['part'], before: unknown, after: unknown, { code, title }: Programme): readonly PartChange[] =>
  before !== undefined && !isDeepStrictEqual(before, after) ? [{ part, code, title, change: 'changed' }] : [];

function listed(part: PartChange['part'], before: readonly Coded[] = [], after: readonly Coded[]): readonly PartChange[] {
  const known = new Map(before.map((one) => [one.code, one]));
  const kept = new Set(after.map(({ code }) => code));
  const change = ({ code, title }: Coded, what: PartChange['change']): PartChange => ({ part, code, title, change: what });
  return [
    ...after.flatMap((one) => {
      const former = known.get(one.code);
      if (!former) return [change(one, 'added')];
      return isDeepStrictEqual(former, one) ? [] : [change(one, 'changed')];
    }),
    ...before.filter(({ code }) => !kept.has(code)).map((one) => change(one, 'removed')),
  ];
}
