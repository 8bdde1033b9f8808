import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Problem } from '../../../kernel/index.ts';
import { healthRecord, identityNumber } from '../../../standards/index.ts';
import { aHousehold, aPatient, storeForTests, type TestStore } from '../../../store/testing.ts';
import { membersIn } from '../household/changes.ts';
import { type Identified, partsOf } from '../parts.ts';
import { readHouseholdOf, readKinOf } from '../stored.ts';
import type { EventKind } from './contract.ts';
import { correctEvent } from './correct.ts';
import { recordEvent } from './record.ts';
import { aBirth, aDeathForm, aMarriage } from './testing.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests(12);
});
afterAll(() => here[Symbol.asyncDispose]());

const now = new Date('2026-11-20T08:00:00Z');
const recording = () => ({
  sql: here.database.sql,
  store: here.all,
  now,
  by: { id: 'registrar', name: '刘洋' },
  within: async () => {},
});
const record = (kind: EventKind, values: object, resident?: string, confirmed: string[] = []) =>
  recordEvent(recording(), { kind, resident, values, confirmed });
const patientOf = async (id: string): Promise<Identified> => JSON.parse((await here.all.read('Patient', id)).body);
const withoutMeta = ({ meta: _meta, ...rest }: Identified) => rest;
const stateOf = async (...ids: string[]) => {
  const all = await Promise.all(
    ids.map(async (id) => [
      await patientOf(id),
      (await readHouseholdOf(here.all, id))?.resource,
      (await readKinOf(here.all, id)).map(({ resource }) => resource),
    ]),
  );
  return all.map(([patient, household, kin]) => ({
    patient: withoutMeta(patient as Identified),
    household: household ? withoutMeta(household as Identified) : undefined,
    kin: (kin as Identified[]).filter(({ active }) => active !== false).map(withoutMeta),
  }));
};

let count = 0;
/** A couple in one household, the man its head. */
async function aCouple() {
  const [man, woman] = [`man${++count}`, `woman${count}`];
  const relation = (id: string, code: string) => ({
    entity: { reference: `Patient/${id}` },
    extension: [{ url: 'urn:minkang:extension:relation-to-head', valueCoding: { code } }],
  });
  const home = { use: 'home', text: '鼓楼区屏山街道 1 号' };
  await here.all.commit(
    [
      aPatient({
        id: man,
        gender: 'male',
        birthDate: '1990-01-01',
        name: [{ text: '陈父' }],
        place: '350102001',
        address: [home],
      }),
      aPatient({
        id: woman,
        gender: 'female',
        birthDate: '1992-02-02',
        name: [{ text: '林母' }],
        place: '350102001',
        address: [home],
      }),
      { ...aHousehold({ id: `home${count}`, members: [] }), member: [relation(man, '02'), relation(woman, '12')] },
    ].map((resource) => ({ kind: 'put', resource })),
    { atomic: true },
  );
  return { man, woman };
}

describe('a birth', () => {
  test('makes the newborn, with a record number, its parents and its place in the household', async () => {
    const { man, woman } = await aCouple();

    const { resident } = await record('birth', aBirth({ mother: { id: woman }, father: { id: man } }));

    const child = await patientOf(resident);
    expect(child).toMatchObject({ name: [{ text: '小宝' }], gender: 'female', birthDate: '2026-11-10', active: true });
    expect(partsOf(child['identifier'])).toContainEqual(
      expect.objectContaining({ system: healthRecord, value: expect.stringMatching(/^350102001000\d{5}$/) }),
    );
    const household = await readHouseholdOf(here.all, resident);
    expect(household?.resource['quantity']).toBe(3);
    expect(membersIn(household?.resource ?? {}).at(-1)).toMatchObject({ id: resident, relation: '30', since: '2026-11-10' });
    const kin = await readKinOf(here.all, woman);
    expect(kin.map(({ resource }) => resource)).toMatchObject([
      { relationship: [{ coding: [{ code: 'CHILD' }] }], name: [{ text: '小宝' }] },
    ]);
    expect(await readKinOf(here.all, resident)).toHaveLength(2);
  });

  test('of fifty desks at once is one newborn', async () => {
    const { woman } = await aCouple();
    const form = aBirth({ mother: { id: woman } });

    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => record('birth', form).catch((thrown: unknown) => thrown)),
    );

    const refused = outcomes.filter((one) => one instanceof Problem);
    expect(outcomes.length - refused.length).toBe(1);
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['event-recorded']));
    const [household] = await stateOf(woman);
    expect(household?.household?.['quantity']).toBe(3);
    expect(household?.kin).toHaveLength(1);
  }, 60_000);

  test('of a mother who is no resident here needs her name and where the home is', async () => {
    const { resident } = await record(
      'birth',
      aBirth({
        motherName: '外地母亲',
        motherDocumentType: '01',
        motherDocumentNumber: '11010519491231002X',
        homeDivision: '350102002',
      }),
    );

    expect((await patientOf(resident))['extension']).toContainEqual({
      url: 'urn:minkang:extension:division',
      valueCode: '350102002',
    });
    const [mother] = await readKinOf(here.all, resident);
    expect(mother?.resource).toMatchObject({ name: [{ text: '外地母亲' }], identifier: [{ system: identityNumber }] });
  });

  test('is refused with every field that is wrong', async () => {
    const refused = record('birth', {
      certificate: 'X1',
      name: '小宝',
      sex: '7',
      bornAt: '2027-01-01T00:00',
      weight: 9000,
      colour: 'blue',
    });

    await expect(refused).rejects.toMatchObject({ code: 'data-invalid' });
    const { faults } = (await refused.catch((thrown: unknown) => thrown)) as Problem;
    expect(faults.map(({ at }) => at)).toEqual(
      expect.arrayContaining(['certificate', 'sex', 'bornAt', 'weight', 'colour', 'weeks', 'length', 'placeType']),
    );
  });

  test('with an improbable weight is asked about, and taken when it is confirmed', async () => {
    const { woman } = await aCouple();
    const form = aBirth({ mother: { id: woman }, weight: 980 });

    await expect(record('birth', form)).rejects.toMatchObject({ code: 'data-improbable', at: 'weight' });

    expect(await record('birth', form, undefined, ['weight'])).toMatchObject({ id: expect.any(String) });
  });

  test('that is corrected leaves the family as it was, and the newborn out of use', async () => {
    const { man, woman } = await aCouple();
    const before = await stateOf(man, woman);
    const form = aBirth({ mother: { id: woman }, father: { id: man } });
    const { id, resident } = await record('birth', form);

    await correctEvent(recording(), id, '误登');

    expect(await stateOf(man, woman)).toEqual(before);
    expect(await patientOf(resident)).toMatchObject({ active: false });
    expect(await record('birth', form)).toMatchObject({ id: expect.any(String) });
  });
});

describe('a death', () => {
  test('ends membership and marriage, and its correction gives all of it back', async () => {
    const { man, woman } = await aCouple();
    await record('marriage', aMarriage({ spouse: { id: woman } }), man);
    const before = await stateOf(man, woman);

    const { id } = await record('death', aDeathForm(), man);

    const [dead, widow] = await stateOf(man, woman);
    expect(dead?.patient).toMatchObject({ deceasedDateTime: '2026-11-12T09:30:00+08:00' });
    expect(dead).toMatchObject({ household: undefined, kin: [] });
    expect(widow?.patient).toMatchObject({ maritalStatus: { coding: [{ code: '30' }] } });
    await correctEvent(recording(), id, '身份认错');
    expect(await stateOf(man, woman)).toEqual(before);
  });

  test('is on record once, and nothing else happens to the dead', async () => {
    const { man, woman } = await aCouple();
    await record('death', aDeathForm(), man);

    await expect(record('death', { ...aDeathForm(), certificate: 'OTHER' }, man)).rejects.toMatchObject({
      code: 'data-invalid',
      at: 'resident',
    });
    await expect(record('marriage', aMarriage({ spouse: { id: man } }), woman)).rejects.toMatchObject({ at: 'spouse' });
  });

  test('needs a chain of causes without a gap', async () => {
    const { man } = await aCouple();

    const refused = record('death', { ...aDeathForm(), causec: '高血压', causecCode: 'I10' }, man);

    await expect(refused).rejects.toMatchObject({ code: 'data-invalid', at: 'causeb' });
  });
});

describe('moves and changes of identity', () => {
  test('a move changes the place, keeps the old home, and is undone', async () => {
    const { man } = await aCouple();
    const before = await stateOf(man);
    const form = {
      on: '2026-11-01',
      otherDivision: '350102001',
      division: '350102003',
      address: '鼓楼区南街 2 号',
      residence: 'actual',
      moveReason: 'housing',
    };

    const { id } = await record('move-in', form, man);

    expect((await patientOf(man))['address']).toMatchObject([
      { text: '鼓楼区南街 2 号' },
      { use: 'old', period: { end: '2026-11-01' } },
    ]);
    const [row] = await here.database.sql`select place, other_place from population.event where id = ${id}`;
    expect(row).toEqual({ place: '350102003', other_place: '350102001' });
    await correctEvent(recording(), id, '误登');
    expect(await stateOf(man)).toEqual(before);
  });

  test('a new name and number keep the old ones as old', async () => {
    const { woman } = await aCouple();
    const form = {
      on: '2026-11-01',
      changeReason: 'renamed',
      newName: '林新名',
      certificate: 'G1',
      issuer: '派出所',
      issuedOn: '2026-11-01',
    };
    const before = await stateOf(woman);

    const { id } = await record('identity', form, woman);

    expect((await patientOf(woman))['name']).toMatchObject([
      { use: 'official', text: '林新名' },
      { use: 'old', text: '林母' },
    ]);
    await here.all.put({ ...(await patientOf(woman)), telecom: [{ system: 'phone', value: '13800000000' }] }, undefined);
    await correctEvent(recording(), id, '误登');
    const [after] = await stateOf(woman);
    expect(after?.patient).toEqual({ ...before[0]?.patient, telecom: [{ system: 'phone', value: '13800000000' }] });
  });

  test('what was changed again since is corrected after the later change', async () => {
    const { woman } = await aCouple();
    const form = {
      on: '2026-11-01',
      changeReason: 'sex-changed',
      newSex: 'male',
      certificate: 'G2',
      issuer: '派出所',
      issuedOn: '2026-11-01',
    };
    const { id } = await record('identity', form, woman);
    await here.all.put({ ...(await patientOf(woman)), gender: 'other' }, undefined);

    const refused = correctEvent(recording(), id, '误登');

    await expect(refused).rejects.toMatchObject({ code: 'event-superseded', at: 'Patient.gender' });
  });

  test('an event is corrected once', async () => {
    const { man } = await aCouple();
    const { id } = await record('death', aDeathForm(), man);

    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => correctEvent(recording(), id, '误登').catch((thrown: unknown) => thrown)),
    );

    expect(outcomes.filter((one) => !(one instanceof Problem))).toHaveLength(1);
    expect(new Set(outcomes.flatMap((one) => (one instanceof Problem ? one.code : [])))).toEqual(new Set(['event-corrected']));
  }, 60_000);
});
