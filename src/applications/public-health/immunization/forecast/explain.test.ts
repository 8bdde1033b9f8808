import { describe, expect, test } from 'vitest';
import { forecastOf } from '../testing.ts';
import { explain, explainDose, stepKinds } from './explain.ts';
import { goldenCases } from './golden-cases.ts';

const dosesOf = ([, asked]: (typeof goldenCases)[number]) => {
  const { series, others } = forecastOf(asked);
  return [...series.flatMap(({ doses }) => doses), ...others];
};
const all = goldenCases.flatMap(dosesOf);

describe('the reasons of a forecast', () => {
  test('are there for every dose, in both languages, each with the name of its rule', () => {
    for (const dose of all) {
      expect([dose, dose.steps.length > 0]).toEqual([dose, true]);
      for (const step of dose.steps) {
        const { zh, en } = explain(step);
        expect(step.rule).toMatch(/^[\w-]+\/[\w-]+(\/[\w-]+)?$/);
        expect(zh).toMatch(/\p{Script=Han}/u);
        expect(en).toMatch(/^[A-Z]/);
        expect(zh + en).not.toMatch(/undefined|\s{2}|Infinity|NaN/);
      }
    }
  });

  test('are of kinds that all occur', () => {
    const seen = new Set(all.flatMap(({ steps }) => steps.map(({ kind }) => kind)));

    const mother = forecastOf({ born: '2026-11-29', child: { motherHBsAg: 'positive' }, today: '2026-11-29' });
    for (const { kind } of mother.series.flatMap(({ doses }) => doses.flatMap(({ steps }) => steps))) seen.add(kind);
    const tested = { tuberculin: [{ on: '2026-11-01', result: 'negative' as const }] };
    const late = forecastOf({ born: '2026-01-01', child: tested, today: '2026-11-29' });
    for (const { kind } of late.series.flatMap(({ doses }) => doses.flatMap(({ steps }) => steps))) seen.add(kind);
    const passed = forecastOf({ born: '2026-01-01', child: { birthWeightGrams: 1500 }, today: '2026-11-29' });
    for (const { kind } of passed.series.flatMap(({ doses }) => doses.flatMap(({ steps }) => steps))) seen.add(kind);
    expect([...stepKinds].filter((kind) => !seen.has(kind))).toEqual([]);
  });

  test('of a dose that does not count are those that were not met', () => {
    const found = forecastOf({ born: '2026-01-31', given: ['HepB 2026-01-31', 'HepB 2026-02-27'], today: '2026-03-01' });

    const second = found.series[0]?.doses[1];
    expect(second && explainDose(second)).toEqual([
      { zh: '最小年龄1月龄，2026-02-28起', en: 'Minimum age 1 month: from 2026-02-28' },
      { zh: '与第1剂间隔不少于28天，2026-02-28起', en: 'At least 28 days after dose 1: from 2026-02-28' },
    ]);
  });

  test('of a newborn whose mother has HBsAg name the immunoglobulin', () => {
    const found = forecastOf({ born: '2026-11-29', child: { motherHBsAg: 'positive' }, today: '2026-11-29' });

    expect(found.series[0]?.doses[0]?.steps.map(({ kind }) => kind)).toContain('newborn-antibodies');
    expect(found.series[0]?.doses[1]?.steps.map(({ kind }) => kind)).not.toContain('newborn-antibodies');
  });
});
