import { describe, expect, test } from 'vitest';
import { age, all, has, latest, lives, type Measure } from '../life-course/index.ts';
import { aLife, happened } from '../life-course/testing.ts';
import { compileMeasures } from './count.ts';
import { parsePeriod } from './period.ts';

const words = { zh: '试', en: 'Trial' };
const elderly: Measure = {
  code: 'elderly',
  title: words,
  denominatorTitle: words,
  numeratorTitle: words,
  source: 'test',
  better: 'more',
  denominator: all(lives, age('years').atLeast(65)),
  numerator: has({ contact: 'elderly/check' }, 'period'),
  institution: { contact: 'elderly/check' },
};
const year = parsePeriod('2026');
const count = compileMeasures(
  [elderly, { ...elderly, code: 'heavy', numerator: latest('weight', { in: 'period' }).above(80) }],
  year ? [year] : [],
);

describe('a resident', () => {
  test('is counted as it is at the end of the period, at the institution of its latest contact', () => {
    const life = aLife({
      born: '1961-12-31',
      events: [
        happened('2025-05-01', { contact: 'elderly/check', weight: 90 }, { place: 'old' }),
        happened('2026-05-01', { contact: 'elderly/check', weight: 70 }, { place: 'first' }),
        happened('2026-06-01', { weight: 85 }, { place: 'hospital' }),
        happened('2027-01-01', { contact: 'elderly/check', weight: 60 }, { place: 'later' }),
      ],
    });

    expect(count(life)).toEqual([
      { measure: 'elderly', period: '2026', numerator: true, institution: 'first', band: 65 },
      { measure: 'heavy', period: '2026', numerator: true, institution: 'first', band: 65 },
    ]);
  });

  test('who is younger, has died by then or moved away is not counted', () => {
    const lost = [
      aLife({ born: '1962-01-01' }),
      aLife({ died: '2026-12-31' }),
      aLife({ events: [happened('2026-07-01', { 'vital-event': 'move-out' })] }),
    ];

    expect(lost.flatMap(count)).toEqual([]);
  });

  test('without an institution is counted for none', () => {
    expect(count(aLife({ born: '1950-01-01' }))).toMatchObject([{ institution: '', numerator: false }, { institution: '' }]);
  });
});

test('two measures of one code are refused', () => {
  expect(() => compileMeasures([elderly, elderly], [])).toThrow('share');
});
