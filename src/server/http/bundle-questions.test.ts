import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anObservation, aPerson, post, put, register } from '../../../tests/support/people.ts';

const SEX = 'urn:oid:2.16.156.10011.2.3.3.4';
const GENDER = 'http://hl7.org/fhir/administrative-gender';

let network: TestNetwork;
let gulou: TestPlatform;
let patient: string;
let observation: string;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  patient = await register(gulou, aPerson());
  observation = await register(gulou, anObservation(patient));
  await register(gulou, {
    resourceType: 'ConceptMap',
    url: 'http://example.org/ConceptMap/sex',
    status: 'active',
    group: [{ source: SEX, target: GENDER, element: [{ code: '2', target: [{ code: 'female', equivalence: 'equal' }] }] }],
  });
  await gulou.fhir(`Observation/${observation}`, put({ ...anObservation(patient, { status: 'amended' }), id: observation }));
});
afterAll(() => network[Symbol.asyncDispose]());

interface Entry {
  readonly resource?: { readonly resourceType: string; readonly entry?: readonly { resource: { id: string } }[] };
  readonly response: {
    readonly status: string;
    readonly etag?: string;
    readonly outcome?: { issue: { details: { coding: { code: string }[] }; expression: string[]; diagnostics: string }[] };
  };
}
type Kind = 'transaction' | 'batch';
const get = (url: string, more: object = {}) => ({ request: { method: 'GET', url, ...more } });
const ask = (url: string, resource?: object) => ({ resource, request: { method: 'POST', url } });

async function send(kind: Kind, entry: readonly object[], by: Pick<Caller, 'fhir'> = gulou): Promise<readonly Entry[]> {
  const { status, body } = await by.fhir('', post({ resourceType: 'Bundle', type: kind, entry }));
  expect(status, JSON.stringify(body)).toBe(200);
  return (body as { entry: Entry[] }).entry;
}
const problemOf = ({ response }: Entry) => [response.status, response.outcome?.issue[0]?.details.coding[0]?.code];

describe.each<Kind>(['batch', 'transaction'])('a %s', (kind) => {
  test.each<[string, () => string]>([
    ['a search', () => `Observation?patient=${patient}`],
    [
      'a search in parts',
      () => `Observation?patient=${patient}&_elements=status&_sort=-_lastUpdated&_include=Observation:subject`,
    ],
    ['a search of several types', () => `?_type=Patient,Observation&_id=${patient},${observation}`],
    ['a search in a compartment', () => `Patient/${patient}/Observation?_summary=count`],
    ['a read in part', () => `Patient/${patient}?_elements=gender`],
    ['the history of a resource', () => `Observation/${observation}/_history`],
    ['the history of a type', () => 'Observation/_history?_count=5'],
    ['the history of the system', () => '_history?_count=5'],
    ['everything of a resident', () => `Patient/${patient}/$everything`],
    ['labels', () => `Patient/${patient}/$meta`],
    ['labels in use', () => '$meta'],
    ['a validation', () => `Observation/${observation}/$validate`],
    ['a code', () => 'CodeSystem/$lookup?system=http://hl7.org/fhir/administrative-gender&code=female'],
    ['a value set in part', () => 'ValueSet/administrative-gender?_elements=url'],
    ['whether a code is in it', () => 'ValueSet/$validate-code?url=http://hl7.org/fhir/ValueSet/administrative-gender&code=male'],
    ['a code in another system', () => `ConceptMap/$translate?url=http://example.org/ConceptMap/sex&system=${SEX}&code=2`],
    ['its own whole address', () => `${gulou.url}/fhir/Observation?patient=${patient}`],
  ])('answers %s as when it is asked alone', async (_, url) => {
    const alone = await gulou.fhir(url().replace(`${gulou.url}/fhir/`, ''));

    const [entry] = await send(kind, [get(url())]);

    expect(alone.status).toBe(200);
    expect(entry?.response.status).toBe('200');
    expect(entry?.resource).toEqual(alone.body);
  });

  test('answers what is posted and changes nothing', async () => {
    const form = Buffer.from(`patient=${patient}`).toString('base64');
    const valid = anObservation(patient);
    const { status: _status, ...faulty } = valid;

    const entries = await send(kind, [
      ask('Observation/_search', { resourceType: 'Parameters', parameter: [{ name: 'patient', valueString: patient }] }),
      ask('Observation/_search', { resourceType: 'Binary', contentType: 'application/x-www-form-urlencoded', data: form }),
      ask(`Observation/_search?patient=${patient}`),
      ask('Observation/$validate', valid),
      ask('Observation/$validate', faulty),
      ask('ValueSet/$validate-code', {
        resourceType: 'Parameters',
        parameter: [
          { name: 'url', valueUri: 'http://hl7.org/fhir/ValueSet/administrative-gender' },
          { name: 'coding', valueCoding: { system: 'http://hl7.org/fhir/administrative-gender', code: 'female' } },
        ],
      }),
      ask('ConceptMap/$translate', {
        resourceType: 'Parameters',
        parameter: [
          { name: 'url', valueUri: 'http://example.org/ConceptMap/sex' },
          { name: 'coding', valueCoding: { system: SEX, code: '2' } },
        ],
      }),
    ]);

    expect(entries.map(({ response }) => response.status)).toEqual(entries.map(() => '200'));
    for (const { resource } of entries.slice(0, 3)) expect(resource?.entry?.map((one) => one.resource.id)).toContain(observation);
    expect(entries.slice(3).map(({ resource }) => resource)).toMatchObject([
      { issue: [{ severity: 'information' }] },
      { issue: [{ severity: 'error' }] },
      { parameter: expect.arrayContaining([expect.objectContaining({ name: 'result', valueBoolean: true })]) },
      { parameter: expect.arrayContaining([expect.objectContaining({ name: 'result', valueBoolean: true })]) },
    ]);
  });

  test('answers with a Binary as a resource, whatever it holds', async () => {
    const content = Buffer.from('{"resourceType":"Patient"}},{"resource":{"resourceType":"Patient"}').toString('base64');
    const id = `forged-${kind}`;
    await send(kind, [
      {
        resource: { resourceType: 'Binary', id, contentType: 'application/fhir+json', data: content },
        request: { method: 'PUT', url: `Binary/${id}` },
      },
    ]);

    const entries = await send(kind, [get(`Binary/${id}?_summary=false`)]);

    expect(entries).toHaveLength(1);
    expect(entries[0]?.resource).toMatchObject({ resourceType: 'Binary', data: content });
  });

  test('answers them on what it writes itself, wherever they stand', async () => {
    const entries = await send(kind, [
      get(`Observation?patient=${patient}&identifier=${kind}`),
      get(`Observation/new-${kind}/_history`),
      get(`Patient/${patient}/$everything?_type=Observation`),
      {
        resource: anObservation(patient, { id: `new-${kind}`, identifier: [{ value: kind }] }),
        request: { method: 'PUT', url: `Observation/new-${kind}` },
      },
    ]);

    const ids = entries.map(({ resource }) => resource?.entry?.map((one) => one.resource.id));
    expect(ids.slice(0, 2)).toEqual([[`new-${kind}`], [`new-${kind}`]]);
    expect(ids[2]).toContain(`new-${kind}`);
  });

  test('enters each in the audit log, as when it is asked alone', async () => {
    const entered = async (act: () => Promise<unknown>) => {
      const { sql } = gulou.running.platform.database;
      const [last] = await sql<{ now: Date }[]>`select clock_timestamp() as now`;
      await act();
      const rows = await sql<{ action: string; what: string; count: number }[]>`
        select action, what, count from audit.entry where resident = ${patient} and at >= ${last?.now ?? new Date()}`;
      return rows.map(({ action, what, count }) => `${action} ${what} ${count}`).toSorted();
    };
    const urls = [`Observation?patient=${patient}`, `Observation/${observation}/_history`, `Patient/${patient}/$everything`];

    const alone = await entered(async () => {
      for (const url of urls) await gulou.fhir(url);
    });
    const together = await entered(() =>
      send(
        kind,
        urls.map((url) => get(url)),
      ),
    );

    expect(alone).toHaveLength(3);
    expect(together).toEqual(alone);
  });

  test('answers under the scope and the rights of who sent it', async () => {
    const registrar = await gulou.as('registrar');
    const admin = await gulou.as('admin');

    const [seen] = await send(kind, [get(`Patient/${patient}/$everything`)], registrar);
    const unseen = await admin.fhir(
      '',
      post({ resourceType: 'Bundle', type: kind, entry: [get(`Patient/${patient}/_history`)] }),
    );

    expect(seen?.resource?.entry?.map(({ resource }) => resource.id)).toEqual([patient]);
    if (kind === 'transaction') expect(unseen.status).toBe(404);
    else expect((unseen.body as { entry: Entry[] }).entry.map(({ response }) => response.status)).toEqual(['404']);
  });

  test('says nothing anew to who knows it', async () => {
    const [known, other] = await send(kind, [
      get(`Patient/${patient}?_elements=gender`, { ifNoneMatch: 'W/"1"' }),
      get(`Patient/${patient}?_elements=gender`, { ifNoneMatch: 'W/"9"' }),
    ]);

    expect([known?.response.status, other?.response.status]).toEqual(['304', '200']);
    expect([known?.resource, other?.response.etag]).toEqual([undefined, 'W/"1"']);
  });
});

const refused: [string, object, string, string][] = [
  ['an export', get('$export'), '400', 'input-invalid'],
  ['an export in other letters', get('%24export'), '400', 'input-invalid'],
  ['rows of a view', get('ViewDefinition/$run'), '400', 'input-invalid'],
  ['labels to be added', ask('Patient/x/$meta-add', { resourceType: 'Parameters' }), '400', 'input-invalid'],
  ['a token for a websocket', get('Subscription/$get-ws-binding-token'), '400', 'input-invalid'],
  ['the plain interface', get('../api/residents'), '400', 'input-invalid'],
  ['the plain interface in other letters', get('%2e%2e/api/residents?x=1'), '400', 'input-invalid'],
  ['another server', get('http://elsewhere.test/fhir/Patient?name=x'), '404', 'route-unknown'],
  ['a parameter that is none', get('Patient?colour=red'), '400', 'parameter-unsupported'],
  ['a type that is none', get('Citizen?name=x'), '404', 'type-unknown'],
  ['a form that is none', ask('Patient/_search', { resourceType: 'Basic' }), '400', 'input-invalid'],
];

describe('what makes no sense in a bundle', () => {
  test.each(refused)('is refused: %s', async (_, entry, status, code) => {
    const inBatch = await gulou.fhir('', {
      ...post({ resourceType: 'Bundle', type: 'batch', entry: [get(`Patient/${patient}`), entry] }),
      headers: { prefer: 'handling=strict' },
    });
    const inTransaction = await gulou.fhir('', {
      ...post({
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [
          { resource: anObservation(patient, { id: 'undone' }), request: { method: 'PUT', url: 'Observation/undone' } },
          entry,
        ],
      }),
      headers: { prefer: 'handling=strict' },
    });

    const [read, problem] = (inBatch.body as { entry: Entry[] }).entry;
    expect(read?.response.status).toBe('200');
    expect(problem && problemOf(problem)).toEqual([status, code]);
    expect(inTransaction.status).toBe(Number(status));
    expect(inTransaction.body).toMatchObject({
      issue: [{ expression: [expect.stringMatching(/^Bundle\.entry\[1\]\.request/)] }],
    });
    expect((await gulou.fhir('Observation/undone')).status).toBe(404);
  });

  test('is left to batches where it looks beyond the transaction', async () => {
    const entry = [get('Subscription/$topics')];

    const [topics] = await send('batch', entry);
    const inTransaction = await gulou.fhir('', post({ resourceType: 'Bundle', type: 'transaction', entry }));

    expect(topics?.resource?.resourceType).toBe('Bundle');
    expect(inTransaction.status).toBe(400);
  });
});

test('many transactions that ask at once, more than there are connections, all get through', async () => {
  const entry = [
    get(`Observation?patient=${patient}`),
    get(`Patient/${patient}/$everything`),
    get('ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/administrative-gender'),
    ask('Observation/$validate', anObservation(patient)),
    { resource: anObservation(patient, { id: 'busy' }), request: { method: 'PUT', url: 'Observation/busy' } },
  ];

  const answers = await Promise.all(Array.from({ length: 30 }, () => send('transaction', entry)));

  for (const entries of answers)
    expect(entries.slice(0, 4).map(({ response }) => response.status)).toEqual(['200', '200', '200', '200']);
});
