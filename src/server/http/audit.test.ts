import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, anObservation, aPerson, IDENTITY, post, put, register } from '../../../tests/support/people.ts';
import type { AccessPage } from '../../security/audit/contract.ts';

let network: TestNetwork;
let gulou: TestPlatform;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
});
afterAll(() => network[Symbol.asyncDispose]());

/** Entries of a resident in the order in which they were made, as `action what ×count`. */
async function entriesOf(resident: string): Promise<string[]> {
  const rows = await gulou.running.platform.database.sql<{ action: string; what: string; count: number }[]>`
    select action, what, count from audit.entry where resident = ${resident} order by at, what`;
  return rows.map(({ action, what, count }) => `${action} ${what.replace(resident, '…')} ×${count}`);
}
const countAll = async (): Promise<number> => {
  const [row] = await gulou.running.platform.database.sql<{ count: number }[]>`select count(*) as count from audit.entry`;
  return row?.count ?? 0;
};

/** A resident with one record, and the entries that this made. */
async function aResident() {
  const number = anIdentityNumber();
  const patient = await register(gulou, aPerson({ number }));
  const record = await register(gulou, anObservation(patient));
  const made = await entriesOf(patient);
  /** What an act adds to the resident's entries. */
  const adds = async (act: () => Promise<Answer>): Promise<string[]> => {
    const { status } = await act();
    expect(status).toBeLessThan(300);
    return (await entriesOf(patient)).slice(made.length);
  };
  return { number, patient, record, made, adds };
}

describe('each act on the data of a resident leaves its entry', () => {
  test('writing', async () => {
    const { patient, record, made, adds } = await aResident();

    const added = await adds(async () => {
      await gulou.fhir(`Observation/${record}`, put({ ...anObservation(patient, { status: 'amended' }), id: record }));
      return gulou.fhir(`Observation/${record}`, { method: 'DELETE' });
    });

    expect(made).toEqual(['create Patient/… ×1', `create Observation/${record} ×1`]);
    expect(added).toEqual([`update Observation/${record} ×1`, `delete Observation/${record} ×1`]);
  });

  test.each<[string, (of: { patient: string; record: string; number: string }) => string, (record: string) => string]>([
    ['reading the resident', ({ patient }) => `Patient/${patient}`, () => 'read Patient/… ×1'],
    ['reading a record', ({ record }) => `Observation/${record}`, (record) => `read Observation/${record} ×1`],
    ['reading a version', ({ record }) => `Observation/${record}/_history/1`, (record) => `read Observation/${record} ×1`],
    ['reading a history', ({ record }) => `Observation/${record}/_history`, (record) => `read Observation/${record} ×1`],
    ['searching records', ({ patient }) => `Observation?patient=${patient}`, () => 'search Observation ×1'],
    ['searching by number', ({ number }) => `Patient?identifier=${IDENTITY}|${number}`, () => 'search Patient ×1'],
    ['reading everything', ({ patient }) => `Patient/${patient}/$everything`, () => 'read Patient/…/$everything ×2'],
    ['the record by id', ({ patient }) => `Patient/${patient}/$record`, () => 'record Patient/$record ×2'],
    [
      'the record by number',
      ({ number }) => `Patient/$record?identifier=${IDENTITY}|${number}`,
      () => 'record Patient/$record ×2',
    ],
  ])('%s', async (_, path, expected) => {
    const resident = await aResident();

    const added = await resident.adds(() => gulou.fhir(path(resident)));

    expect(added).toEqual([expected(resident.record)]);
  });

  test('reading an earlier version, and one that was deleted since', async () => {
    const { patient, record, adds } = await aResident();
    await gulou.fhir(`Observation/${record}`, { method: 'DELETE' });

    const added = await adds(() => gulou.fhir(`Observation/${record}/_history/1`));

    expect(added).toEqual([`delete Observation/${record} ×1`, `read Observation/${record} ×1`]);
    expect(patient).not.toBe('');
  });

  test('reading and searching inside a batch', async () => {
    const { patient, record, adds } = await aResident();
    const entry = [`Observation/${record}`, `Observation?patient=${patient}`].map((url) => ({ request: { method: 'GET', url } }));

    const added = await adds(() => gulou.fhir('', post({ resourceType: 'Bundle', type: 'batch', entry })));

    expect(added.toSorted()).toEqual([`read Observation/${record} ×1`, 'search Observation ×1']);
  });

  test('being shown a resource that was there already, under If-None-Exist', async () => {
    const { number, adds } = await aResident();

    const added = await adds(() => gulou.fhir('Patient', post(aPerson(), { 'if-none-exist': `identifier=${number}` })));

    expect(added).toEqual(['read Patient/… ×1']);
  });

  test('a household is entered for each of its members', async () => {
    const [one, other] = [await aResident(), await aResident()];
    const member = [one, other].map(({ patient }) => ({ entity: { reference: `Patient/${patient}` } }));

    const id = await register(gulou, { resourceType: 'Group', type: 'person', actual: true, member });
    await gulou.fhir(`Group/${id}`);

    const expected = [`create Group/${id} ×1`, `read Group/${id} ×1`];
    expect((await entriesOf(one.patient)).slice(2)).toEqual(expected);
    expect((await entriesOf(other.patient)).slice(2)).toEqual(expected);
  });

  test('being listed in the console, and a number seen in full', async () => {
    const { number, patient, adds } = await aResident();
    const doctor = await gulou.as('doctor');

    const added = await adds(async () => {
      await doctor.api(`residents?q=${number}`);
      return doctor.api(`residents/${patient}/reveal`, post({ field: 'identity-number' }));
    });

    expect(added).toEqual(['search Patient ×1', 'reveal identity-number ×1']);
  });

  test('an import of many records is one entry a resident', async () => {
    const { patient, adds } = await aResident();
    const entry = Array.from({ length: 30 }, () => ({
      resource: anObservation(patient),
      request: { method: 'POST', url: 'Observation' },
    }));

    const added = await adds(() => gulou.fhir('', post({ resourceType: 'Bundle', type: 'transaction', entry })));

    expect(added).toEqual(['create Observation ×30']);
  });
});

describe('what did not happen leaves no entry', () => {
  test.each<[string, (patient: string) => Promise<Answer>]>([
    ['a resource that is refused', (patient) => gulou.fhir('Observation', post(anObservation(patient, { code: {} })))],
    [
      'a transaction that is undone',
      (patient) => {
        const resource = anObservation(patient);
        const good = { resource, request: { method: 'POST', url: 'Observation' } };
        const bad = { resource: { ...resource, id: 'x' }, request: { method: 'PUT', url: 'Observation/x', ifMatch: 'W/"4"' } };
        return gulou.fhir('', post({ resourceType: 'Bundle', type: 'transaction', entry: [good, bad] }));
      },
    ],
    [
      'an update of an older version',
      (patient) => gulou.fhir(`Patient/${patient}`, put(aPerson({ id: patient }), { 'if-match': 'W/"9"' })),
    ],
    ['a deletion that is refused', (patient) => gulou.fhir(`Patient/${patient}`, { method: 'DELETE' })],
  ])('%s', async (_, act) => {
    const { patient, made } = await aResident();
    const before = await countAll();

    const { status } = await act(patient);

    expect(status).toBeGreaterThanOrEqual(400);
    expect(await entriesOf(patient)).toEqual(made);
    expect(await countAll()).toBe(before);
  });

  test('a write whose entry cannot be made is undone', async () => {
    const number = anIdentityNumber();
    const { sql } = gulou.running.platform.database;
    await sql`alter table audit.entry add constraint full_up check (action <> 'create') not valid`;

    const { status } = await gulou.fhir('Patient', post(aPerson({ number })));

    await sql`alter table audit.entry drop constraint full_up`;
    const found = await gulou.fhir(`Patient?identifier=${number}&_total=accurate`);
    expect(status).toBe(500);
    expect(found.body).toMatchObject({ total: 0 });
  });
});

describe('the log', () => {
  test.each(['update audit.entry set actor = null', 'delete from audit.entry', 'truncate audit.entry'])(
    'is final: %s is refused',
    async (statement) => {
      await aResident();
      const before = await countAll();

      const result = gulou.running.platform.database.sql.unsafe(statement);

      await expect(result).rejects.toThrow('audit entries are not changed');
      expect(await countAll()).toBe(before);
    },
  );

  test('names who acted, in which role, for which purpose, from where', async () => {
    const { patient } = await aResident();
    await (await gulou.as('village')).fhir(`Patient/${patient}`);

    const page: AccessPage = (await (await gulou.as('doctor')).api(`accesses?resident=${patient}`)).body;

    expect(page.items[0]).toMatchObject({
      actor: 'village',
      actorName: { en: 'Lin Jianguo' },
      role: 'village-doctor',
      roleName: { zh: '乡村医生' },
      from: '350102',
      fromName: { zh: '鼓楼区' },
      purpose: 'TREAT',
      action: 'read',
      resident: patient,
      outcome: 'success',
    });
  });

  test('is read by the audit administrator without names of residents', async () => {
    const { patient } = await aResident();

    const page: AccessPage = (await (await gulou.as('auditor')).api('accesses?count=200')).body;

    expect(page.items.some(({ resident }) => resident === patient)).toBe(true);
    expect(page.items.every(({ residentName }) => residentName === undefined)).toBe(true);
  });

  test('comes in pages, newest first, each entry once', async () => {
    const { patient } = await aResident();
    for (let count = 0; count < 5; count++) await gulou.fhir(`Patient/${patient}`);
    const auditor = await gulou.as('auditor');
    const seen: string[] = [];

    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const page: AccessPage = (await auditor.api(`accesses?resident=${patient}&count=2${cursor && `&cursor=${cursor}`}`)).body;
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }

    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
  });

  test.each(['abc', btoa('["x","y"]'), btoa('["2026-01-01T00:00:00.000000Z",1]')])(
    'a page link %j that was changed is refused',
    async (cursor) => {
      const answer = await (await gulou.as('auditor')).api(`accesses?cursor=${cursor}`);

      expect(answer).toMatchObject({ status: 400, body: { code: 'parameter-invalid', at: 'cursor' } });
    },
  );

  test('of a resident of another township is not shown to the village doctor', async () => {
    const patient = await register(gulou, aPerson({ division: '350102002' }));

    const answer = await (await gulou.as('village')).api(`accesses?resident=${patient}`);

    expect(answer.status).toBe(404);
  });
});
