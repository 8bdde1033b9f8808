import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anObservation, aPerson, register } from '../../../tests/support/people.ts';
import type { JobPage } from '../../jobs/contract.ts';
import type { ExportChoices, JobDetail } from '../bulk/contract.ts';

/** One resident with a laboratory result; a statistician who exports them, an administrator who indexes anew. */
let network: TestNetwork;
let gulou: TestPlatform;
let statistician: Caller;
let admin: Caller;
let patient: string;
let exported: string;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  [statistician, admin] = [await gulou.as('statistician'), await gulou.as('admin')];
  patient = await register(gulou, aPerson());
  await register(gulou, anObservation(patient));
  const filter = encodeURIComponent(`Observation?patient=${patient}`);
  exported = await startExport(`Patient/$export?_type=Patient,Observation&_since=2020-01-01T00:00:00Z&_typeFilter=${filter}`);
  await finished(exported);
  for (let round = 0; round < 3; round++) {
    const { id }: { id: string } = (await admin.api('jobs/reindex', { method: 'POST' })).body;
    await finished(id);
  }
});
afterAll(() => network[Symbol.asyncDispose]());

async function startExport(path: string): Promise<string> {
  const answer = await statistician.fhir(path, { headers: { prefer: 'respond-async' } });
  return answer.headers.get('content-location')?.split('/').at(-1) ?? '';
}

const list = async (caller: Caller, query = ''): Promise<JobPage> => (await caller.api(`jobs${query}`)).body;
const detail = async (caller: Caller, id: string): Promise<JobDetail> => (await caller.api(`jobs/${id}`)).body;
const finished = (id: string) => network.until(async () => (await detail(admin, id)).state === 'done');

describe('the list of jobs', () => {
  test('shows the administrator everybody’s, with the names of who asked', async () => {
    const { items, kinds } = await list(admin);

    expect(items.map(({ kind, ownerName }) => [kind, ownerName?.en])).toEqual([
      ...Array.from({ length: 3 }, () => ['reindex', 'Li Qiang']),
      ['export', 'Huang Min'],
    ]);
    expect(kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['export', 'reindex']));
  });

  test('shows others their own alone', async () => {
    const { items } = await list(statistician);

    expect(items.map(({ id }) => id)).toEqual([exported]);
  });

  test('comes in pages that lose nothing, chosen by kind and state', async () => {
    const first = await list(admin, '?kind=reindex&state=done&count=2');
    const second = await list(admin, `?kind=reindex&state=done&count=2&cursor=${first.next}`);

    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect([first.items.length, second.items.length, new Set(ids).size]).toEqual([2, 1, 3]);
    expect(second.next).toBeUndefined();
    expect((await list(admin, '?state=failed')).items).toEqual([]);
  });

  test.each(['count=0', 'count=201', 'state=lost', 'cursor=abc', `cursor=${btoa('["2026-01-01",1]')}`, `kind=${'x'.repeat(65)}`])(
    '%s is refused',
    async (query) => {
      expect((await admin.api(`jobs?${query}`)).status).toBe(400);
    },
  );
});

describe('an export', () => {
  test('says what was asked for and has its files, for its owner; no patient is named', async () => {
    const { export: made, ...row } = await detail(statistician, exported);

    expect(row).toMatchObject({ state: 'done', done: 2, total: 2 });
    expect(made).toMatchObject({
      of: 'residents',
      types: ['Observation', 'Patient'],
      filters: 1,
      since: '2020-01-01T00:00:00.000Z',
    });
    expect(made?.files.map(({ type, count }) => [type, count])).toEqual([
      ['Observation', 1],
      ['Patient', 1],
    ]);
    expect(JSON.stringify(made)).not.toContain(patient);
    const [file] = made?.files ?? [];
    const answer = await fetch(`${gulou.url}${file?.path}`, { headers: { authorization: `Bearer ${statistician.token}` } });
    const text = await answer.text();
    expect([Buffer.byteLength(text), JSON.parse(text)['resourceType']]).toEqual([file?.bytes, 'Observation']);
  });

  test('keeps its files from the administrator, who sees that it is there', async () => {
    const { export: made, state } = await detail(admin, exported);

    expect([state, made?.files]).toEqual(['done', []]);
  });

  test('that failed says why in both languages', async () => {
    const { sql } = gulou.running.platform.database;
    await sql`update jobs.job set state = 'failed', result = null, error = 'setting-missing' where id = ${exported}`;

    const job = await detail(statistician, exported);
    await statistician.api(`jobs/${exported}/resume`, { method: 'POST' });
    await finished(exported);

    expect(job).toMatchObject({ error: 'setting-missing', errorTitle: { zh: '平台未配置此功能' }, export: { files: [] } });
  });
});

test('the types that an export may hold are told to whoever may export', async () => {
  const { all, residents }: ExportChoices = (await statistician.api('exports/choices')).body;
  const refused = await admin.api('exports/choices');

  expect(all).toEqual(expect.arrayContaining(['Organization', 'Patient']));
  expect([residents.includes('Patient'), residents.includes('Organization')]).toEqual([true, false]);
  expect(refused.status).toBe(403);
});

describe('a job of somebody else', () => {
  test.each(['', '/cancel', '/resume'])('is not there at %j for whoever may not operate all', async (action) => {
    const [job] = (await list(admin, '?kind=reindex')).items;

    const answer = await statistician.api(`jobs/${job?.id}${action}`, { method: action ? 'POST' : 'GET' });

    expect(answer.status).toBe(404);
  });
});

test('what is finished is not cancelled', async () => {
  const [job] = (await list(admin, '?kind=reindex')).items;

  const answer = await admin.api(`jobs/${job?.id}/cancel`, { method: 'POST' });

  expect(answer).toMatchObject({ status: 409, body: { code: 'job-state' } });
});
