import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anObservation, aPerson, register } from '../../../tests/support/people.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let ids: Readonly<Record<'patient' | 'doctor' | 'visit' | 'device' | 'mother' | 'one' | 'two', string>>;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  const patient = await register(gulou, aPerson());
  const subject = { reference: `Patient/${patient}` };
  const doctor = await register(gulou, { resourceType: 'Practitioner', name: [{ text: '医生' }] });
  const device = await register(gulou, { resourceType: 'Device' });
  const mother = await register(gulou, { resourceType: 'RelatedPerson', patient: subject });
  const visit = await register(gulou, {
    resourceType: 'Encounter',
    status: 'finished',
    class: { code: 'AMB' },
    subject,
    participant: [{ individual: { reference: `Practitioner/${doctor}` } }],
  });
  const one = await register(
    gulou,
    anObservation(patient, {
      encounter: { reference: `Encounter/${visit}` },
      performer: [{ reference: `Practitioner/${doctor}` }, { reference: `RelatedPerson/${mother}` }],
    }),
  );
  const two = await register(
    gulou,
    anObservation(patient, { device: { reference: `Device/${device}` }, effectiveDateTime: '2020-01-01' }),
  );
  ids = { patient, doctor, visit, device, mother, one, two };
});
afterAll(() => network[Symbol.asyncDispose]());

interface Searchset {
  readonly link: readonly { readonly url: string }[];
  readonly entry?: readonly { readonly resource: { readonly id: string } }[];
}
const idsIn = ({ entry = [] }: Searchset) => entry.map(({ resource }) => resource.id).toSorted();

describe('a search in a compartment', () => {
  test.each<[string, () => string, () => string[]]>([
    ['of a resident', () => `Patient/${ids.patient}/Observation`, () => [ids.one, ids.two]],
    ['of a resident, limited', () => `Patient/${ids.patient}/Observation?date=2020`, () => [ids.two]],
    ['of an encounter', () => `Encounter/${ids.visit}/Observation`, () => [ids.one]],
    ['of an encounter, itself', () => `Encounter/${ids.visit}/Encounter`, () => [ids.visit]],
    ['of a practitioner', () => `Practitioner/${ids.doctor}/Observation`, () => [ids.one]],
    ['of a practitioner, by participation', () => `Practitioner/${ids.doctor}/Encounter`, () => [ids.visit]],
    ['of a relative', () => `RelatedPerson/${ids.mother}/Observation`, () => [ids.one]],
    ['of a device', () => `Device/${ids.device}/Observation`, () => [ids.two]],
    ['of a device, limited to nothing', () => `Device/${ids.device}/Observation?date=2021`, () => []],
  ])('%s finds what R4 puts there, and its links lead there', async (_, path, expected) => {
    const { status, body } = await gulou.fhir(path());

    const set: Searchset = body;
    expect(status).toBe(200);
    expect(idsIn(set)).toEqual(expected().toSorted());
    expect(set.link[0]?.url).toBe(`${gulou.url}/fhir/${path()}`);
  });

  test('may come as a form', async () => {
    const { body } = await gulou.fhir(`Encounter/${ids.visit}/Observation/_search`, {
      method: 'POST',
      body: 'status=final',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });

    expect(idsIn(body)).toEqual([ids.one]);
  });

  test.each<[string, () => string, number]>([
    ['for a type that is never there', () => `Encounter/${ids.visit}/Patient`, 400],
    ['for a type that is none', () => `Encounter/${ids.visit}/Nothing`, 404],
    ['of nobody', () => 'Practitioner/nobody/Encounter', 404],
  ])('%s is refused', async (_, path, status) => {
    expect((await gulou.fhir(path())).status).toBe(status);
  });
});
