import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileSchedule } from './forecast/compile.ts';
import { immunizationSchedule, withEditions } from './schedule-editions.ts';
import { nationalSchedule } from './schedules/national.ts';
import type { Edition, Series } from './schedules/rules.ts';
import { forecastOf, linesOf } from './testing.ts';

/** The edition of 2026 as JSON that may be changed at will. */
const anEdition = () => JSON.parse(JSON.stringify(nationalSchedule.editions.at(-1)));
const faultsOf = (value: unknown) => {
  const read = immunizationSchedule.read(value);
  return 'faults' in read ? read.faults.map(({ at }) => at) : [];
};

describe('an edition that comes as data', () => {
  test.each(nationalSchedule.editions.map((edition) => [edition.id, edition] as const))(
    'may say whatever that of %s says, which comes with the program',
    (_, edition) => {
      const read = immunizationSchedule.read(JSON.parse(JSON.stringify(edition)));

      expect(read).toMatchObject({ content: { version: edition.id, valid: { from: edition.from }, value: edition } });
    },
  );

  test('plans what is to come from its day on, and judges nothing that was given before', () => {
    const next: Edition = { ...anEdition(), id: '2027', from: '2027-03-01', source: '测试' };
    const once = ({ cohorts: _cohorts, ...series }: Series): Series => ({
      ...series,
      tracks: series.tracks.map((track) => ({ ...track, doses: track.doses.slice(0, 1) })),
    });
    const later = (edition: Edition): Edition => ({
      ...edition,
      series: edition.series.map((series) => (series.id === 'mmr' ? once(series) : series)),
    });
    const read = immunizationSchedule.read(JSON.parse(JSON.stringify(later(next))));
    const contents = 'content' in read ? [...immunizationSchedule.builtIn, read.content] : [];
    const schedule = compileSchedule(withEditions(contents), '350102');
    const child = { born: '2025-06-01', given: ['MMR 2026-02-01'] };

    const before = linesOf(forecastOf({ ...child, today: '2027-02-28', schedule }), 'mmr');
    const after = linesOf(forecastOf({ ...child, today: '2027-03-01', schedule }), 'mmr');

    expect(before.map((line) => line.split(' ').slice(0, 2))).toEqual([
      ['mmr-1', 'given-valid'],
      ['mmr-2', expect.stringMatching(/due|overdue/)],
    ]);
    expect(after).toEqual(['mmr-1 given-valid']);
  });

  test.each([
    [
      'an unknown vaccine',
      (edition: Edition) => ({ ...edition, series: [withVaccine(edition)] }),
      '/series/0/tracks/0/vaccines/0',
    ],
    ['a length that is none', (edition: Edition) => ({ ...edition, liveApart: 'a month' }), '/liveApart'],
    ['a day that is none', (edition: Edition) => ({ ...edition, from: '2027-02-30' }), '/from'],
    [
      'a rule that is not known',
      (edition: Edition) => ({ ...edition, series: [{ ...edition.series[0], adults: true }] }),
      '/series/0',
    ],
    ['a series twice', (edition: Edition) => ({ ...edition, series: [edition.series[0], edition.series[0]] }), '/series/1/id'],
    ['nothing', () => null, ''],
  ])('is refused with the place where it has %s', (_, change, at) => {
    expect(faultsOf(change(anEdition()))).toContain(at);
  });

  test('whatever it is, is read or refused, and never breaks', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(faultsOf(JSON.parse(text)).length).toBeGreaterThan(0);
      }),
    );
  });
});

const withVaccine = ({ series: [first] }: Edition) => ({
  ...first,
  tracks: [{ id: 'usual', vaccines: ['Elixir'], doses: first?.tracks[0]?.doses }],
});
