import { beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { anIdentityNumber, aPerson } from '../../../tests/support/people.ts';
import type { Database, ScopedStore } from '../../store/index.ts';
import { listIncoming, receiveBatch } from './incoming.ts';
import { acknowledge, nextBatch } from './outgoing.ts';
import { indexState, quietStore, sendAll } from './testing.ts';

let prefecture: Database & AsyncDisposable;
beforeEach(async () => {
  prefecture = await freshDatabase();
  return () => prefecture[Symbol.asyncDispose]();
});

const anEntry = (patient: string, changes: Record<string, unknown> = {}) => ({
  home: '350102',
  patient,
  name: '林晓明',
  sex: 'female',
  birthDate: '1984-05-06',
  place: '350102001',
  identifiers: [{ system: 'urn:oid:2.16.156.10011.1.3', value: anIdentityNumber() }],
  holdings: [{ database: 'medical_records', type: 'Encounter', count: 2, lastOn: '2026-03-04' }],
  ...changes,
});
const aBatch = (sequence: number, ...entries: object[]) => JSON.stringify({ sequence, entries });
const receive = (text: string, sender = '350102') => receiveBatch(prefecture, sender, text, true);

describe('a batch from below', () => {
  test('is applied once; the same again is recognised and changes nothing', async () => {
    const text = aBatch(1, anEntry('a'));
    const first = await receive(text);

    const second = await receive(text);

    expect([first, second]).toEqual([
      { sequence: 1, entries: 1 },
      { sequence: 1, entries: 0 },
    ]);
    expect(await listIncoming(prefecture.sql)).toMatchObject([{ sender: '350102', sequence: 1, entries: 1 }]);
  });

  test('twice at the same moment is applied once', async () => {
    const text = aBatch(1, anEntry('a'));

    const answers = await Promise.all([receive(text), receive(text), receive(text)]);

    expect(answers.map(({ entries }) => entries).sort()).toEqual([0, 0, 1]);
  });

  test('after a gap is refused, and the answer says what is there', async () => {
    await receive(aBatch(1, anEntry('a')));

    const result = receive(aBatch(3, anEntry('b')));

    await expect(result).rejects.toMatchObject({ code: 'batch-gap', at: '1' });
    expect(Object.keys(await indexState(prefecture))).toEqual(['350102/a']);
  });

  test('with other content under a number that was used is refused', async () => {
    await receive(aBatch(1, anEntry('a')));

    const result = receive(aBatch(1, anEntry('b')));

    await expect(result).rejects.toMatchObject({ code: 'batch-differs' });
    expect(Object.keys(await indexState(prefecture))).toEqual(['350102/a']);
  });

  test('each sender has its own numbers', async () => {
    await receive(aBatch(1, anEntry('a')));

    const other = await receive(aBatch(1, anEntry('a', { home: '350181' })), '350181');

    expect(other).toEqual({ sequence: 1, entries: 1 });
    expect(Object.keys(await indexState(prefecture)).sort()).toEqual(['350102/a', '350181/a']);
  });

  test.each([
    ['for a neighbour', '350102', '350181'],
    ['for the platform above', '350102', '350100'],
    ['for another province', '350100', '510104'],
  ])('that speaks %s is refused whole', async (_, sender, home) => {
    const result = receive(aBatch(1, anEntry('a', { home: sender }), anEntry('b', { home })), sender);

    await expect(result).rejects.toMatchObject({ code: 'input-invalid', at: 'entries.home' });
    expect(await indexState(prefecture)).toEqual({});
  });

  test.each([
    ['no JSON', '{', 'json-malformed'],
    ['no number', '{"entries":[]}', 'input-invalid'],
    ['a number below one', aBatch(0), 'input-invalid'],
    ['no entries', '{"sequence":1}', 'input-invalid'],
    ['an entry without a patient', aBatch(1, { ...anEntry('a'), patient: '' }), 'input-invalid'],
    ['a date that is none', aBatch(1, { ...anEntry('a'), birthDate: '2026-02-30' }), 'input-invalid'],
    ['a division that is none', aBatch(1, { ...anEntry('a'), place: "350102'" }), 'input-invalid'],
  ])('with %s is refused', async (_, text, code) => {
    const result = receive(text);

    await expect(result).rejects.toMatchObject({ code });
    expect(await listIncoming(prefecture.sql)).toEqual([]);
  });

  test('one that fails half-way leaves nothing behind, and comes again', async () => {
    await prefecture.sql`alter table document_registry.holding add constraint full_up check (type <> 'Encounter')`;
    const text = aBatch(1, anEntry('a'));
    await expect(receive(text)).rejects.toThrow('full_up');
    const between = await indexState(prefecture);
    await prefecture.sql`alter table document_registry.holding drop constraint full_up`;

    const answer = await receive(text);

    expect(between).toEqual({});
    expect(answer).toEqual({ sequence: 1, entries: 1 });
  });

  test('the last word on a resident holds, inside one batch too', async () => {
    await receive(aBatch(1, anEntry('a', { name: '旧' }), anEntry('a', { name: '新', holdings: [] })));

    const state = await indexState(prefecture);

    expect(state['350102/a']).toMatchObject({ name: '新', holdings: [] });
  });

  test('that says a resident is gone takes all of that resident away', async () => {
    await receive(aBatch(1, anEntry('a'), anEntry('b')));

    await receive(aBatch(2, anEntry('a', { removed: true, identifiers: [], holdings: [] })));

    expect(Object.keys(await indexState(prefecture))).toEqual(['350102/b']);
    expect(await prefecture.sql`select 1 from resident_index.identifier where patient = 'a'`).toEqual([]);
    expect(await prefecture.sql`select 1 from document_registry.holding where patient = 'a'`).toEqual([]);
  });

  test('what a newer platform adds goes on upward unharmed', async () => {
    const entry = anEntry('a', {
      bloodGroup: { code: '2', since: 2026 },
      identifiers: [{ system: 'urn:x', value: '1', issued: '2026-01-01' }],
      holdings: [{ database: 'medical_records', type: 'Encounter', count: 1, confidential: true }],
    });
    await receive(JSON.stringify({ sequence: 1, entries: [entry], sentBy: 'newer' }));

    const onward = await nextBatchOf(prefecture, '350100');

    expect(onward.entries).toEqual([entry]);
  });
});

async function nextBatchOf(
  database: Database,
  home: string,
): Promise<{ sequence: number; entries: { patient: string; removed?: boolean }[] }> {
  for (;;) {
    // entries of transactions that still run elsewhere may hold it back for a moment
    const batch = await nextBatch(database, home);
    if (batch) return JSON.parse(batch.body);
  }
}

describe('what goes up from a platform', () => {
  let county: Database & AsyncDisposable;
  let store: ScopedStore;
  beforeEach(async () => {
    county = await freshDatabase();
    store = quietStore(county, '350102');
    return () => county[Symbol.asyncDispose]();
  });

  test('the batch under way stays the same until it is acknowledged', async () => {
    const resource = { ...aPerson(), resourceType: 'Patient' };
    await store.create(resource);
    const first = await nextBatchOf(county, '350102');
    await store.create(resource);

    const again = await nextBatchOf(county, '350102');

    await acknowledge(county, first.sequence);
    const next = await nextBatchOf(county, '350102');
    await acknowledge(county, next.sequence);
    expect(again).toEqual(first);
    expect([next.sequence, next.entries.length]).toEqual([first.sequence + 1, 1]);
  });

  test('acknowledging again, or another number, moves nothing', async () => {
    await store.create({ ...aPerson(), resourceType: 'Patient' });
    const batch = await nextBatchOf(county, '350102');
    await acknowledge(county, batch.sequence + 1);
    const again = await nextBatchOf(county, '350102');
    await acknowledge(county, batch.sequence);

    await acknowledge(county, batch.sequence);

    expect(again).toEqual(batch);
    expect(await nextBatch(county, '350102')).toBeUndefined();
  });

  test('institutions and other reference data do not', async () => {
    await store.create({ resourceType: 'Organization', name: '鼓楼医院' });

    await sendAll(county, '350102', prefecture);

    expect(JSON.stringify(await prefecture.sql`select * from resident_index.entry`)).not.toContain('鼓楼医院');
  });

  test('a record that turns out to be another resident’s is counted there, and no more where it was', async () => {
    const [one, other] = await Promise.all([aPerson(), aPerson()].map((person) => store.create(person)));
    const observation = { resourceType: 'Observation', id: 'mistaken' };
    await store.put({ ...observation, subject: { reference: `Patient/${one?.row.id}` } }, undefined);
    await sendAll(county, '350102', prefecture);

    await store.put({ ...observation, subject: { reference: `Patient/${other?.row.id}` } }, undefined);
    await sendAll(county, '350102', prefecture);

    const state = await indexState(prefecture);
    expect(state[`350102/${one?.row.id}`]?.holdings).toEqual([]);
    expect(state[`350102/${other?.row.id}`]?.holdings).toEqual(['medical_records.Observation 1']);
  });

  test('hop by hop, to the province, and away again', async () => {
    await using province = await freshDatabase();
    const { row } = await store.create({ ...aPerson({ name: '郑和' }), resourceType: 'Patient' });
    const up = async () => {
      await sendAll(county, '350102', prefecture, true);
      await sendAll(prefecture, '350100', province);
      return indexState(province);
    };
    const before = await up();
    await store.delete('Patient', row.id, undefined);

    const after = await up();

    expect(before[`350102/${row.id}`]).toMatchObject({ name: '郑和' });
    expect(after).not.toHaveProperty([`350102/${row.id}`]);
  });
});
