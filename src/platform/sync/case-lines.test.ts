import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { countCases, type LineQuery, listLines, type OwnLine, saveOwnLine } from '../../databases/health-records/index.ts';
import { newId } from '../../kernel/index.ts';
import type { Database } from '../../store/index.ts';
import { receiveBatch } from './incoming.ts';
import { acknowledge, nextBatch } from './outgoing.ts';

const [COUNTY, PREFECTURE] = ['350102', '350100'];

let county: Database & AsyncDisposable;
let prefecture: Database & AsyncDisposable;
let province: Database & AsyncDisposable;
beforeEach(async () => {
  [county, prefecture, province] = await Promise.all([freshDatabase(4), freshDatabase(4), freshDatabase(4)]);
  return async () => {
    for (const one of [county, prefecture, province]) await one[Symbol.asyncDispose]();
  };
});

const aLine = (line: Partial<OwnLine> = {}): OwnLine => ({
  ...{ home: COUNTY, line: newId(), disease: 'measles', family: 'measles', class: 'B', managed: 'B', division: '350102001' },
  ...{
    classification: '2',
    state: 'reported',
    outcome: null,
    onsetOn: '2026-11-10',
    diagnosedOn: '2026-11-12',
    reportedOn: '2026-11-12',
  },
  ...{ diedOn: null, sex: 'female', ageMonths: 118, occupation: '03', isLate: false, counts: true },
  ...line,
});
const save = (line: OwnLine) => county.begin((tx) => saveOwnLine(tx, line));
const everything: LineQuery = { scope: { places: [''], hidden: [] }, basis: 'onset', from: '2026-01-01', to: '2026-12-31' };
const countAt = async (at: Database, query: Partial<LineQuery> = {}) =>
  countCases(at.sql, { ...everything, division: '3501', ...query });

async function send(from: Database, home: string, to: Database, forward: boolean): Promise<string[]> {
  const sent: string[] = [];
  for (let batch = await nextBatch(from, home); batch; batch = await nextBatch(from, home)) {
    sent.push(batch.body);
    await receiveBatch(to, home, batch.body, forward);
    await acknowledge(from, batch.sequence);
  }
  return sent;
}
const sendUp = async () => {
  await send(county, COUNTY, prefecture, true);
  return send(prefecture, PREFECTURE, province, false);
};

describe('cases on their way up', () => {
  test('are without anything below the county, and with what curves need', async () => {
    await save(aLine());

    await sendUp();

    const [line] = await listLines(province.sql, { ...everything, count: 10 });
    expect(line).toMatchObject({ home: COUNTY, division: '350102', onsetOn: '2026-11-10', ageMonths: 118, counts: true });
    const [kept] = await province.sql<{ division: string }[]>`select division from health_records.case_line`;
    expect(kept?.division).toBe('350102');
  });

  test('corrected, are counted as they are now, at every level', async () => {
    const line = aLine();
    await save(line);
    await sendUp();

    await save({ ...line, disease: 'rubella', family: 'rubella', onsetOn: '2026-11-09' });
    await sendUp();

    const [measles, rubella] = await Promise.all([
      countAt(province, { disease: 'measles' }),
      countAt(province, { disease: 'rubella' }),
    ]);
    expect(measles.days).toEqual([]);
    expect(rubella.days).toEqual([{ key: '2026-11-09', cases: 1, deaths: 0, late: 0 }]);
  });

  test('that come again, or an older word of them, change nothing', async () => {
    const line = aLine();
    await save(line);
    const [first = ''] = await send(county, COUNTY, prefecture, false);
    await save({ ...line, counts: false, state: 'refuted' });
    await send(county, COUNTY, prefecture, false);

    await receiveBatch(prefecture, COUNTY, JSON.stringify({ ...JSON.parse(first), sequence: 3 }), false);

    expect((await countAt(prefecture)).days).toEqual([]);
  });

  test('changed while a batch is under way, are told in the next', async () => {
    const line = aLine();
    await save(line);
    const batch = await nextBatch(county, COUNTY);
    await save({ ...line, outcome: 'died', diedOn: '2026-11-20' });

    await receiveBatch(prefecture, COUNTY, batch?.body ?? '', false);
    await acknowledge(county, batch?.sequence ?? 0);
    await send(county, COUNTY, prefecture, false);

    expect((await countAt(prefecture)).days).toMatchObject([{ cases: 1, deaths: 1 }]);
  });

  test('of a platform that is not the sender’s are refused', async () => {
    const cases = [{ ...aLine({ home: '350181', division: '350181' }), revision: 1 }];

    const result = receiveBatch(prefecture, COUNTY, JSON.stringify({ sequence: 1, entries: [], cases }), false);

    await expect(result).rejects.toMatchObject({ code: 'input-invalid' });
  });

  test('are counted above as a plain count of the last word of each says, whatever was corrected and whenever it was sent', async () => {
    const lines = Array.from({ length: 6 }, () => newId());
    const change = fc.record({
      line: fc.constantFrom(...lines),
      family: fc.constantFrom('measles', 'rubella'),
      day: fc.integer({ min: 1, max: 5 }),
      counts: fc.boolean(),
      outcome: fc.constantFrom(null, 'died'),
      sendNow: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
        const last = new Map<string, OwnLine>();
        for (const { line, family, day, counts, outcome, sendNow } of changes) {
          const said = aLine({ line, family, disease: family, onsetOn: `2026-11-0${day}`, counts, outcome });
          await save(said);
          last.set(line, said);
          if (sendNow) await sendUp();
        }
        await sendUp();
        for (const line of lines) if (!last.has(line)) await save(aLine({ line, counts: false }));
        await sendUp();

        const plain = [...last.values()].filter(({ counts }) => counts);
        const above = await countAt(province);
        for (const family of ['measles', 'rubella']) {
          const expected = plain.filter((one) => one.family === family).length;
          expect(above.diseases.find(({ key }) => key === family)?.cases ?? 0).toBe(expected);
        }
        expect(above.days.reduce((sum, { deaths }) => sum + deaths, 0)).toBe(
          plain.filter(({ outcome }) => outcome === 'died').length,
        );
        expect(above.days).toEqual((await countAt(county)).days);
      }),
      { numRuns: 12 },
    );
  });
});
