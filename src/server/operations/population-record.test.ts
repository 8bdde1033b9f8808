import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { aPerson, post, put, register } from '../../../tests/support/people.ts';
import type { Household } from '../../databases/population/contract.ts';
import type { EventRecorded } from '../../databases/population/events/contract.ts';
import { aBirth, aMarriage } from '../../databases/population/events/testing.ts';
import type { Family } from '../../databases/population/kin/contract.ts';
import type { ResidentData } from '../../databases/population/resident-data/contract.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let registrar: Caller;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  registrar = await gulou.as('registrar');
});
afterAll(() => network[Symbol.asyncDispose]());

const found = async (head: string): Promise<string> => {
  const { id }: { id: string } = (await registrar.api('households', post({ head, on: '2024-01-01', address: '南街 1 号' }))).body;
  return id;
};
const join = (household: string, resident: string, relation: string) =>
  registrar.api(`households/${household}/join`, post({ resident, relation, on: '2024-01-01' }));
const householdOf = async (resident: string): Promise<Household> => (await registrar.api(`residents/${resident}/household`)).body;

describe('data of a resident', () => {
  test('are read and written over the version that was read', async () => {
    const id = await register(gulou, aPerson({ telecom: [{ system: 'phone', value: '13850160002' }] }));
    const before: ResidentData = (await registrar.api(`residents/${id}/data`)).body;
    const headers = { 'if-match': `W/"${before.version}"` };

    const written = await registrar.api(
      `residents/${id}/data`,
      put({ values: { education: '20', employer: '第一中学' } }, headers),
    );
    const late = await registrar.api(`residents/${id}/data`, put({ values: { education: '30' } }, headers));

    expect(written).toMatchObject({ status: 200, body: { version: before.version + 1 } });
    expect(late).toMatchObject({ status: 412, body: { code: 'version-conflict' } });
    const after: ResidentData = (await registrar.api(`residents/${id}/data`)).body;
    expect(after.values).toMatchObject({ education: '20', employer: '第一中学' });
    expect(after.last['education']).toMatchObject({ value: '' });
    expect(JSON.stringify(after)).not.toContain('13850160002');
    expect((await registrar.fhir(`Patient/${id}`)).body).toMatchObject({ telecom: [{ value: '13850160002' }] });
  });

  test('are refused without a version, with every fault, and to who may only read', async () => {
    const id = await register(gulou, aPerson());

    const answers = await Promise.all([
      registrar.api(`residents/${id}/data`, put({ values: {} })),
      registrar.api(`residents/${id}/data`, put({ values: { education: 'x', homeDivision: '1' } }, { 'if-match': '"1"' })),
      (await gulou.as('doctor')).api(`residents/${id}/data`, put({ values: {} }, { 'if-match': '"1"' })),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([428, 422, 403]);
    const { faults }: { faults: { at: string }[] } = answers[1]?.body ?? ({} as never);
    expect(faults.map(({ at }) => at)).toEqual(['homeDivision', 'education']);
  });

  test('have a health record number that is assigned once', async () => {
    const id = await register(gulou, aPerson());

    const first = await registrar.api(`residents/${id}/record-number`, { method: 'POST' });
    const second = await registrar.api(`residents/${id}/record-number`, { method: 'POST' });

    expect(first.body).toMatchObject({ recordNumber: expect.stringMatching(/^350102001000\d{5}$/) });
    expect(second.body).toEqual(first.body);
  });
});

describe('households', () => {
  test('are founded, joined, left, and have another head', async () => {
    const [man, woman] = [await register(gulou, aPerson({ gender: 'male' })), await register(gulou, aPerson())];
    const household = await found(man);
    await join(household, woman, '12');

    const refused = await registrar.api(`households/${household}/leave`, post({ resident: man, on: '2025-01-01' }));
    await registrar.api(`households/${household}/head`, post({ head: woman, relations: { [man]: '11' }, on: '2025-01-01' }));
    const left = await registrar.api(`households/${household}/leave`, post({ resident: man, on: '2025-02-01' }));

    expect(refused).toMatchObject({ status: 409, body: { code: 'household-conflict', at: 'resident' } });
    expect(left.status).toBe(204);
    expect(await householdOf(woman)).toMatchObject({
      id: household,
      address: '南街 1 号',
      members: [{ id: woman, relation: '02' }],
    });
    expect(await householdOf(man)).toEqual({ members: [] });
  });

  test('a resident is in one at a time, also where two desks take one in at once', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => register(gulou, aPerson())));
    const households = await Promise.all(ids.slice(1).map(found));

    const answers = await Promise.all(households.map((household) => join(household, ids[0] ?? '', '97')));

    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 409, 409, 409, 409]);
  });

  test('are changed by who may write residents', async () => {
    const id = await register(gulou, aPerson());

    const answer = await (await gulou.as('doctor')).api('households', post({ head: id, on: '2024-01-01' }));

    expect(answer.status).toBe(403);
  });
});

test('the family of a child reaches over households to the grandparents', async () => {
  const birthDate = '1994-05-06';
  const [opa, mother, father] = [
    await register(gulou, aPerson({ gender: 'male', name: '外公', birthDate: '1960-01-01' })),
    await register(gulou, aPerson({ name: '母亲', birthDate })),
    await register(gulou, aPerson({ gender: 'male', name: '父亲', birthDate })),
  ];
  await join(await found(opa), mother, '31');
  await registrar.api('events', post({ kind: 'marriage', resident: mother, values: aMarriage({ spouse: { id: father } }) }));
  const birth = { kind: 'birth', values: aBirth({ mother: { id: mother }, fatherName: '', father: { id: father } }) };
  const { resident: child }: EventRecorded = (await registrar.api('events', post(birth))).body;

  const family: Family = (await registrar.api(`residents/${child}/family`)).body;

  expect(family.ties).toEqual(
    expect.arrayContaining([
      { from: mother, to: child, kind: 'parent', source: 'event' },
      { from: father, to: child, kind: 'parent', source: 'event' },
      { ...orderedEnds(mother, father), kind: 'spouse', source: 'event' },
      { from: opa, to: mother, kind: 'parent', source: 'household' },
    ]),
  );
});

function orderedEnds(one: string, other: string) {
  const [from, to] = [one, other].toSorted();
  return { from, to };
}
