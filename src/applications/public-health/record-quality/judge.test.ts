import { describe, expect, test } from 'vitest';
import { dayNumber, type FactValue, type LifeEvent } from '../../../life-course/index.ts';
import { aLife, happened } from '../../../life-course/testing.ts';
import { openBook } from '../../../programmes/index.ts';
import { sharedElements } from '../../../standards/index.ts';
import { publicHealthProgrammes } from '../index.ts';
import { compileJudge, tooEarly } from './judge.ts';

const elements = new Map(
  [...sharedElements, ...publicHealthProgrammes.flatMap((one) => one.elements)].map(
    (element) => [element.name, element] as const,
  ),
);
const judge = compileJudge(openBook(publicHealthProgrammes), elements);

const followUp = (on: string, facts: Readonly<Record<string, FactValue>>): LifeEvent => ({
  ...happened(on, { contact: 'hypertension/follow-up', ...facts }, { place: 'centre' }),
  sources: [`Encounter/${on}`],
});
const signs = { systolic: 138, diastolic: 84, weight: 61.5, pulse: 72 };
const faultsOf = (events: readonly LifeEvent[], life: Parameters<typeof aLife>[0] = {}) =>
  judge(aLife({ ...life, events })).flatMap(({ faults }) => faults);

describe('a contact', () => {
  test('has values that cannot be found by the limits of their elements, and those at the limit left alone', () => {
    const [, most = 0] = elements.get('systolic')?.possible ?? [];

    const faults = faultsOf([
      followUp('2026-03-01', { ...signs, systolic: most + 1 }),
      followUp('2026-03-02', { ...signs, systolic: most }),
    ]);

    expect(faults.filter((one) => one.startsWith('value-'))).toEqual([`value-impossible|systolic=${most + 1}`]);
  });

  test('misses what its form asks for, and no more once all is there', () => {
    const [bare] = judge(aLife({ events: [followUp('2026-03-01', {})] }));
    const names = (bare?.faults ?? []).flatMap((one) =>
      one.startsWith('required-missing|') ? one.split('|')[1]?.split(' ') : [],
    ) as string[];

    const [full] = judge(aLife({ events: [followUp('2026-03-01', Object.fromEntries(names.map((name) => [name, '1'])))] }));

    expect(names).toContain('systolic');
    expect([bare?.filled, bare?.required]).toEqual([0, names.length]);
    expect(full?.filled).toBeGreaterThanOrEqual(names.length);
  });

  test('cannot be before birth, after death, or after the day on which it was recorded', () => {
    const before = faultsOf([followUp('1959-12-31', signs)]);
    const after = faultsOf([followUp('2026-03-02', signs)], { died: '2026-03-01' });

    expect(before).toContain('day-impossible|before-birth');
    expect(after).toContain('day-impossible|after-death');
    expect(tooEarly(dayNumber('2026-03-02'), dayNumber('2026-03-01'))).toEqual(['day-impossible|in-future']);
    expect(tooEarly(dayNumber('2026-03-01'), dayNumber('2026-03-01'))).toEqual([]);
  });

  test('is alike another where all that was measured is the same, in whatever order; of too little nothing is said', () => {
    const { pulse, ...less } = signs;
    const [one, other, different, little] = judge(
      aLife({
        events: [
          followUp('2026-01-01', signs),
          followUp('2026-02-01', { pulse, ...less }),
          followUp('2026-03-01', { ...signs, pulse: 73 }),
          followUp('2026-04-01', less),
        ],
      }),
    ).map(({ measured }) => measured);

    expect(one).toBe(other);
    expect(different).not.toBe(one);
    expect([one === undefined, little]).toEqual([false, undefined]);
  });
});
