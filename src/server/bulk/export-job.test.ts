import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Job, type JobKind, JobStopped } from '../../jobs/index.ts';
import { openAuditLog } from '../../security/audit/index.ts';
import { databases } from '../../store/index.ts';
import { anObservation, aPatient, storeForTests, type TestStore } from '../../store/testing.ts';
import { exportKind } from './export-job.ts';
import { type ExportInput, exportResult } from './shapes.ts';

const types = ['Location', 'Observation', 'Organization', 'Patient'];
const input: ExportInput = {
  request: 'http://here/fhir/$export',
  types,
  filters: {},
  of: 'all',
  scope: { places: [''], databases: [...databases], readable: types, searchable: types },
  actor: {
    id: 'tester',
    name: { zh: '测试', en: 'Tester' },
    role: 'institution-system',
    from: '350102',
    purpose: 'TREAT',
    requestId: 'x',
  },
};

const aJob = (cursor: unknown): Job => ({
  id: 'job',
  kind: 'export',
  owner: 'tester',
  input,
  state: 'running',
  done: 0,
  total: undefined,
  cursor,
  result: undefined,
  error: undefined,
  cancelRequested: false,
  attempts: 1,
  createdAt: '2026-11-01T00:00:00.000Z',
  startedAt: undefined,
  finishedAt: undefined,
  expiresAt: undefined,
});

/** One run that dies when it reports for the n-th time, as if killed. @returns the cursor that was kept, or the result */
async function runUntil(kind: JobKind, attempt: string, cursor: unknown, reports: number) {
  let [kept, left] = [cursor, reports];
  const progress = async (one: { cursor: unknown }) => {
    if (left-- === 0) throw new JobStopped('lost');
    kept = one.cursor;
  };
  const signal = new AbortController().signal;
  try {
    return { result: exportResult.parse(await kind.run(aJob(cursor), { attempt, signal, progress })), kept };
  } catch (thrown) {
    if (!(thrown instanceof JobStopped)) throw thrown;
    return { kept };
  }
}

const kindIn = (store: TestStore, folder: string) =>
  exportKind({
    store: store.store,
    audit: openAuditLog(store.database.sql),
    division: '350102',
    base: 'http://here/fhir',
    now: () => new Date(store.now),
    folder,
  });

test.each([1, 2, 3, 4])('an export that dies at its report %i goes on from there, with every resource once', async (reports) => {
  await using store = await storeForTests();
  const folder = await mkdtemp(join(tmpdir(), 'minkang-export-test-'));
  await store.all.put(aPatient({ id: 'anna' }), undefined);
  for (const id of ['a', 'b', 'c']) await store.all.put(anObservation({ id, of: 'anna' }), undefined);
  await store.all.put({ resourceType: 'Organization', id: 'hospital', name: '医院' }, undefined);
  await store.all.put({ resourceType: 'Location', id: 'ward', name: '病区' }, undefined);
  const kind = kindIn(store, folder);

  const first = await runUntil(kind, 'first-run', undefined, reports);
  store.now = '2026-11-01T09:00:00.000Z';
  await store.all.delete('Observation', 'b', undefined);
  const second = await runUntil(kind, 'second-run', first.kept, 100);

  const contents = await Promise.all(
    (second.result?.files ?? []).map(async ({ name, bytes }) =>
      (await readFile(join(folder, 'job', name))).subarray(0, bytes).toString(),
    ),
  );
  const ids = contents.flatMap((text) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).id),
  );
  expect(first.result).toBeUndefined();
  expect(ids.toSorted()).toEqual(['a', 'anna', 'b', 'c', 'hospital', 'ward']);
  await rm(folder, { recursive: true });
});

test('what a run writes that counts as gone is in no file that is read', async () => {
  await using store = await storeForTests();
  const folder = await mkdtemp(join(tmpdir(), 'minkang-export-test-'));
  await store.all.put({ resourceType: 'Location', id: 'ward', name: '病区' }, undefined);
  await store.all.put({ resourceType: 'Organization', id: 'hospital', name: '医院' }, undefined);
  const kind = kindIn(store, folder);
  const first = await runUntil(kind, 'first-run', undefined, 2);
  await writeFile(join(folder, 'job', 'Location-0-first-ru.ndjson'), '{"late":true}\n', { flag: 'a' });

  const { result } = await runUntil(kind, 'second-run', first.kept, 100);

  const [location] = result?.files ?? [];
  const text = await readFile(join(folder, 'job', location?.name ?? ''));
  expect(text.toString()).toContain('late');
  expect(text.subarray(0, location?.bytes).toString()).not.toContain('late');
  expect(result?.files.map(({ type, count }) => [type, count])).toEqual([
    ['Location', 1],
    ['Organization', 1],
  ]);
  await rm(folder, { recursive: true });
});
