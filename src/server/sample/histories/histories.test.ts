import { describe, expect, it } from 'vitest';
import { forEachReference } from '../../../fhir/index.ts';
import { Problem } from '../../../kernel/index.ts';
import {
  healthCard,
  identityNumber,
  isChineseMedicine,
  parseCreditCode,
  parseHealthCardNumber,
  parseResidentNumber,
  validateResource,
} from '../../../standards/index.ts';
import { makePerson } from '../people/person.ts';
import { seeded } from '../people/random.ts';
import { townshipsOf } from '../people/townships.ts';
import { toTransaction } from './bundle.ts';
import type { Written } from './chart.ts';
import { countyHouseholds, exampleResident, guestsOf, institutionResources } from './index.ts';

const plan = { division: '350102', residents: 600, seed: 'a test', today: '2026-11-01' };
const households = [...countyHouseholds(plan)];
const resources = households.flat();
const institutions = institutionResources(plan.division);
const patients = resources.filter(({ resourceType }) => resourceType === 'Patient');

describe('the generated residents of a county', () => {
  it('are the same every time, and others under another seed', () => {
    const again = [...countyHouseholds(plan)].flat();
    const others = [...countyHouseholds({ ...plan, residents: 20, seed: 'another' })].flat();

    expect(again).toEqual(resources);
    expect(others.map(({ id }) => id).filter((id) => resources.some((one) => one.id === id))).toEqual([]);
  });

  it('are as many as planned, in households of at most eight', () => {
    const sizes = households.map((household) => household.filter(({ resourceType }) => resourceType === 'Patient').length);

    expect(patients).toHaveLength(plan.residents);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(8);
  });

  it('have valid identity numbers that agree with birth date and sex, and none twice', () => {
    const numbers = patients.map((patient) => numberOf(patient, identityNumber) ?? '');

    for (const [index, number] of numbers.entries())
      expect(parseResidentNumber(number)).toMatchObject({
        birthDate: patients[index]?.['birthDate'],
        sex: patients[index]?.['gender'],
      });
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('have card numbers that hold, and none twice', () => {
    const numbers = patients.flatMap((patient) => numberOf(patient, healthCard) ?? []);

    expect(numbers.filter((number) => parseHealthCardNumber(number) instanceof Problem)).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.length).toBeGreaterThan(plan.residents * 0.9);
  });

  it('have record numbers of their own, also where a village has no more of five digits', () => {
    const township = townshipsOf(plan.division)[0];
    if (!township) throw new Error('the county has townships');
    const around = { plan, township, address: '', ethnicity: '01', taken: new Set<string>() };
    const wanted = { sex: 'female', birthDate: '1980-05-01', relation: '02', marital: '21' } as const;

    const numbers = [0, 99_998, 99_999, 100_000, 199_999].map(
      (index) => makePerson(seeded(`${index}`), wanted, around, index).recordNumber,
    );

    expect(numbers.map((number) => number.slice(9))).toEqual(['00100001', '00199999', '00200000', '00200001', '00300000']);
  });

  it('are written in shares by several processes, each household once', () => {
    const small = { ...plan, residents: 60 };

    const shares = [0, 1].flatMap((share) => [...countyHouseholds(small, (number) => number % 2 === share)]);

    const ids = (of: typeof households) => of.flat().map(({ id }) => id);
    expect(ids(shares).sort()).toEqual(ids([...countyHouseholds(small)]).sort());
  });

  it('bear the surnames of Fujian: a few very often, most of them rarely', () => {
    const families = Map.groupBy(patients, ({ name }) => (name as { family: string }[])[0]?.family);
    const counts = [...families.values()].map((of) => of.length).sort((a, b) => b - a);

    expect(families.get('陈')?.length).toBe(counts[0]);
    expect(counts[0]).toBeGreaterThan(plan.residents / 14);
    expect(counts.length).toBeGreaterThan(50);
  });

  it('are of all ages', () => {
    const shareOf = (from: number, to: number) =>
      patients.filter(
        ({ birthDate }) =>
          2026 - Number(String(birthDate).slice(0, 4)) >= from && 2026 - Number(String(birthDate).slice(0, 4)) < to,
      ).length / patients.length;

    expect(shareOf(0, 15)).toBeGreaterThan(0.08);
    expect(shareOf(65, 120)).toBeGreaterThan(0.12);
    expect(shareOf(15, 60)).toBeGreaterThan(0.45);
  });
});

describe('the generated histories', () => {
  it('may all be stored', () => {
    const problems = [...resources, ...institutions]
      .map((resource) => validateResource(resource, resource.resourceType))
      .filter(Boolean);

    expect(problems).toEqual([]);
  });

  it('refer to nothing that is not there', () => {
    const known = new Set([...resources, ...institutions].map(({ resourceType, id }) => `${resourceType}/${id}`));
    const missing: string[] = [];
    for (const resource of resources)
      forEachReference(
        resource,
        (reference, at) => void (known.has(reference) || missing.push(`${resource.resourceType}.${at}`)),
      );

    expect(missing).toEqual([]);
  });

  it('never reuse an id', () => {
    expect(new Set(resources.map(({ id }) => id)).size).toBe(resources.length);
  });

  it('begin with birth and end with death or today', () => {
    const lives = new Map(patients.map((patient) => [`Patient/${patient.id}`, patient]));
    const outside = resources.flatMap((resource) => {
      const subject = (resource['subject'] ?? resource['patient']) as { reference?: string } | undefined;
      const patient = lives.get(subject?.reference ?? '');
      const day = dayOf(resource);
      if (!patient || !day) return [];
      const last = String(patient['deceasedDateTime'] ?? plan.today);
      return day < String(patient['birthDate']) || day > last ? [`${resource.resourceType} on ${day}`] : [];
    });

    expect(outside).toEqual([]);
  });

  it('fill all three databases', () => {
    const types = new Set(resources.map(({ resourceType }) => resourceType));

    for (const type of [
      'Patient',
      'Group',
      'Immunization',
      'CarePlan',
      'AllergyIntolerance',
      'Encounter',
      'MedicationRequest',
      'Composition',
      'ExplanationOfBenefit',
    ])
      expect(types).toContain(type);
  });

  it('follow the resident of the example to another prefecture, and no further than the number on the identity card', () => {
    const example = exampleResident(plan);
    const [stay = []] = [...guestsOf('510104', [plan])];
    const [patient] = stay;

    expect(patient && numberOf(patient, identityNumber)).toBe(example.identityNumber);
    expect(patient && numberOf(patient, healthCard)).toBe(example.cardNumber);
    expect(patient?.id).not.toBe(patients[0]?.id);
    expect(stay.some(({ resourceType }) => resourceType === 'Encounter')).toBe(true);
  });
});

describe('the institutions of a county', () => {
  it('are three or more, one of them a hospital of Chinese medicine, with valid credit codes', () => {
    const organizations = institutions.filter(({ resourceType }) => resourceType === 'Organization');
    const types = organizations.map(({ type }) => (type as { coding: { code: string }[] }[])[0]?.coding[0]?.code ?? '');
    const codes = organizations.map(({ identifier }) => String((identifier as { value: string }[])[0]?.value));

    expect(organizations.length).toBeGreaterThanOrEqual(3);
    expect(types.filter((type) => type.startsWith('A') && isChineseMedicine(type)).length).toBeGreaterThanOrEqual(1);
    expect(codes.filter((code) => parseCreditCode(code) instanceof Problem)).toEqual([]);
    expect(new Set(codes).size).toBe(codes.length);
  });
});

describe('a household as a transaction', () => {
  it('names everything inside itself and creates institutions only where they are missing', () => {
    const [household = []] = households;
    const { entry } = toTransaction(plan.division, household);
    const names = new Set(entry.map(({ fullUrl }) => fullUrl));
    const loose: string[] = [];
    for (const { resource } of entry)
      forEachReference(resource, (reference) => void (names.has(reference) || loose.push(reference)));

    expect(loose).toEqual([]);
    expect(entry.filter(({ request }) => request.url === 'Organization').every(({ request }) => request.ifNoneExist)).toBe(true);
    expect(entry.filter(({ request }) => request.url === 'Patient').some(({ request }) => request.ifNoneExist)).toBe(false);
  });
});

function numberOf(patient: Written, system: string): string | undefined {
  const identifiers = patient['identifier'] as readonly { system: string; value: string }[];
  return identifiers.find((one) => one.system === system)?.value;
}

function dayOf(resource: Written): string | undefined {
  const { period } = resource as { period?: { start?: string } };
  const given =
    resource['effectiveDateTime'] ??
    resource['occurrenceDateTime'] ??
    resource['onsetDateTime'] ??
    resource['authoredOn'] ??
    resource['date'];
  // insurance runs for whole years, whoever is insured
  return resource.resourceType === 'Coverage' ? undefined : String(given ?? period?.start ?? '').slice(0, 10) || undefined;
}
