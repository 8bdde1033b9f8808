import { describe, expect, test } from 'vitest';
import { validate } from '../../../fhir/validation/index.ts';
import { readChild, readContraindications, readDose } from './fhir-records.ts';
import { goldenCases } from './forecast/golden-cases.ts';
import { toImmds } from './immds.ts';
import { forecastOf } from './testing.ts';

const anImmunization = (coding: readonly object[], more: object = {}) => ({
  resourceType: 'Immunization',
  id: 'i1',
  status: 'completed',
  vaccineCode: { coding },
  occurrenceDateTime: '2026-03-01',
  ...more,
});
const NATIONAL = 'urn:oid:2.16.156.10011.2.3.1.226';
const CVX = 'http://hl7.org/fhir/sid/cvx';

describe('Immunizations', () => {
  test.each([
    ['a national code', anImmunization([{ system: NATIONAL, code: '11' }]), 'cn:11', false],
    ['CVX alone: given abroad', anImmunization([{ system: CVX, code: '03' }]), 'cvx:03', true],
    [
      'both',
      anImmunization([
        { system: NATIONAL, code: '39' },
        { system: CVX, code: '120' },
      ]),
      'cvx:120',
      false,
    ],
    ['our own code', anImmunization([{ system: 'urn:minkang:vaccine', code: 'JE-I' }]), 'JE-I', false],
    [
      'a Chinese name that tells more than the code',
      anImmunization([{ system: NATIONAL, code: '06', display: '乙脑灭活疫苗' }]),
      'JE-I',
      false,
    ],
    ['nothing known', anImmunization([{ system: 'urn:x', code: '1' }]), 'unknown', false],
  ])('are known by %s', (_, resource, vaccine, abroad) => {
    expect(readDose(resource)).toEqual({ id: 'i1', vaccine, date: '2026-03-01', abroad });
  });

  test('count on the day that it was in China', () => {
    const at = (occurrenceDateTime: string) => readDose(anImmunization([], { occurrenceDateTime }))?.date;

    expect([at('2026-03-01T20:00:00Z'), at('2026-03-01T08:00:00+08:00')]).toEqual(['2026-03-02', '2026-03-01']);
  });

  test.each(['not-done', 'entered-in-error'])('that are %s are no doses', (status) => {
    expect(readDose(anImmunization([], { status }))).toBeUndefined();
  });
});

test('a newborn’s weight and its mother’s HBsAg come from Observations', () => {
  const patient = { resourceType: 'Patient', birthDate: '2026-01-01', gender: 'male' };
  const weight = (value: number, code: string) => ({
    resourceType: 'Observation',
    code: { coding: [{ system: 'http://loinc.org', code: '8339-4' }] },
    valueQuantity: { value, code },
  });
  const mother = { resourceType: 'Observation', code: { coding: [{ code: 'mother-hbsag' }] }, valueString: 'positive' };

  expect(readChild(patient, [weight(1.8, 'kg'), mother])).toMatchObject({
    sex: 'male',
    birthWeightGrams: 1800,
    motherHBsAg: 'positive',
  });
  expect(readChild(patient, [weight(1800, 'g')])).toMatchObject({ birthWeightGrams: 1800, motherHBsAg: undefined });
});

describe('contraindications on record', () => {
  const status = (code: string) => ({ coding: [{ code }] });
  const diagnosis = (code: string, more: object = {}) => ({ resourceType: 'Condition', code: { coding: [{ code }] }, ...more });
  const allergy = (criticality: string, code = '11') => ({
    resourceType: 'AllergyIntolerance',
    criticality,
    code: { coding: [{ system: NATIONAL, code }] },
  });

  test.each([
    ['D81.1', 'immunodeficiency'],
    ['B20', 'hiv'],
    ['86406008', 'hiv'],
    ['G93.400', 'encephalopathy'],
  ])('a diagnosis of %s is %s', (code, condition) => {
    expect(readContraindications([diagnosis(code, { clinicalStatus: status('active') })], [])).toEqual([{ condition }]);
  });

  test.each([
    ['of another kind', diagnosis('J06.9')],
    ['that is over', diagnosis('D81.1', { clinicalStatus: status('resolved') })],
    ['that was refuted', diagnosis('D81.1', { verificationStatus: status('refuted') })],
  ])('a diagnosis %s is none', (_, one) => {
    expect(readContraindications([one], [])).toEqual([]);
  });

  test('a severe allergy to a vaccine forbids it, a slight one or one to food does not', () => {
    expect(readContraindications([], [allergy('high'), allergy('low', '06'), allergy('high', '99999')])).toEqual([
      { condition: 'anaphylaxis', vaccines: ['cn:11', 'cn:99999'] },
    ]);
    const nuts = {
      resourceType: 'AllergyIntolerance',
      criticality: 'high',
      code: { coding: [{ system: 'urn:x', code: 'nuts' }] },
    };
    expect(readContraindications([], [nuts])).toEqual([]);
  });
});

describe('the answer of $immds-forecast', () => {
  test.each(goldenCases)('is valid FHIR: %s', (_, asked) => {
    const answer = toImmds(forecastOf(asked), 'p1');

    expect(validate(JSON.parse(JSON.stringify(answer)))).toEqual([]);
  });

  test('has an evaluation for each dose and series, and one recommendation', () => {
    const { parameter } = toImmds(
      forecastOf({
        born: '2026-01-31',
        given: ['DTaP-IPV-Hib 2026-03-31', 'MMR 2026-09-29', 'cvx:999 2026-04-01'],
        today: '2026-11-29',
      }),
      'p1',
    ) as unknown as { parameter: { name: string; resource: Readonly<Record<string, unknown>> }[] };

    const evaluations = parameter.filter(({ name }) => name === 'evaluation').map(({ resource }) => resource);
    const short = evaluations.map(({ series, immunizationEvent, doseStatus }) => [
      series,
      (immunizationEvent as { reference: string }).reference,
      (doseStatus as { coding: { code: string }[] }).coding[0]?.code,
    ]);
    expect(short).toEqual([
      ['脊灰疫苗', 'Immunization/d0', 'valid'],
      ['百白破疫苗', 'Immunization/d0', 'valid'],
      ['麻腮风疫苗', 'Immunization/d1', 'notvalid'],
      [undefined, 'Immunization/d2', 'notvalid'],
    ]);
    const [recommendation, second] = parameter.filter(({ name }) => name === 'recommendation');
    expect(second).toBeUndefined();
    const doses = (recommendation?.resource['recommendation'] ?? []) as Readonly<Record<string, unknown>>[];
    expect(
      doses.find(({ series, doseNumberPositiveInt }) => series === '麻腮风疫苗' && doseNumberPositiveInt === 1),
    ).toMatchObject({
      vaccineCode: [{ coding: [{ code: 'MMR' }, { code: '11' }, { system: CVX, code: '03' }], text: '麻腮风疫苗' }],
      forecastStatus: { coding: [{ code: 'due' }] },
      dateCriterion: [{ value: '2026-10-27' }, { value: '2026-10-27' }, { value: '2027-01-30' }],
      seriesDosesPositiveInt: 2,
    });
  });
});
