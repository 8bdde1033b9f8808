import { describe, expect, test } from 'vitest';
import type { Contraindication } from './contract.ts';
import { givenIn, gulou } from './testing.ts';
import { tryDose } from './try-dose.ts';

interface Trial {
  readonly born: string;
  readonly given?: readonly string[];
  readonly vaccine: string;
  readonly on: string;
  readonly sex?: 'female' | 'male';
  readonly conditions?: readonly Contraindication[];
}
const tried = ({ born, given, vaccine, on, sex = 'female', conditions = [] }: Trial) =>
  tryDose({ birthDate: born, sex }, givenIn(given), conditions, on, gulou, vaccine);

describe('whether a dose may be given today (programme 2021 and 2026, by their clauses)', () => {
  test.each([
    // table of ages, 2026
    ['MMR on the day of 8 months', { born: '2026-01-15', vaccine: 'MMR', on: '2026-09-15' }, 'mmr', 1],
    [
      'HepB 1 month after the first',
      { born: '2026-08-15', given: ['HepB 2026-08-15'], vaccine: 'HepB', on: '2026-09-15' },
      'hepb',
      2,
    ],
    ['DTaP at 2 months', { born: '2026-08-15', vaccine: 'DTaP', on: '2026-10-15' }, 'dtap', 1],
    // combined vaccines stand for their parts
    ['DTaP-IPV-Hib for the first of both series', { born: '2026-08-15', vaccine: 'DTaP-IPV-Hib', on: '2026-10-15' }, 'polio', 1],
    // outside the programme
    ['EV71, which no series asks for', { born: '2026-01-15', vaccine: 'EV71', on: '2026-09-15' }, undefined, 1],
    // two live vaccines on one day, general rules Ⅳ
    ['JE-L on the day of MMR', { born: '2026-01-15', given: ['MMR 2026-09-15'], vaccine: 'JE-L', on: '2026-09-15' }, 'je', 1],
    ['JE-L 28 days after MMR', { born: '2026-01-15', given: ['MMR 2026-09-15'], vaccine: 'JE-L', on: '2026-10-13' }, 'je', 1],
    // catch-up, general rules Ⅴ
    ['BCG the day before 4 years', { born: '2022-11-20', vaccine: 'BCG', on: '2026-11-19' }, 'bcg', 1],
  ] as const)('%s counts', (_name, trial, series, number) => {
    expect(tried(trial)).toMatchObject({ counts: true, series, number });
  });

  test.each([
    ['MMR the day before 8 months', { born: '2026-01-15', vaccine: 'MMR', on: '2026-09-14' }, /8月龄/],
    ['HepB too soon after the first', { born: '2026-08-15', given: ['HepB 2026-08-15'], vaccine: 'HepB', on: '2026-09-05' }, /./],
    ['JE-L 27 days after MMR', { born: '2026-01-15', given: ['MMR 2026-09-15'], vaccine: 'JE-L', on: '2026-10-12' }, /./],
    ['MMR a second time on one day', { born: '2026-01-15', given: ['MMR 2026-09-15'], vaccine: 'MMR', on: '2026-09-15' }, /./],
    ['BCG once there is one', { born: '2026-01-15', given: ['BCG 2026-01-15'], vaccine: 'BCG', on: '2026-09-15' }, /./],
    ['HPV for a boy', { born: '2013-01-15', sex: 'male', vaccine: 'HPV2', on: '2026-09-15' }, /女孩/],
    // general rules Ⅶ
    [
      'anything during an acute illness',
      {
        born: '2026-01-15',
        vaccine: 'MMR',
        on: '2026-09-15',
        conditions: [{ condition: 'acute-illness', from: '2026-09-15', until: '2026-09-20' }],
      },
      /急性疾病/,
    ],
    [
      'a vaccine outside the schedule during an acute illness',
      { born: '2026-01-15', vaccine: 'EV71', on: '2026-09-15', conditions: [{ condition: 'acute-illness' }] },
      /急性疾病/,
    ],
    [
      'MMR in immunodeficiency',
      { born: '2026-01-15', vaccine: 'MMR', on: '2026-09-15', conditions: [{ condition: 'immunodeficiency' }] },
      /免疫缺陷/,
    ],
    [
      'DTaP in encephalopathy',
      { born: '2026-01-15', vaccine: 'DTaP', on: '2026-09-15', conditions: [{ condition: 'encephalopathy' }] },
      /脑病/,
    ],
  ] as const)('%s is refused with the reason', (_name, trial, why) => {
    const found = tried(trial);

    expect(found.counts ? undefined : found.why.zh).toMatch(why);
  });

  test('an illness that is over forbids nothing, and an inactivated vaccine may be given in immunodeficiency', () => {
    const past = { condition: 'acute-illness', from: '2026-09-01', until: '2026-09-14' };

    const after = tried({ born: '2026-01-15', vaccine: 'MMR', on: '2026-09-15', conditions: [past] });
    const inactivated = tried({
      born: '2026-01-15',
      vaccine: 'IPV',
      on: '2026-09-15',
      conditions: [{ condition: 'immunodeficiency' }],
    });

    expect([after.counts, inactivated.counts]).toEqual([true, true]);
  });
});
