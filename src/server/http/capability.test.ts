import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anObservation, aPerson, post, put, register, vitalSigns } from '../../../tests/support/people.ts';

interface Declared {
  readonly type: string;
  readonly interaction: readonly { readonly code: string }[];
  readonly searchParam: readonly { readonly name: string; readonly type: string }[];
  readonly operation?: readonly { readonly name: string }[];
}
interface Statement {
  readonly fhirVersion: string;
  readonly rest: readonly {
    readonly extension: readonly { readonly url: string; readonly valueCode?: string }[];
    readonly operation: readonly { readonly name: string; readonly definition: string }[];
    readonly interaction: readonly { readonly code: string }[];
    readonly resource: readonly Declared[];
  }[];
}

const BACKPORT = 'http://hl7.org/fhir/uv/subscriptions-backport';

let network: TestNetwork;
let gulou: TestPlatform;
let patient: string;
let statement: Statement;
const declared = (type: string) => statement.rest[0]?.resource.find((one) => one.type === type);
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  patient = await register(gulou, aPerson());
  statement = (await gulou.fhir('metadata')).body;
});
afterAll(() => network[Symbol.asyncDispose]());

const identified = { identifier: [{ system: 'urn:test', value: 'one' }] };
/** A valid resource of a type: one of each database, and what has none of the common parameters. */
const samples: Readonly<Record<string, () => Record<string, unknown>>> = {
  Patient: () => aPerson(),
  Observation: () => anObservation(patient, { ...identified, ...vitalSigns }),
  Encounter: () => ({
    ...identified,
    status: 'finished',
    class: { code: 'AMB' },
    subject: { reference: `Patient/${patient}` },
    period: { start: '2026-03-04', end: '2026-03-05' },
  }),
  Immunization: () => ({
    ...identified,
    status: 'completed',
    vaccineCode: { text: '卡介苗' },
    patient: { reference: `Patient/${patient}` },
    occurrenceDateTime: '2026-03-04',
  }),
  Organization: () => ({ ...identified, name: '鼓楼医院' }),
  Group: () => ({ ...identified, type: 'person', actual: true, member: [{ entity: { reference: `Patient/${patient}` } }] }),
  Basic: () => ({ ...identified, code: { text: 'x' }, subject: { reference: `Patient/${patient}` } }),
  Parameters: () => ({ parameter: [{ name: 'x', valueString: 'y' }] }),
};
const aSample = (type: string) => ({ ...samples[type]?.(), resourceType: type });
const types = Object.keys(samples);

const values: Readonly<Record<string, (id: string) => string>> = {
  _id: (id) => id,
  _lastUpdated: () => 'gt2000-01-01',
  identifier: () => 'urn:test|one',
  patient: () => `Patient/${patient}`,
  date: () => '2026',
};
const aFeed = {
  resourceType: 'Bundle',
  type: 'message',
  entry: [
    {
      resource: {
        resourceType: 'MessageHeader',
        eventUri: 'urn:ihe:iti:pmir:2019:patient-feed',
        source: { endpoint: 'https://hospital.example.org' },
      },
    },
    {
      resource: {
        resourceType: 'Bundle',
        type: 'history',
        entry: [{ resource: { ...aPerson(), id: 'fed' }, request: { method: 'POST', url: 'Patient' } }],
      },
    },
  ],
};
const found = (body: { entry?: { resource: { id: string; resourceType: string } }[] }) =>
  body.entry?.map(({ resource }) => resource.id) ?? [];

describe('CapabilityStatement', () => {
  test('is of FHIR R4 and names every resource type once', () => {
    const names = statement.rest[0]?.resource.map(({ type }) => type) ?? [];

    expect(statement.fhirVersion).toBe('4.0.1');
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(types));
  });

  test.each(types)('each interaction that it declares for %s really works', async (type) => {
    const id = await register(gulou, aSample(type));
    const path = `${type}/${id}`;
    const tries: Readonly<Record<string, () => Promise<{ status: number }>>> = {
      create: () => gulou.fhir(type, post(aSample(type))),
      read: () => gulou.fhir(path),
      vread: () => gulou.fhir(`${path}/_history/1`),
      update: () => gulou.fhir(path, put({ ...aSample(type), id, language: 'zh' })),
      patch: () =>
        gulou.fhir(path, {
          method: 'PATCH',
          headers: { 'content-type': 'application/json-patch+json' },
          body: JSON.stringify([{ op: 'add', path: '/language', value: 'en' }]),
        }),
      'history-instance': () => gulou.fhir(`${path}/_history`),
      'history-type': () => gulou.fhir(`${type}/_history?_count=1`, { headers: { prefer: 'handling=strict' } }),
      'search-type': () => gulou.fhir(`${type}?_count=1`, { headers: { prefer: 'handling=strict' } }),
      delete: async () => gulou.fhir(`${type}/${await register(gulou, aSample(type))}`, { method: 'DELETE' }),
    };
    const codes = declared(type)?.interaction.map(({ code }) => code) ?? [];

    const answers: [string, number | undefined][] = [];
    for (const code of codes) answers.push([code, (await tries[code]?.())?.status]);

    expect(Object.fromEntries(answers)).toEqual({
      create: 201,
      read: 200,
      vread: 200,
      update: 200,
      patch: 200,
      'history-instance': 200,
      'history-type': 200,
      'search-type': 200,
      delete: 204,
    });
  });

  test.each(types)('each search parameter that it declares for %s finds what it should', async (type) => {
    const id = await register(gulou, aSample(type));
    const names = (declared(type)?.searchParam ?? [])
      .map(({ name }) => name)
      .filter((name) => name in values && type !== 'Patient');

    const answers = await Promise.all(
      names.map(async (name) => {
        const query = `${name}=${encodeURIComponent(values[name]?.(id) ?? '')}&_count=1000`;
        return [name, await gulou.fhir(`${type}?${query}`, { headers: { prefer: 'handling=strict' } })] as const;
      }),
    );

    expect(answers.map(([name, { status, body }]) => [name, status, found(body).includes(id)])).toEqual(
      names.map((name) => [name, 200, true]),
    );
  });

  test.each(types)('what %s can be searched by is declared', async (type) => {
    const tried = ['_id', '_lastUpdated', 'identifier', 'patient', 'date', 'name', 'code', 'status', 'birthdate', '_text'];

    const answers = await Promise.all(
      tried.map(async (name) => {
        const value = values[name]?.('x') ?? 'x';
        const answer = await gulou.fhir(`${type}?${name}=${encodeURIComponent(value)}`, {
          headers: { prefer: 'handling=strict' },
        });
        return answer.status === 200 ? [name] : [];
      }),
    );

    const names = declared(type)?.searchParam.map(({ name }) => name) ?? [];
    expect(names).toEqual(expect.arrayContaining(answers.flat()));
  });

  test('the operations that it declares answer', async () => {
    const visit = await register(gulou, aSample('Encounter'));
    const labels = { resourceType: 'Parameters', parameter: [{ name: 'meta', valueMeta: { tag: [{ code: 'x' }] } }] };
    const answersOf = (path: string, names: readonly string[]) =>
      Promise.all(
        names.map(async (name) => {
          const isChange = name.startsWith('meta-');
          return (await gulou.fhir(`${path}/$${name}`, isChange ? post(labels) : {})).status;
        }),
      );
    // exports are below, matching and cross-references are of the type and have files of their own
    const elsewhere = ['export', 'match', 'ihe-pix'];
    const namesOf = (type: string) =>
      (declared(type)?.operation?.map(({ name }) => name) ?? []).filter((name) => !elsewhere.includes(name)).toSorted();
    const paths = { Patient: `Patient/${patient}`, Encounter: `Encounter/${visit}` };

    const answers = await Promise.all(Object.entries(paths).map(([type, path]) => answersOf(path, namesOf(type))));

    const meta = ['meta', 'meta-add', 'meta-delete'];
    expect([namesOf('Patient'), namesOf('Encounter'), namesOf('Basic')]).toEqual([
      ['everything', 'golden-record', 'immds-forecast', ...meta, 'record', 'validate'],
      ['everything', ...meta, 'validate'],
      [...meta, 'validate'],
    ]);
    expect(answers).toEqual([
      [200, 200, 200, 200, 200, 200, 200, 200],
      [200, 200, 200, 200, 200],
    ]);
  });

  test('exports that it declares are begun', async () => {
    const group = await register(gulou, aSample('Group'));
    const init = { headers: { prefer: 'respond-async' } };
    const isDeclared = [declared('Patient'), declared('Group')].map((one) =>
      one?.operation?.some(({ name }) => name === 'export'),
    );

    const answers = [
      await gulou.fhir('Patient/$export?_type=Basic', init),
      await gulou.fhir(`Group/${group}/$export?_type=Basic`, init),
    ];

    expect(isDeclared).toEqual([true, true]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
  });

  test('the operations that it declares for Subscription answer', async () => {
    const channel = {
      type: 'websocket',
      payload: 'application/fhir+json',
      _payload: { extension: [{ url: `${BACKPORT}/StructureDefinition/backport-payload-content`, valueCode: 'id-only' }] },
    };
    const criteria = 'urn:minkang:topic:observation';
    const resource = { resourceType: 'Subscription', status: 'requested', reason: 'x', criteria, channel };
    const id = await register(gulou, resource);
    const all = declared('Subscription')?.operation?.map(({ name }) => name) ?? [];
    const names = all.filter((name) => !name.startsWith('meta'));

    const statuses = await Promise.all(
      names.map(async (name) => (await gulou.fhir(`Subscription/${name === 'topics' ? '' : `${id}/`}$${name}`)).status),
    );

    expect(names).toEqual(['events', 'get-ws-binding-token', 'status', 'topics', 'validate']);
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
  });

  test('interactions with the whole system are declared, and answer', async () => {
    const tries: Readonly<Record<string, () => Promise<{ status: number }>>> = {
      transaction: () => gulou.fhir('', post({ resourceType: 'Bundle', type: 'transaction' })),
      batch: () => gulou.fhir('', post({ resourceType: 'Bundle', type: 'batch' })),
      'history-system': () => gulou.fhir('_history?_count=1'),
      'search-system': () => gulou.fhir('?_lastUpdated=gt2000&_count=1'),
    };
    const codes = statement.rest[0]?.interaction.map(({ code }) => code) ?? [];

    const statuses = await Promise.all(codes.map(async (code) => (await tries[code]?.())?.status));

    expect(codes.toSorted()).toEqual(Object.keys(tries).toSorted());
    expect(statuses).toEqual(codes.map(() => 200));
  });

  test('the operations that it declares of the system answer', async () => {
    const view = { resource: 'Organization', select: [{ column: [{ name: 'id', path: 'id' }] }] };
    const tries: Readonly<Record<string, () => Promise<{ status: number }>>> = {
      meta: () => gulou.fhir('$meta'),
      export: () => gulou.fhir('$export?_type=Basic', { headers: { prefer: 'respond-async' } }),
      'viewdefinition-run': () =>
        gulou.fhir('$viewdefinition-run?_format=json', post({ ...view, resourceType: 'ViewDefinition' })),
      'process-message': () => gulou.fhir('$process-message', post(aFeed)),
      'immds-forecast': () =>
        gulou.fhir(
          '$immds-forecast',
          post({
            resourceType: 'Parameters',
            parameter: [{ name: 'patient', resource: { resourceType: 'Patient', birthDate: '2026-01-31' } }],
          }),
        ),
    };
    const names = statement.rest[0]?.operation.map(({ name }) => name) ?? [];

    const statuses = await Promise.all(names.map(async (name) => (await tries[name]?.())?.status));

    expect(names.toSorted()).toEqual(Object.keys(tries).toSorted());
    expect(statuses).toEqual(names.map((name) => (name === 'export' ? 202 : 200)));
  });

  test('types that R4 does not have are named apart, and are kept', async () => {
    const types = statement.rest[0]?.extension.flatMap(({ valueCode }) => valueCode ?? []) ?? [];

    const statuses = await Promise.all(types.map(async (type) => (await gulou.fhir(`${type}?_count=1`)).status));

    expect(types).toEqual(['SubscriptionStatus', 'ViewDefinition']);
    expect(types.filter((type) => declared(type))).toEqual([]);
    expect(statuses).toEqual([200, 200]);
  });
});
