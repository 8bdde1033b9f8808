import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { aBloodPressure, anObservation, aPerson, post, put, register } from '../../../tests/support/people.ts';
import { aView, bloodPressureView, immunizationView } from '../../../tests/support/views.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let [lin, chen] = ['', ''];
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  lin = await register(gulou, aPerson({ name: '林晓明', division: '350102001' }));
  chen = await register(gulou, aPerson({ name: '陈静', division: '350102002' }));
  for (const [patient, systolic, on] of [
    [lin, '120.0', '2026-03-04'],
    [lin, '135.50', '2026-04-04'],
    [chen, '142', '2026-05-04'],
  ] as const)
    await register(gulou, aBloodPressure(patient, systolic, on));
  await register(gulou, anObservation(chen));
  await register(gulou, anImmunization(lin, '0101', '卡介苗'));
});
afterAll(() => network[Symbol.asyncDispose]());

const anImmunization = (patient: string, code: string, text: string) => ({
  resourceType: 'Immunization',
  status: 'completed',
  vaccineCode: { coding: [{ system: 'urn:test', code }], text },
  patient: { reference: `Patient/${patient}` },
  occurrenceDateTime: '2026-03-04',
});
const asParameters = (definition: object, ...more: object[]) =>
  post({ resourceType: 'Parameters', parameter: [{ name: 'viewResource', resource: definition }, ...more] });

async function run(token: string, path: string, init: RequestInit = {}) {
  const type = init.body ? { 'content-type': 'application/fhir+json' } : {};
  const response = await fetch(`${gulou.url}/fhir/${path}`, { ...init, headers: { ...type, authorization: `Bearer ${token}` } });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}
const runAsSystem = async (path: string, init?: RequestInit) => run(await gulou.token(), path, init);
const linesOf = (text: string) => text.split('\n').filter(Boolean);
const sorted = (text: string) => linesOf(text).toSorted();

describe('a view definition that comes along', () => {
  test('gives a row for each blood pressure, numbers as they were written', async () => {
    const { status, type, text } = await runAsSystem('ViewDefinition/$run', asParameters(bloodPressureView()));

    expect({ status, type }).toEqual({ status: 200, type: 'application/x-ndjson; charset=utf-8' });
    expect(sorted(text)).toEqual(
      [
        `{"patient":"${lin}","on":"2026-03-04","systolic":120.0}`,
        `{"patient":"${lin}","on":"2026-04-04","systolic":135.50}`,
        `{"patient":"${chen}","on":"2026-05-04","systolic":142}`,
      ].toSorted(),
    );
  });

  test.each([
    ['/$viewdefinition-run', ''],
    ['ViewDefinition/$viewdefinition-run', '?_format=ndjson'],
    ['ViewDefinition/$run', '?_format=application/x-ndjson'],
  ])('alone in the body of %s%s', async (path, query) => {
    const { status, text } = await runAsSystem(`${path.replace(/^\//, '')}${query}`, post(immunizationView()));

    expect(status).toBe(200);
    expect(linesOf(text)).toEqual([`{"patient":"${lin}","vaccine":"0101","name":"卡介苗"}`]);
  });

  test('as JSON is one list', async () => {
    const { type, text } = await runAsSystem('ViewDefinition/$run?_format=json&_limit=2', post(bloodPressureView()));

    expect(type).toBe('application/json; charset=utf-8');
    expect(JSON.parse(text)).toHaveLength(2);
  });

  test('as CSV has quotes where they are needed, and what looks like a formula as it is', async () => {
    const view = aView('Patient', {
      columns: { formula: "'=1+1'", quoted: '\'a "b", c\'', nothing: '{}', empty: "''", number: '1.50', list: 'name.text' },
      collections: ['list'],
    });

    const { type, text } = await runAsSystem(`ViewDefinition/$run?_format=csv&patient=Patient/${lin}`, post(view));
    const bare = await runAsSystem(`ViewDefinition/$run?_format=csv&header=false&patient=${lin}`, post(view));

    const row = '=1+1,"a ""b"", c",,"",1.50,"[""林晓明""]"\r\n';
    expect(type).toBe('text/csv; charset=utf-8; header=present');
    expect(text).toBe(`formula,quoted,nothing,empty,number,list\r\n${row}`);
    expect(bare.text).toBe(row);
  });

  test('goes through the resources that come along, and through nothing else', async () => {
    const inline = (patient: string) => ({ name: 'resource', resource: anImmunization(patient, '0201', '乙肝疫苗') });
    const bundle = { resourceType: 'Bundle', type: 'collection', entry: [{ resource: anImmunization('z', '0301', '脊灰疫苗') }] };

    const { text } = await runAsSystem(
      'ViewDefinition/$run',
      asParameters(immunizationView(), inline('x'), inline('y'), { name: 'resource', resource: bundle }),
    );
    const ofOne = await runAsSystem(
      'ViewDefinition/$run',
      asParameters(immunizationView(), inline('x'), inline('y'), { name: 'patient', valueReference: { reference: 'Patient/y' } }),
    );

    expect(linesOf(text).map((line) => JSON.parse(line).patient)).toEqual(['x', 'y', 'z']);
    expect(linesOf(ofOne.text).map((line) => JSON.parse(line).patient)).toEqual(['y']);
  });
});

describe('whose records', () => {
  const patientsIn = (text: string) => linesOf(text).map((line) => JSON.parse(line).patient);

  test('are wanted: of a patient, of the members of a group, of both', async () => {
    const member = [{ entity: { reference: `Patient/${chen}` } }];
    const group = await register(gulou, { resourceType: 'Group', type: 'person', actual: true, member });
    const ask = async (query: string) =>
      patientsIn((await runAsSystem(`ViewDefinition/$run?${query}`, post(bloodPressureView()))).text);

    expect(await ask(`patient=Patient/${lin}`)).toEqual([lin, lin]);
    expect(await ask(`group=Group/${group}`)).toEqual([chen]);
    expect(await ask(`group=${group}&patient=${lin}`)).toEqual([]);
    expect((await ask(`patient=${lin}&patient=${chen}`)).toSorted()).toEqual([lin, lin, chen].toSorted());
  });

  test('were changed since an instant', async () => {
    const before = await runAsSystem('ViewDefinition/$run?_since=2020-01-01T00:00:00Z', post(bloodPressureView()));
    const after = await runAsSystem('ViewDefinition/$run?_since=2999-01-01', post(bloodPressureView()));

    expect(linesOf(before.text)).toHaveLength(3);
    expect(after.text).toBe('');
  });

  test('the caller does not see make no row', async () => {
    const village = await gulou.as('village');

    const { text } = await run(village.token, 'ViewDefinition/$run', post(bloodPressureView()));

    expect(patientsIn(text)).toEqual([lin, lin]);
  });

  test('are in a database that the role does not see make no row either', async () => {
    const registrar = await gulou.as('registrar');

    const { status, text } = await run(registrar.token, 'ViewDefinition/$run', post(bloodPressureView()));

    expect({ status, text }).toEqual({ status: 200, text: '' });
  });

  test('were shown is in the audit log, one entry a resident', async () => {
    const doctor = await gulou.as('doctor');

    await run(doctor.token, 'ViewDefinition/$run', post(bloodPressureView()));

    const { sql } = gulou.running.platform.database;
    const entries = await sql<{ resident: string; what: string; count: number }[]>`
      select resident, what, count from audit.entry where actor = 'doctor' and action = 'export' order by count`;
    expect(entries).toEqual([
      { resident: chen, what: 'Observation', count: 1 },
      { resident: lin, what: 'Observation', count: 2 },
    ]);
  });
});

describe('a view definition that is kept', () => {
  test('is run by its id, by reference and by its canonical address', async () => {
    const kept = { ...immunizationView(), url: 'http://example.org/ViewDefinition/vaccines', version: '2' };
    const id = await register(gulou, kept);
    const named = (valueReference: string) =>
      post({ resourceType: 'Parameters', parameter: [{ name: 'viewReference', valueReference: { reference: valueReference } }] });

    const answers = await Promise.all([
      runAsSystem(`ViewDefinition/${id}/$run`),
      runAsSystem(`ViewDefinition/${id}/$viewdefinition-run`, post({ resourceType: 'Parameters' })),
      runAsSystem('ViewDefinition/$run', named(`ViewDefinition/${id}`)),
      runAsSystem('ViewDefinition/$run', named(`${gulou.url}/fhir/ViewDefinition/${id}`)),
      runAsSystem('ViewDefinition/$run', named('http://example.org/ViewDefinition/vaccines|2')),
      runAsSystem(`ViewDefinition/$run?viewReference=ViewDefinition/${id}`),
    ]);

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  test('is found, read and updated like any resource', async () => {
    const id = await register(gulou, { ...bloodPressureView(), title: 'Blood pressures' });

    const found = await gulou.fhir('ViewDefinition?resource=Observation&title=blood', {});
    const updated = await gulou.fhir(`ViewDefinition/${id}`, put({ ...bloodPressureView(), id, status: 'retired' }));

    expect(found.body).toMatchObject({ entry: [{ resource: { id, resource: 'Observation' } }] });
    expect(updated).toMatchObject({ status: 200, body: { status: 'retired', meta: { versionId: '2' } } });
  });

  test.each<[string, object, string]>([
    ['no status', { status: undefined }, 'ViewDefinition'],
    ['an element that there is not', { colour: 'red' }, 'ViewDefinition'],
    [
      'a path that cannot be read',
      aView('Patient', { columns: { id: 'id', bad: '@@' } }),
      'ViewDefinition.select[0].column[1].path',
    ],
    [
      'a type that there is not',
      { ...aView('Patient', { columns: { id: 'id' } }), resource: 'Patent' },
      'ViewDefinition.resource',
    ],
  ])('is not kept with %s', async (_, part, expression) => {
    const { status, body } = await gulou.fhir('ViewDefinition', post({ ...bloodPressureView(), ...part }));

    expect({ status, body }).toMatchObject({ status: 422, body: { issue: [{ expression: [expression] }] } });
  });
});

describe('a question that cannot be answered', () => {
  const several = aView('Patient', { columns: { text: 'name.text | birthDate' } });
  test.each<[string, string, RequestInit, number, string]>([
    ['an unknown parameter', 'ViewDefinition/$run?source=x', post(several), 400, 'source'],
    ['a format that is not written', 'ViewDefinition/$run?_format=parquet', post(several), 406, '_format'],
    ['no definition', 'ViewDefinition/$run', post({ resourceType: 'Parameters' }), 400, 'viewResource'],
    ['a resource that is neither', 'ViewDefinition/$run', post({ resourceType: 'Patient' }), 400, 'Parameters.parameter'],
    ['a limit of none', 'ViewDefinition/$run?_limit=0', post(several), 400, '_limit'],
    ['a date that is none', 'ViewDefinition/$run?_since=2026-13-01', post(several), 400, '_since'],
    ['an id that is none', 'ViewDefinition/$run?patient=a/b/c', post(several), 400, 'patient'],
    [
      'a definition without select',
      'ViewDefinition/$run',
      post({ resourceType: 'ViewDefinition', resource: 'Patient' }),
      422,
      'ViewDefinition.select',
    ],
    ['a path that yields several', 'ViewDefinition/$run', post(several), 422, 'ViewDefinition.select[0].column[0].path'],
    ['a definition that is not here', 'ViewDefinition/none/$run', {}, 404, 'ViewDefinition'],
    [
      'a canonical address that nothing has',
      'ViewDefinition/$run?viewReference=http://example.org/none',
      {},
      404,
      'viewReference',
    ],
  ])('%s is refused with its place', async (_, path, init, status, expression) => {
    const answer = await runAsSystem(path, init);

    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ expression: [expression] }] });
  });

  test('says nothing of the resource it failed on', async () => {
    const { text } = await runAsSystem('ViewDefinition/$run', post(several));

    expect(text).not.toContain('1984');
    expect(text).not.toContain('林晓明');
  });
});
