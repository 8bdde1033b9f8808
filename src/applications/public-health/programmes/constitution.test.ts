import { describe, expect, test } from 'vitest';
import type { FactValue } from '../../../life-course/index.ts';
import { aLife, happened } from '../../../life-course/testing.ts';
import { fillIn, watch } from '../testing.ts';
import { constitution } from './constitution.ts';
import { itemName } from './constitution-items.ts';

const { due, state, classes, measure } = watch(constitution);
const old = (...events: ReturnType<typeof happened>[]) => aLife({ born: '1950-01-01', events });

/** Every item answered with 1, but for what is said; slim and with a small waist. */
const answers = (
  special: Readonly<Record<number, number>> = {},
  measured: Record<string, FactValue> = {},
): Record<string, FactValue> => ({
  ...Object.fromEntries(
    Array.from({ length: 33 }, (_, index) => index + 1).flatMap((item) =>
      item === 9 || item === 28 ? [] : [[itemName(item), special[item] ?? 1]],
    ),
  ),
  ...{ weight: 60, height: 170, waist: 75 },
  ...measured,
});
const filled = (special?: Readonly<Record<number, number>>, measured?: Record<string, FactValue>) =>
  fillIn(constitution, 'identification', answers(special, measured), old(), '2026-05-05');

/** Score and judgement of a type, for answers that are said. */
const judged = (type: string, special: Readonly<Record<number, number>>, measured?: Record<string, FactValue>) => {
  const all = filled(special, measured);
  return [all[`constitution${type}Score`], all[`constitution${type}`]];
};

describe('biased types: sum of four, ≥11 yes, 9–10 tends to, ≤8 no', () => {
  test.each([
    ['Qi deficiency: 2, 3, 4, 14', judged('QiDeficiency', { 2: 3, 3: 3, 4: 3, 14: 2 }), [11, '1']],
    ['Qi deficiency at 10', judged('QiDeficiency', { 2: 3, 3: 3, 4: 3, 14: 1 }), [10, '3']],
    ['Qi deficiency at 9', judged('QiDeficiency', { 2: 3, 3: 3, 4: 2, 14: 1 }), [9, '3']],
    ['Qi deficiency at 8', judged('QiDeficiency', { 2: 3, 3: 3, 4: 1, 14: 1 }), [8, '0']],
    ['Yang deficiency: 11, 12, 13, 29', judged('YangDeficiency', { 11: 5, 12: 5, 13: 5, 29: 5 }), [20, '1']],
    ['Yin deficiency: 10, 21, 26, 31', judged('YinDeficiency', { 10: 2, 21: 2, 26: 3, 31: 3 }), [10, '3']],
    ['Phlegm-damp: 9 and 28 are measured', judged('PhlegmDamp', { 16: 2, 32: 2 }, { weight: 82, waist: 106 }), [14, '1']],
    ['Damp-heat: 23, 25, 27, 30', judged('DampHeat', { 23: 2, 25: 2, 27: 2, 30: 2 }), [8, '0']],
    ['Blood stasis: 19, 22, 24, 33', judged('BloodStasis', { 19: 4, 22: 4, 24: 2, 33: 1 }), [11, '1']],
    ['Qi stagnation: 5, 6, 7, 8', judged('QiStagnation', { 5: 2, 6: 2, 7: 2, 8: 3 }), [9, '3']],
    ['Special: 15, 17, 18, 20', judged('Special', { 15: 1, 17: 5, 18: 3, 20: 3 }), [12, '1']],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe('the balanced type: item 1 and 6 less 2, 4, 5, 13', () => {
  test.each([
    ['all well', judged('Balanced', { 1: 5 }), [25, '1']],
    ['17, others at most 8', judged('Balanced', { 1: 1, 2: 2, 4: 2, 5: 2, 13: 2 }), [17, '1']],
    ['16', judged('Balanced', { 1: 1, 2: 2, 4: 2, 5: 2, 13: 3 }), [16, '0']],
    ['17 and one other at 9: mainly', judged('Balanced', { 1: 5, 23: 3, 25: 3, 27: 2 }), [25, '2']],
    ['17 and one other at 10: mainly', judged('Balanced', { 1: 5, 23: 3, 25: 3, 27: 3 }), [25, '2']],
    ['17 and one other at 11: no', judged('Balanced', { 1: 5, 23: 3, 25: 3, 27: 3, 30: 2 }), [25, '0']],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe('items that are measured', () => {
  const item = (number: number, measured: Record<string, FactValue>) => filled({}, measured)[itemName(number)];
  const body = (weight: number) => item(9, { weight, height: 200 });
  const waist = (centimetres: number) => item(28, { waist: centimetres });

  test('9 is the body mass index', () => {
    expect([95.6, 96, 100, 104, 111.6, 112].map(body)).toEqual([1, 2, 3, 4, 4, 5]);
  });

  test('28 is the waist', () => {
    expect([79.9, 80, 85, 86, 90, 91, 105, 105.1].map(waist)).toEqual([1, 2, 2, 3, 3, 4, 4, 5]);
  });
});

describe('the main type', () => {
  const main = (special: Readonly<Record<number, number>>) => {
    const all = filled(special);
    return [all['constitutionMain'], all['constitutionTied']];
  };

  test.each([
    ['is the highest of the biased ones', main({ 23: 3, 25: 3, 27: 3, 30: 3, 19: 3, 22: 3, 24: 3 }), ['06', 1]],
    ['is balanced where none reaches 9', main({ 1: 5 })[0], '01'],
    [
      'is shared by two of one score: a doctor decides',
      main({ 23: 3, 25: 3, 27: 3, 30: 3, 19: 3, 22: 3, 24: 3, 33: 3 }),
      ['06', 2],
    ],
    ['is none where nothing holds', main({ 2: 3, 4: 3, 5: 3, 13: 3 })[0], undefined],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });

  test('comes with advice; where none is judged, to repeat it', () => {
    const life = (special: Readonly<Record<number, number>>) =>
      old(happened('2026-05-05', { contact: 'constitution/identification', ...filled(special) }));
    const values = constitution.classifications[0]?.values ?? [];

    expect(classes(life({ 23: 3, 25: 3, 27: 3, 30: 3 }), '2026-05-06')).toMatchObject({ main: '06', constitutionDampHeat: '1' });
    expect(classes(life({ 2: 3, 4: 3, 5: 3, 13: 3 }), '2026-05-06')).toMatchObject({ main: 'none', constitutionBalanced: '0' });
    expect(values.filter(({ advice }) => advice === undefined)).toEqual([]);
  });
});

test('nothing is judged while an item is missing', () => {
  const { [itemName(2)]: _, ...missing } = answers();
  const all = fillIn(constitution, 'identification', missing, old(), '2026-05-05');

  expect([all['constitutionQiDeficiency'], all['constitutionBalanced'], all['constitutionMain']]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

describe('once a year from 65 on', () => {
  const done = happened('2026-05-05', { contact: 'constitution/identification', constitutionBalanced: '1' });

  test.each([
    ['not at 64', state(aLife({ born: '1962-01-01' }), '2026-05-05'), 'out'],
    ['due', due(old(), '2026-05-06'), ['identification/2026 2026-01-01..2026-12-31']],
    ['done', due(old(done), '2026-05-06'), ['identification/2027 2027-01-01..2027-12-31']],
    [
      'not by an examination',
      due(old(happened('2026-05-05', { contact: 'elderly/examination' })), '2026-05-06')[0]?.slice(0, 19),
      'identification/2026',
    ],
    ['counted', measure('elderly-chinese-medicine', old(done), 2026), 'counted'],
    ['not in another year', measure('elderly-chinese-medicine', old(done), 2025), 'not counted'],
    [
      'not when unfinished',
      measure('elderly-chinese-medicine', old(happened('2026-05-05', { contact: 'constitution/identification' })), 2026),
      'not counted',
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});
