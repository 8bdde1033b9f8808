import { beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { aPerson } from '../../../tests/support/people.ts';
import { foldStatistics, listHeard, readCells } from '../../databases/population/index.ts';
import { countUp } from '../../databases/population/statistics/testing.ts';
import type { Database } from '../../store/index.ts';
import { receiveBatch } from './incoming.ts';
import { acknowledge, nextBatch } from './outgoing.ts';
import { quietStore } from './testing.ts';
import { uplinkLag } from './uplink.ts';

const [COUNTY, PREFECTURE, PROVINCE] = ['350102', '350100', '350000'];

let county: Database & AsyncDisposable;
let prefecture: Database & AsyncDisposable;
let province: Database & AsyncDisposable;
beforeEach(async () => {
  [county, prefecture, province] = await Promise.all([freshDatabase(4), freshDatabase(4), freshDatabase(4)]);
  return async () => {
    for (const one of [county, prefecture, province]) await one[Symbol.asyncDispose]();
  };
});

const register = (at: Database, division: string, id: string, more: Parameters<typeof aPerson>[0] = {}) =>
  quietStore(at, division).put({ ...aPerson({ number: null, ...more }), id }, undefined);

async function count(at: Database, division: string): Promise<void> {
  await countUp(at);
  await foldStatistics(at, division);
}

/** Sends until nothing waits: a transaction that still runs elsewhere may hold some back. @returns the batches as they were sent */
async function send(from: Database, home: string, to: Database, upper: string, forward: boolean): Promise<string[]> {
  await count(from, home);
  const sent: string[] = [];
  for (;;) {
    const batch = await nextBatch(from, home);
    if (!batch && (await uplinkLag(from.sql, new Date())).changes === 0) break;
    if (!batch) continue;
    sent.push(batch.body);
    await receiveBatch(to, home, batch.body, forward);
    await acknowledge(from, batch.sequence);
  }
  await count(to, upper);
  return sent;
}
const sendUp = async () => {
  await send(county, COUNTY, prefecture, PREFECTURE, true);
  return send(prefecture, PREFECTURE, province, PROVINCE, false);
};
const living = async (at: Database, division: string) =>
  (await readCells(at, division)).filter(({ measure }) => measure === 'living').reduce((sum, { amount }) => sum + amount, 0);

describe('counts on their way up', () => {
  test('are at each level the sum of all below and of its own', async () => {
    await register(county, COUNTY, 'a');
    await register(county, COUNTY, 'b', { gender: 'male', birthDate: '1950-01-01', deceasedDateTime: '2026-01-02' });
    await register(prefecture, PREFECTURE, 'c');

    await sendUp();

    const [at, below] = [await readCells(province, PROVINCE), await readCells(county, COUNTY)];
    expect(at.find(({ measure }) => measure === 'dead')).toEqual(below.find(({ measure }) => measure === 'dead'));
    expect([await living(province, PROVINCE), await living(province, PREFECTURE), await living(province, COUNTY)]).toEqual([
      2, 2, 1,
    ]);
  });

  test('are the last word: who changes or leaves is counted so above', async () => {
    await register(county, COUNTY, 'a');
    await sendUp();

    await register(county, COUNTY, 'a', { gender: 'male' });
    await sendUp();
    await quietStore(county, COUNTY).delete('Patient', 'a', undefined);
    await register(county, COUNTY, 'b', { gender: 'male', birthDate: '2020-02-03' });
    await sendUp();

    expect(await readCells(province, PROVINCE)).toEqual(await readCells(county, COUNTY));
  });

  test('change nothing when they come again', async () => {
    await register(county, COUNTY, 'a');
    const batches = await send(county, COUNTY, prefecture, PREFECTURE, false);
    const again = JSON.parse(batches.at(-1) ?? '') as { sequence: number };

    await receiveBatch(prefecture, COUNTY, JSON.stringify({ ...again, sequence: again.sequence + 1 }), false);

    expect(await living(prefecture, PREFECTURE)).toBe(1);
  });

  test('that change while a batch is under way are told in the next', async () => {
    await register(county, COUNTY, 'a');
    await count(county, COUNTY);
    const batch = await nextBatch(county, COUNTY);
    await register(county, COUNTY, 'b');
    await count(county, COUNTY);

    await receiveBatch(prefecture, COUNTY, batch?.body ?? '', false);
    await acknowledge(county, batch?.sequence ?? 0);
    await send(county, COUNTY, prefecture, PREFECTURE, false);

    expect(await living(prefecture, PREFECTURE)).toBe(2);
  });

  test('say as of when they are, through to the top', async () => {
    await register(county, COUNTY, 'a');
    const before = Date.now() - 1000;

    await sendUp();

    const [heard] = await listHeard(province.sql, PROVINCE);
    expect(heard?.home).toBe(COUNTY);
    expect(heard?.asOf.getTime()).toBeGreaterThan(before);
  });

  test('of a platform that has nothing new say so now and then', async () => {
    await register(county, COUNTY, 'a');
    await sendUp();
    await county.sql`update population.statistic_heard set as_of = as_of - interval '6 minutes', told = told - interval '6 minutes'`;

    const batch = await nextBatch(county, COUNTY);

    expect(JSON.parse(batch?.body ?? '{}')).toMatchObject({ entries: [], aggregates: [{ home: COUNTY, cells: [] }] });
  });

  test('for a division that is not the sender’s are refused', async () => {
    const cells = [['living', 0, 24_000, 'male', 'unstated', 5]];
    const text = JSON.stringify({ sequence: 1, entries: [], aggregates: [{ home: '350181', cells }] });

    const result = receiveBatch(prefecture, COUNTY, text, false);

    await expect(result).rejects.toMatchObject({ code: 'input-invalid' });
    expect(await readCells(prefecture, PREFECTURE)).toEqual([]);
  });
});
