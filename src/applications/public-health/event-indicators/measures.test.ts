import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { askFigures, openIndicators, parsePeriod } from '../../../indicators/index.ts';
import { dayNumber } from '../../../life-course/index.ts';
import { type Database, wholePlatform } from '../../../store/index.ts';
import { eventMeasures } from './measures.ts';

const TODAY = dayNumber('2026-11-30');
let database: Database & AsyncDisposable;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database[Symbol.asyncDispose]());

/** A case of Gulou that was diagnosed at noon of a day, and reported so many hours later; 24 are allowed. */
const report = (id: string, on: string, hours: number, more: { state?: string; duplicateOf?: string } = {}) =>
  database.sql`
    insert into diseases.case_report (shard, id, card, line, resident, version, disease, family, classification, state, onset_on, diagnosed_at,
                                      deadline, reported_at, review_from, review_by, place, division, institution, reported_by, sex, duplicate_of)
    select 1, ${id}, ${`card-${id}`}, ${`line-${id}`}, 'resident', 1, 'measles', 'measles', '2', ${more.state ?? 'reported'}, ${on}::date, at,
           at + interval '24 hours', at + ${hours} * interval '1 hour', at, at, '350102001', '350102001', 'hospital', 'doctor', 'female',
           ${more.duplicateOf ?? null}
      from (select (${on} || ' 12:00+08')::timestamptz as at) given`;
const prompt = (id: string, state: string) =>
  database.sql`
    insert into diseases.prompt (shard, condition, resident, disease, family, icd10, place, recorded_at, deadline, state)
    values (1, ${id}, 'resident', 'measles', 'measles', 'B05', '350102001', '2026-06-01T12:00+08', '2026-06-02T12:00+08', ${state})`;
const outbreak = (id: string, initialAfterHours: number | undefined) =>
  database.sql`
    with opened as (
      insert into outbreaks.outbreak (shard, id, key, title, family, division, opened_at, opened_by, place)
      values (1, ${id}, ${id}, 'outbreak', 'measles', '350102', '2026-05-01T08:00+08', 'doctor', '350102') returning id)
    insert into outbreaks.entry (shard, id, outbreak, key, kind, text, deadline, at, by_name)
    select 1, id, id, id, ${initialAfterHours === undefined ? 'log' : 'initial'}, 'text', '2026-05-01T10:00+08',
           '2026-05-01T08:00+08'::timestamptz + ${initialAfterHours ?? 0} * interval '1 hour', 'doctor'
      from opened`;

/** `numerator/denominator` of a measure in 2026, of the county. */
async function figureOf(measure: string): Promise<string | undefined> {
  const year = parsePeriod('2026');
  const indicators = openIndicators({
    ...{ database, measures: () => [], events: eventMeasures, division: '350102' },
    ...{ now: () => new Date(), today: () => TODAY, note: async () => ({ completeness: 1, versions: {} }) },
  });
  if (year) await indicators.open(year);
  await indicators.countEvents();
  // once more changes nothing
  await indicators.countEvents();
  await indicators.fold();
  const question = { periods: ['2026'], division: '350102', measures: [measure], by: 'all', asOf: TODAY } as const;
  const [figure] = await askFigures(database, wholePlatform, question);
  return figure && `${figure.numerator}/${figure.denominator}`;
}

describe('indicators of infectious diseases and emergencies', () => {
  test('cases are reported, or diagnosed without a card; who was refuted, dismissed or told of twice counts nowhere', async () => {
    await report('a', '2026-06-01', 2);
    await report('refuted', '2026-06-01', 2, { state: 'refuted' });
    await report('twice', '2026-06-01', 2, { duplicateOf: 'a' });
    await report('last-year', '2025-12-31', 2);
    await prompt('open', 'open');
    await prompt('dismissed', 'dismissed');

    expect(await figureOf('infectious-report')).toBe('1/2');
  });

  test('reports are in time up to their deadline; a case diagnosed on the first day in China is of the year', async () => {
    await report('in-time', '2026-01-01', 24);
    await report('late', '2026-06-01', 25);

    expect(await figureOf('infectious-timely-report')).toBe('1/2');
  });

  test('what changes is counted anew', async () => {
    await report('a', '2026-06-01', 2);
    await report('b', '2026-06-01', 30);
    const before = await figureOf('infectious-timely-report');

    await database.sql`update diseases.case_report set state = 'refuted' where id = 'b'`;

    expect([before, await figureOf('infectious-timely-report')]).toEqual(['1/2', '1/1']);
  });

  test('events are reported by an initial report within its time', async () => {
    await outbreak('soon', 1);
    await outbreak('late', 5);
    await outbreak('never', undefined);

    expect(await figureOf('emergency-report')).toBe('1/3');
  });
});
