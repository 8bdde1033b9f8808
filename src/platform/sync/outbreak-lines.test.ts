import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { listOutbreakLines, type OwnOutbreak, saveOwnOutbreaks } from '../../databases/health-records/index.ts';
import { newId } from '../../kernel/index.ts';
import { type Database, wholePlatform } from '../../store/index.ts';
import { receiveBatch } from './incoming.ts';
import { acknowledge, nextBatch } from './outgoing.ts';

const [COUNTY, PREFECTURE] = ['350102', '350100'];
let county: Database & AsyncDisposable;
let prefecture: Database & AsyncDisposable;
let province: Database & AsyncDisposable;
beforeAll(async () => {
  [county, prefecture, province] = await Promise.all([freshDatabase(4), freshDatabase(4), freshDatabase(4)]);
});
afterAll(async () => {
  for (const one of [county, prefecture, province]) await one[Symbol.asyncDispose]();
});

const anOutbreak = (more: Partial<OwnOutbreak> = {}): OwnOutbreak => ({
  ...{
    line: newId(),
    family: 'measles',
    division: '350102001',
    state: 'open',
    openedAt: '2026-11-12T01:00:00.000Z',
    closedAt: null,
  },
  ...{ title: null, cases: 2, deaths: 0, contacts: 5, reports: [] },
  ...more,
});
const report = {
  ...({ kind: 'initial', level: 'IV', text: '校内聚集', measures: null, plan: null } as const),
  ...{ cases: 3, deaths: 0, contacts: 5, at: '2026-11-12T02:30:00.000Z', isLate: false },
};

async function send(from: Database, home: string, to: Database, forward: boolean): Promise<string[]> {
  const sent: string[] = [];
  for (let batch = await nextBatch(from, home); batch; batch = await nextBatch(from, home)) {
    sent.push(batch.body);
    await receiveBatch(to, home, batch.body, forward);
    await acknowledge(from, batch.sequence);
  }
  return sent;
}
const above = async (line: string) =>
  (await listOutbreakLines(province.sql, wholePlatform, { count: 50 })).find((one) => one.line === line);

test('the last word of an outbreak reaches the province, no further than the county, and is told once', async () => {
  const one = anOutbreak();
  await saveOwnOutbreaks(county.sql, COUNTY, [one]);
  await send(county, COUNTY, prefecture, true);
  await send(prefecture, PREFECTURE, province, false);

  expect(await above(one.line)).toMatchObject({ home: COUNTY, division: '350102', cases: 2, title: null, reports: [] });
  expect(await saveOwnOutbreaks(county.sql, COUNTY, [one])).toBe(false);
  expect(await send(county, COUNTY, prefecture, true)).toEqual([]);

  await saveOwnOutbreaks(county.sql, COUNTY, [{ ...one, title: '第一小学麻疹', cases: 3, reports: [report] }]);
  const [body = ''] = await send(county, COUNTY, prefecture, true);
  await send(prefecture, PREFECTURE, province, false);

  expect(await above(one.line)).toMatchObject({ title: '第一小学麻疹', cases: 3, revision: 2, reports: [report] });
  expect(body).not.toContain('350102001');
});

test('an older word that comes again, and one of another platform, change nothing', async () => {
  const one = anOutbreak({ cases: 7 });
  await saveOwnOutbreaks(county.sql, COUNTY, [one]);
  await send(county, COUNTY, prefecture, false);
  const { shard: _, ...line } = { ...one, shard: 0, home: COUNTY, division: COUNTY, revision: 1 };
  const batch = (sequence: number, said: object) => JSON.stringify({ sequence, entries: [], outbreaks: [said] });

  await receiveBatch(prefecture, '350103', batch(1, { ...line, home: '350103', cases: 99, revision: 9 }), false);

  const found = (await listOutbreakLines(prefecture.sql, wholePlatform, { count: 50 })).find((found) => found.line === one.line);
  expect(found).toMatchObject({ home: COUNTY, cases: 7 });
  await expect(receiveBatch(prefecture, '350104', batch(1, line), false)).rejects.toMatchObject({ code: 'input-invalid' });
});
