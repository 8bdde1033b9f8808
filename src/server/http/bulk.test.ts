import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerWith, requestToken, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anObservation, aPerson, post, put, register, vitalSigns } from '../../../tests/support/people.ts';

/** Two residents, one of them in a Group, with records of both databases, a household and an institution. */
let network: TestNetwork;
let gulou: TestPlatform;
let anna: string;
let bert: string;
let group: string;
const people: Record<string, string> = {};
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  [anna, bert] = [await register(gulou, aPerson()), await register(gulou, aPerson({ division: '350102002' }))];
  for (const [name, patient] of Object.entries({ anna, bert })) {
    people[`pressure of ${name}`] = await register(
      gulou,
      anObservation(patient, { ...vitalSigns, note: [{ text: '多行\n文字' }] }),
    );
    people[`laboratory of ${name}`] = await register(gulou, anObservation(patient));
  }
  await register(gulou, { resourceType: 'Organization', name: '鼓楼医院' });
  group = await register(gulou, groupOf(anna));
});
afterAll(() => network[Symbol.asyncDispose]());

const groupOf = (...members: string[]) => ({
  resourceType: 'Group',
  type: 'person',
  actual: true,
  member: members.map((id) => ({ entity: { reference: `Patient/${id}` } })),
});

interface Line {
  readonly resourceType: string;
  readonly id: string;
  readonly [element: string]: unknown;
}
interface Manifest {
  readonly transactionTime: string;
  readonly request: string;
  readonly requiresAccessToken: boolean;
  readonly output: readonly { type: string; url: string; count: number }[];
  readonly deleted: readonly { type: string; url: string; count: number }[];
}

const async = { prefer: 'respond-async' };
const ask = (path: string, init: RequestInit = {}) =>
  gulou.fhir(path, { ...init, headers: { ...async, ...(init.headers as Record<string, string>) } });

const pathOf = (answer: { headers: Headers }) => (answer.headers.get('content-location') ?? '').replace(`${gulou.url}/fhir/`, '');

async function finished(status: string): Promise<Manifest> {
  let manifest: Manifest | undefined;
  await network.until(async () => {
    const answer = await gulou.fhir(status);
    if (answer.status === 200) manifest = answer.body;
    return answer.status !== 202;
  });
  if (!manifest) throw new Error('the export failed');
  return manifest;
}

async function linesOf(url: string): Promise<Line[]> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${await gulou.token()}` } });
  return (await response.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

async function exported(path: string, init?: RequestInit): Promise<Record<string, Line[]>> {
  const { output } = await finished(pathOf(await ask(path, init)));
  const files = await Promise.all(output.map(async ({ type, url }) => [type, await linesOf(url)] as const));
  return Object.fromEntries(files);
}

const idsIn = (lines: readonly Line[] = []) => lines.map(({ id }) => id).sort();

describe('what an export holds', () => {
  test('of the system: every resource, one a line', async () => {
    const { output, ...manifest } = await finished(pathOf(await ask('$export')));
    const lines = await Promise.all(output.map(({ url }) => linesOf(url)));

    expect(manifest).toMatchObject({ request: `${gulou.url}/fhir/$export`, requiresAccessToken: true, deleted: [], error: [] });
    expect(Object.fromEntries(output.map(({ type, count }) => [type, count]))).toMatchObject({
      Group: 1,
      Observation: 4,
      Patient: 2,
    });
    expect(lines.map((some) => some.length)).toEqual(output.map(({ count }) => count));
    const read = await gulou.fhir(`Observation/${people['pressure of anna']}`);
    expect(lines.flat()).toContainEqual(read.body);
  });

  test('of the residents: what is theirs, a household too, and no institution', async () => {
    const found = await exported('Patient/$export');

    expect(Object.keys(found).sort()).toEqual(['Group', 'Observation', 'Patient']);
    expect(idsIn(found['Group'])).toEqual([group]);
  });

  test('of a Group: what is of its members', async () => {
    const found = await exported(`Group/${group}/$export`);

    expect(idsIn(found['Patient'])).toEqual([anna]);
    expect(idsIn(found['Observation'])).toEqual([people['laboratory of anna'], people['pressure of anna']].sort());
  });

  test('of the patients that are named', async () => {
    const body = {
      resourceType: 'Parameters',
      parameter: [{ name: 'patient', valueReference: { reference: `Patient/${bert}` } }],
    };

    const found = await exported('Patient/$export', post(body));

    expect(idsIn(found['Patient'])).toEqual([bert]);
    expect(idsIn(found['Observation'])).toEqual([people['laboratory of bert'], people['pressure of bert']].sort());
  });

  test('of the types and searches asked for', async () => {
    const filter = encodeURIComponent(`Observation?category=vital-signs&patient=${bert}`);
    const other = encodeURIComponent(`Observation?_id=${people['laboratory of anna']}`);

    const found = await exported(`$export?_type=Observation,Patient&_typeFilter=${filter}&_typeFilter=${other}`);

    expect(Object.keys(found).sort()).toEqual(['Observation', 'Patient']);
    expect(idsIn(found['Observation'])).toEqual([people['laboratory of anna'], people['pressure of bert']].sort());
  });

  test('the elements asked for, marked as a part', async () => {
    const found = await exported('$export?_type=Patient&_elements=birthDate');

    const [patient] = found['Patient'] ?? [];
    expect(patient).toMatchObject({ birthDate: '1984-05-06', meta: { tag: [{ code: 'SUBSETTED' }] } });
    expect(patient).not.toHaveProperty('name');
  });

  test('what changed and what was deleted since the one before', async () => {
    const kept = await register(gulou, { resourceType: 'Location', name: '老' });
    const leaving = await register(gulou, { resourceType: 'Location', name: '走' });
    const changing = await register(gulou, { resourceType: 'Location', name: '变' });
    const before = await finished(pathOf(await ask('$export?_type=Location')));
    await gulou.fhir(`Location/${leaving}`, { method: 'DELETE' });
    await gulou.fhir(`Location/${changing}`, put({ resourceType: 'Location', id: changing, name: '新' }));

    const { output, deleted } = await finished(pathOf(await ask(`$export?_type=Location&_since=${before.transactionTime}`)));
    const lines = await Promise.all(output.map(({ url }) => linesOf(url)));
    const gone = await Promise.all(deleted.map(({ url }) => linesOf(url)));

    expect(before.output).toMatchObject([{ type: 'Location', count: 3 }]);
    expect(lines.flat()).toMatchObject([{ id: changing, name: '新' }]);
    expect(gone.flat()).toMatchObject([
      { resourceType: 'Bundle', entry: [{ request: { method: 'DELETE', url: `Location/${leaving}` } }] },
    ]);
    expect(kept).toBeTruthy();
  });

  test('nothing, where there is nothing of a type', async () => {
    const { output } = await finished(pathOf(await ask('$export?_type=Basic')));

    expect(output).toEqual([]);
  });
});

describe('who may export, and have the files', () => {
  const token = async (scope: string) => {
    const [client] = gulou.settings.sample?.clients ?? [];
    const answer = await requestToken(gulou.url, client?.clientId ?? '', client?.clientSecret ?? '', scope);
    return callerWith(gulou.url, ((await answer.json()) as { access_token: string }).access_token);
  };

  test('a token that reads nothing gets nothing', async () => {
    const writer = await token('system/*.cu');

    const { status } = await writer.fhir('$export', { headers: async });

    expect(status).toBe(403);
  });

  test('nobody gets at the files without a token, or by another name', async () => {
    const { output } = await finished(pathOf(await ask('$export?_type=Patient')));
    const url = output[0]?.url ?? '';

    const answers = await Promise.all([
      fetch(url),
      fetch(url.replace(/[^/]+$/, '..%2f..%2fpasswd'), { headers: { authorization: `Bearer ${await gulou.token()}` } }),
      fetch(url.replace(/[^/]+$/, 'Patient-9.ndjson'), { headers: { authorization: `Bearer ${await gulou.token()}` } }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([401, 404, 404]);
  });

  test('an export of somebody else is not there', async () => {
    const status = pathOf(await ask('$export?_type=Patient'));
    await finished(status);
    await gulou.running.platform.database
      .sql`update jobs.job set owner = 'somebody else' where id = ${status.split('/').at(-1) ?? ''}`;

    const answer = await gulou.fhir(status);

    expect(answer.status).toBe(404);
  });

  test('the audit log says who exported what, and how many', async () => {
    await exported('Patient/$export?_type=Patient');

    const rows = await gulou.running.platform.database.sql<{ actor: string; what: string; count: number }[]>`
      select actor, what, count from audit.entry where action = 'export' order by at desc limit 3`;

    expect(rows.map(({ what, count }) => `${what} ${count}`).sort()).toEqual([
      '$export Patient 2',
      '/fhir/Patient/$export 0',
      'Patient 2',
    ]);
    expect(new Set(rows.map(({ actor }) => actor))).toEqual(new Set(['hospital-350102']));
  });
});

describe('a kick-off that cannot be understood is refused', () => {
  test.each([
    ['without respond-async', '$export', {}, 400, 'Prefer'],
    ['another format', '$export?_outputFormat=text/csv', async, 400, '_outputFormat'],
    ['an unknown type', '$export?_type=Patent', async, 400, '_type'],
    ['a type that is of no patient', 'Patient/$export?_type=Organization', async, 400, '_type'],
    ['no instant', '$export?_since=yesterday', async, 400, '_since'],
    [
      'a search of a type that is not exported',
      '$export?_type=Patient&_typeFilter=Observation%3Fcode%3Dx',
      async,
      400,
      '_typeFilter',
    ],
    ['a search that is none', '$export?_typeFilter=Patient', async, 400, '_typeFilter'],
    ['an unknown search parameter', '$export?_typeFilter=Patient%3Fcolour%3Dred', async, 400, 'colour'],
    ['a sorted search', '$export?_typeFilter=Patient%3F_sort%3D_id', async, 400, '_typeFilter'],
    [
      'an unknown parameter, strictly',
      '$export?includeAssociatedData=x',
      { prefer: 'respond-async, handling=strict' },
      400,
      'includeAssociatedData',
    ],
    ['a Group that is not there', 'Group/none/$export', async, 404, 'Group'],
    ['an export that is not there', '$export-status/none', {}, 404, undefined],
  ] as const)('%s', async (_, path, headers, status, at) => {
    const answer = await gulou.fhir(path, { headers });
    const outcome: { resourceType: string; issue: { expression?: string[] }[] } = answer.body;

    expect(answer.status).toBe(status);
    expect(outcome.resourceType).toBe('OperationOutcome');
    expect(outcome.issue[0]?.expression?.[0]).toBe(at);
  });
});

describe('an export under way', () => {
  test('says how far it has come, and is cancelled with its files', async () => {
    const { platform } = gulou.running;
    const held = platform.database.begin(async (tx) => {
      await tx`select 1`;
      await release.promise;
    });
    const release = Promise.withResolvers<void>();
    const status = pathOf(await ask('$export?_type=Patient'));

    const running = await gulou.fhir(status);
    const cancelled = await gulou.fhir(status, { method: 'DELETE' });
    const after = await gulou.fhir(status);
    release.resolve();
    await held;

    expect(running.status).toBe(202);
    expect([running.headers.get('retry-after'), running.headers.get('x-progress')]).toEqual(['2', expect.any(String)]);
    expect([cancelled.status, after.status]).toEqual([202, 404]);
  });

  test('its files go when the bearer is done with them', async () => {
    const status = pathOf(await ask('$export?_type=Patient'));
    const { output } = await finished(status);
    const id = status.split('/').at(-1) ?? '';
    const before = await readdir(`${gulou.settings.exportFolder}/${id}`);

    const removed = await gulou.fhir(status, { method: 'DELETE' });

    expect([before.length, removed.status]).toEqual([1, 202]);
    await expect(readdir(`${gulou.settings.exportFolder}/${id}`)).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await gulou.fhir(status)).status).toBe(404);
    expect(output).toHaveLength(1);
  });
});
