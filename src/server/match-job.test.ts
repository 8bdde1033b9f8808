import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { forceModel, isFillDue, openModels } from '../databases/population/index.ts';
import { type Job, JobStopped } from '../jobs/index.ts';
import { formatResidentNumber, identityNumber } from '../standards/index.ts';
import { aPatient, storeForTests, type TestStore } from '../store/testing.ts';
import { MATCH, matchKind } from './match-job.ts';

const aJob = (cursor: unknown, input: object): Job => ({
  ...{ id: 'job', kind: MATCH, owner: 'admin', input, state: 'running', done: 0, total: undefined, cursor },
  ...{ result: undefined, error: undefined, cancelRequested: false, attempts: 1, createdAt: '2026-11-01T00:00:00.000Z' },
  ...{ startedAt: undefined, finishedAt: undefined, expiresAt: undefined },
});

/** One run that dies when it reports for the n-th time, as if killed. */
async function runUntil(store: TestStore, folder: string | undefined, cursor: unknown, reports: number, input = {}) {
  const models = await openModels(store.database.sql);
  const kind = matchKind({ store: store.store, models, now: () => new Date(store.now), folder });
  let [kept, left] = [cursor, reports];
  const progress = async (one: { cursor: unknown }) => {
    if (left-- === 0) throw new JobStopped('lost');
    kept = one.cursor;
  };
  try {
    const result = await kind.run(aJob(cursor, input), { attempt: 'one', signal: new AbortController().signal, progress });
    return { result: result as Record<string, number>, kept };
  } catch (thrown) {
    if (!(thrown instanceof JobStopped)) throw thrown;
    return { result: undefined, kept };
  }
}

const number = (sequence: number) => formatResidentNumber({ division: '350102', birthDate: '1984-05-06', sequence });
const registered = (id: string, sequence: number, name: string) =>
  aPatient({
    id,
    name: [{ text: name }],
    gender: sequence % 2 === 1 ? 'male' : 'female',
    birthDate: '1984-05-06',
    identifier: [{ system: identityNumber, value: number(sequence) }],
  });
const groups = async ({ database }: TestStore) =>
  (await database.sql<{ patients: string[] }[]>`select distinct patients from store.linked_patient order by 1`).map(
    ({ patients }) => patients.join(' '),
  );

/** Patients that were stored before anything was matched. */
async function earlier(store: TestStore): Promise<void> {
  for (const [id, sequence, name] of [
    ['a', 12, '林晓明'],
    ['b', 12, '林晓明'],
    ['c', 13, '陈建国'],
    ['d', 13, '陈建国'],
    ['e', 15, '王伟'],
  ] as const)
    await store.all.put(registered(id, sequence, name), undefined);
}

describe('a bulk run over all registrations', () => {
  test('that only fills in links nobody, and lets those from before be found', async () => {
    await using store = await storeForTests();
    await earlier(store);
    expect(await isFillDue(store.database.sql)).toBe(true);

    const { result } = await runUntil(store, undefined, undefined, 1000, { onlyFill: true });

    expect(result).toEqual({ records: 5 });
    expect(await isFillDue(store.database.sql)).toBe(false);
    expect(await groups(store)).toEqual([]);
  });

  test('learns a model that is kept, and decides once somebody puts it in force', async () => {
    await using store = await storeForTests();
    const folder = await mkdtemp(join(tmpdir(), 'minkang-match-'));
    await earlier(store);

    await runUntil(store, folder, undefined, 1000, { learn: true });

    const models = await openModels(store.database.sql);
    expect(models.current().version).toBe(0);
    await forceModel(store.database.sql, 1, '2026-11-01T08:00:00.000Z');
    await models.refresh();
    expect(models.current()).toMatchObject({ version: 1, model: { records: 5 } });
    await forceModel(store.database.sql, 0, '2026-11-01T09:00:00.000Z');
    await models.refresh();
    expect(models.current().version).toBe(0);
    await rm(folder, { recursive: true });
  });

  test('makes residents of those from before, and finds nothing new the second time', async () => {
    await using store = await storeForTests();
    const folder = await mkdtemp(join(tmpdir(), 'minkang-match-'));
    await earlier(store);

    const first = await runUntil(store, folder, undefined, 1000);
    const again = await runUntil(store, folder, undefined, 1000);

    expect(await groups(store)).toEqual(['a b', 'c d']);
    expect(first.result).toMatchObject({ records: 5, clusters: 3, newLinks: 2 });
    expect(again.result).toMatchObject({ newLinks: 0 });
    await expect(access(join(folder, 'matching', 'job'))).rejects.toThrow();
    await rm(folder, { recursive: true });
  });

  test.each([0, 1, 2, 3])('that dies at its report %i goes on from there', async (reports) => {
    await using store = await storeForTests();
    const folder = await mkdtemp(join(tmpdir(), 'minkang-match-'));
    await earlier(store);

    const first = await runUntil(store, folder, undefined, reports);
    const second = await runUntil(store, folder, first.kept, 1000);

    expect(first.result).toBeUndefined();
    expect(second.result).toMatchObject({ records: 5 });
    expect(await groups(store)).toEqual(['a b', 'c d']);
    await rm(folder, { recursive: true });
  });
});
