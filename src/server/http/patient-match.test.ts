import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, aPerson, post, register } from '../../../tests/support/people.ts';

interface Matched {
  readonly total: number;
  readonly entry?: readonly {
    readonly fullUrl: string;
    readonly resource: {
      readonly id: string;
      readonly meta: { readonly versionId?: string; readonly tag: readonly { readonly code: string }[] };
      readonly identifier: readonly { readonly value: string }[];
      readonly link?: readonly { readonly type: string; readonly other: { readonly reference: string } }[];
    };
    readonly search: {
      readonly mode: string;
      readonly score: number;
      readonly extension: readonly { readonly valueCode: string }[];
    };
  }[];
}

const HOSPITAL = 'urn:test:hospital';
const number = anIdentityNumber();
let network: TestNetwork;
let gulou: TestPlatform;
let main: string;
let second: string;
/** The same number with everything else different: somebody to look at, not to link. */
let doubtful: string;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  const numbers = (local: string) => ({
    identifier: [
      { system: 'urn:oid:2.16.156.10011.1.3', value: number },
      { system: HOSPITAL, value: local },
    ],
  });
  main = await register(gulou, aPerson({ name: '林晓明', ...numbers('L-1') }));
  second = await register(gulou, aPerson({ name: '林晓明', ...numbers('L-2'), division: '350102002' }));
  doubtful = await register(gulou, aPerson({ name: '林晓明', number: anIdentityNumber() }));
});
afterAll(() => network[Symbol.asyncDispose]());

const asked = (changes: Parameters<typeof aPerson>[0] = {}) => aPerson({ name: '林晓明', number, ...changes });
const parameters = (resource: unknown, more: object[] = []) =>
  post({ resourceType: 'Parameters', parameter: [{ name: 'resource', resource }, ...more] });
const match = async (init: RequestInit): Promise<Matched> => {
  const answer = await gulou.fhir('Patient/$match', init);
  expect(answer.status).toBe(200);
  return answer.body;
};
const grades = ({ entry = [] }: Matched) => entry.map(({ resource, search }) => [resource.id, search.extension[0]?.valueCode]);

describe('Patient/$match', () => {
  test('answers with residents, each once as its golden record, the likeliest first, graded and scored', async () => {
    const found = await match(parameters(asked()));

    expect(grades(found)[0]).toEqual([main, 'certain']);
    expect(grades(found).map(([id]) => id)).toEqual([main, doubtful]);
    const [first, other] = found.entry ?? [];
    expect(first?.search).toMatchObject({ mode: 'match' });
    expect(first?.search.score).toBeGreaterThan(0.999);
    expect(first?.search.score).toBeLessThanOrEqual(1);
    expect(other?.search.score).toBeLessThan(first?.search.score ?? 0);
    expect(first?.fullUrl).toBe(`${gulou.url}/fhir/Patient/${main}`);
    expect(first?.resource.identifier.map(({ value }) => value).sort()).toEqual([number, 'L-1', 'L-2'].sort());
    expect(first?.resource.link).toEqual([{ type: 'seealso', other: { reference: `Patient/${second}` } }]);
    expect(first?.resource.meta).toMatchObject({ tag: [{ code: 'golden-record' }] });
    expect(first?.resource.meta).not.toHaveProperty('versionId');
  });

  test('takes a Patient by itself, whatever id it has there', async () => {
    const found = await match(post({ ...asked(), id: main }));

    expect(grades(found)[0]).toEqual([main, 'certain']);
  });

  test('limits the answer to certain ones, to the single best, to a count', async () => {
    const certain = await match(parameters(asked(), [{ name: 'onlyCertainMatches', valueBoolean: true }]));
    const single = await match(parameters(asked(), [{ name: 'onlySingleMatch', valueBoolean: true }]));
    const one = await match(parameters(asked(), [{ name: 'count', valueInteger: 1 }]));

    expect([certain, single, one].map((found) => grades(found).map(([id]) => id))).toEqual([[main], [main], [main]]);
  });

  test('that finds nobody is an empty searchset', async () => {
    const found = await match(
      parameters(aPerson({ name: '欧阳不见', birthDate: '1931-12-31', number: anIdentityNumber('1931-12-31') }), [
        { name: 'onlyCertainMatches', valueBoolean: true },
      ]),
    );

    expect(found).toEqual({ resourceType: 'Bundle', type: 'searchset', total: 0 });
  });

  test.each([
    ['no resource', { resourceType: 'Parameters' }, 400, 'parameter-invalid'],
    ['another type', { resourceType: 'Parameters', parameter: [{ name: 'resource', resource: { resourceType: 'Group' } }] }, 400],
    ['another parameter', { resourceType: 'Parameters', parameter: [{ name: 'x', valueString: 'y' }] }, 400],
    ['a Patient that cannot be', { resourceType: 'Patient', birthDate: 'gestern' }, 422, 'resource-invalid'],
  ])('refuses %s, and tells nothing of it', async (_, body, status, code = undefined) => {
    const answer = await gulou.fhir('Patient/$match', post(body));

    expect(answer.status).toBe(status);
    if (code) expect(codeOf(answer)).toBe(code);
    expect(JSON.stringify(answer.body)).not.toContain('gestern');
  });

  test('shows what the scope shows: a village doctor sees the registrations of the own township alone', async () => {
    const { body }: { body: Matched } = await (await gulou.as('village')).fhir('Patient/$match', parameters(asked()));

    expect(body.entry?.[0]?.resource).toMatchObject({ id: main, identifier: [{ value: number }, { value: 'L-1' }] });
    expect(body.entry?.[0]?.resource).not.toHaveProperty('link');
  });

  test.each(['admin', 'auditor'])('shows nothing to %s', async (username) => {
    const answer = await (await gulou.as(username)).fhir('Patient/$match', parameters(asked()));

    expect(answer.body).toMatchObject({ total: 0 });
  });

  test('enters in the audit log whose registrations it showed', async () => {
    const before = await searched(main);

    await match(parameters(asked(), [{ name: 'onlySingleMatch', valueBoolean: true }]));

    expect(await searched(main)).toBe(before + 1);
    expect(await searched(second)).toBeGreaterThan(0);
  });
});

async function searched(resident: string): Promise<number> {
  const rows = await gulou.running.platform.database.sql`
    select from audit.entry where resident = ${resident} and action = 'search' and what = 'Patient/$match'`;
  return rows.length;
}

describe('Patient/:id/$golden-record', () => {
  test('is the same of every registration of a resident', async () => {
    const answers = await Promise.all([main, second].map((id) => gulou.fhir(`Patient/${id}/$golden-record`)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect(answers[0]?.body).toMatchObject({ id: main, link: [{ other: { reference: `Patient/${second}` } }] });
  });

  test('is not there for whom the registration is not there, and is entered in the audit log', async () => {
    const hidden = await (await gulou.as('village')).fhir(`Patient/${second}/$golden-record`);
    const missing = await gulou.fhir('Patient/nobody/$golden-record');
    await gulou.fhir(`Patient/${second}/$golden-record`);

    expect([hidden.status, missing.status]).toEqual([404, 404]);
    const entries = await gulou.running.platform.database.sql`
      select from audit.entry where resident = ${second} and what = ${`Patient/${main}/$golden-record`}`;
    expect(entries.length).toBeGreaterThan(0);
  });
});
