import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, aPerson, post, register } from '../../../tests/support/people.ts';
import type { ResidentForecast, ResidentSchoolCheck } from '../../applications/public-health/immunization/index.ts';

const NATIONAL = 'urn:oid:2.16.156.10011.2.3.1.226';
const BORN = '2023-09-01';
const DAY = '2026-11-29';

let network: TestNetwork;
let gulou: TestPlatform;
let child: string;
/** The same child as another institution registered it. */
let again: string;

const anImmunization = (patient: string | undefined, code: string, on: string) => ({
  resourceType: 'Immunization',
  status: 'completed',
  vaccineCode: { coding: [{ system: NATIONAL, code }] },
  patient: patient ? { reference: `Patient/${patient}` } : { display: 'x' },
  occurrenceDateTime: on,
});

beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  const number = anIdentityNumber(BORN);
  child = await register(gulou, aPerson({ name: '陈小雨', birthDate: BORN, number }));
  again = await register(gulou, aPerson({ name: '陈小雨', birthDate: BORN, number, division: '350102002' }));
  await register(gulou, anImmunization(child, '11', '2024-05-01'));
  await register(gulou, anImmunization(again, '11', '2025-03-01'));
  await register(gulou, { ...anImmunization(child, '06', '2024-05-20'), status: 'entered-in-error' });
  await register(gulou, {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '8339-4' }] },
    subject: { reference: `Patient/${child}` },
    effectiveDateTime: BORN,
    valueQuantity: { value: 1800, unit: 'g', system: 'http://unitsofmeasure.org', code: 'g' },
  });
});
afterAll(() => network[Symbol.asyncDispose]());

interface Answered {
  readonly parameter: readonly {
    readonly name: string;
    readonly resource: {
      readonly doseStatus?: { readonly coding: readonly { readonly code: string }[] };
      readonly recommendation?: readonly {
        readonly series: string;
        readonly doseNumberPositiveInt?: number;
        readonly forecastStatus: object;
      }[];
    };
  }[];
}

const asked = (...parameter: object[]) => post({ resourceType: 'Parameters', parameter });
const patient = { name: 'patient', resource: { resourceType: 'Patient', birthDate: '2026-01-31', gender: 'female' } };
const on = (valueDate: string) => ({ name: 'assessmentDate', valueDate });
const evaluations = ({ parameter }: Answered) =>
  parameter.filter(({ name }) => name === 'evaluation').map(({ resource }) => resource.doseStatus?.coding[0]?.code);

describe('$immds-forecast of a child that is sent along', () => {
  test('judges the doses and recommends, without storing anything', async () => {
    const doses = [anImmunization(undefined, '11', '2026-09-29'), anImmunization(undefined, '01', '2026-01-31')];

    const answer = await gulou.fhir(
      '$immds-forecast',
      asked(on(DAY), patient, ...doses.map((resource) => ({ name: 'immunization', resource }))),
    );

    expect(answer.status).toBe(200);
    const body: Answered = answer.body;
    expect(evaluations(body)).toEqual(['valid', 'notvalid']);
    const { recommendation } = body.parameter.at(-1)?.resource ?? {};
    expect(
      recommendation?.find(({ series, doseNumberPositiveInt }) => series === '乙肝疫苗' && doseNumberPositiveInt === 2),
    ).toMatchObject({
      forecastStatus: { coding: [{ code: 'overdue' }] },
      dateCriterion: [{ value: '2026-02-28' }, { value: '2026-02-28' }, { value: '2026-03-30' }],
    });
  });

  test.each([
    ['no patient', asked(on(DAY)), 400, 'parameter-invalid'],
    ['another type', asked(patient, { name: 'immunization', resource: { resourceType: 'Basic' } }), 400, 'parameter-invalid'],
    ['another parameter', asked(patient, { name: 'x', valueString: 'y' }), 400, 'parameter-unsupported'],
    ['no day', asked(patient, { name: 'assessmentDate', valueDate: 'soon' }), 400, 'parameter-invalid'],
    ['no such condition', asked(patient, { name: 'contraindication', valueString: 'bad luck' }), 400, 'parameter-invalid'],
    ['a patient without birth date', asked({ name: 'patient', resource: { resourceType: 'Patient' } }), 400, 'input-invalid'],
    [
      'an Immunization that cannot be',
      asked(patient, { name: 'immunization', resource: { resourceType: 'Immunization', status: 'perhaps' } }),
      422,
      'resource-invalid',
    ],
  ])('refuses %s', async (_, init, status, code) => {
    const answer = await gulou.fhir('$immds-forecast', init);

    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  });
});

describe('Patient/:id/$immds-forecast', () => {
  test('counts the doses of all registrations of the child, whichever is asked', async () => {
    const answers = await Promise.all(
      [child, again].map((id) => gulou.fhir(`Patient/${id}/$immds-forecast?assessmentDate=${DAY}&contraindication=pregnancy`)),
    );

    expect(answers.map(({ status, body }) => [status, evaluations(body)])).toEqual([
      [200, ['valid', 'valid']],
      [200, ['valid', 'valid']],
    ]);
  });

  test('heeds diagnoses on record', async () => {
    const weak = await register(gulou, aPerson({ name: '何小冰', birthDate: BORN, number: anIdentityNumber(BORN) }));
    await register(gulou, {
      resourceType: 'Condition',
      clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] },
      category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-category', code: 'problem-list-item' }] }],
      code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'D81.1' }] },
      subject: { reference: `Patient/${weak}` },
    });

    const { body }: { body: Answered } = await gulou.fhir(`Patient/${weak}/$immds-forecast?assessmentDate=${DAY}`);

    const { recommendation } = body.parameter.at(-1)?.resource ?? {};
    expect(recommendation?.find(({ series }) => series === '麻腮风疫苗')).toMatchObject({
      forecastStatus: { coding: [{ code: 'contraindicated' }] },
    });
  });

  test('is entered in the audit log, for each registration that it read', async () => {
    await gulou.fhir(`Patient/${child}/$immds-forecast`);

    const entries = await gulou.running.platform.database.sql`
      select distinct resident from audit.entry where action = 'read' and what = ${`Patient/${child}/$immds-forecast`}`;
    expect(entries.map(({ resident }) => resident as string).toSorted()).toEqual([child, again].toSorted());
  });

  test('is not there for whom the child is not there, and not open to whom vaccinations are not', async () => {
    const hidden = await (await gulou.as('village')).fhir(`Patient/${again}/$immds-forecast`);
    const missing = await gulou.fhir('Patient/nobody/$immds-forecast');
    const registrar = await (await gulou.as('registrar')).fhir(`Patient/${child}/$immds-forecast`);

    expect([hidden.status, missing.status, registrar.status]).toEqual([404, 404, 403]);
  });
});

describe('/api/residents/:id/immunizations', () => {
  test('forecasts with words and rules', async () => {
    const doctor = await gulou.as('doctor');

    const { status, body }: { status: number; body: ResidentForecast } = await doctor.api(
      `residents/${child}/immunizations/forecast?on=${DAY}`,
    );

    expect(status).toBe(200);
    expect(body).toMatchObject({ resident: child, today: DAY, edition: { id: '2026', source: '国疾控卫免发〔2026〕16号' } });
    const mmr = body.series.find(({ series }) => series === 'mmr');
    expect(mmr).toMatchObject({ complete: true, programme: true, doses: [{ state: 'given-valid' }, { state: 'given-valid' }] });
    const hepb = body.series.find(({ series }) => series === 'hepb')?.doses ?? [];
    expect(hepb.map(({ dose }) => dose)).toEqual(['hepb-0', 'hepb-1', 'hepb-2', 'hepb-3']);
    expect(hepb[1]).toMatchObject({
      state: 'overdue',
      vaccineName: { zh: '乙肝疫苗' },
      steps: [{ rule: '2026/hepb-1/from', text: { zh: '最小年龄1月龄，2023-10-01起' } }, {}],
    });
  });

  test('takes contraindications that are told', async () => {
    const doctor = await gulou.as('doctor');
    const path = `residents/${child}/immunizations/forecast?on=${DAY}`;

    const one = await doctor.api(`${path}&condition=immunodeficiency`);
    const two = await doctor.api(`${path}&condition=immunodeficiency&condition=encephalopathy`);
    const none = await doctor.api(`${path}&condition=x`);

    expect([one.status, two.status, none.status]).toEqual([200, 200, 400]);
    const { series }: ResidentForecast = two.body;
    expect(series.find((found) => found.series === 'dtap')?.doses[0]?.vaccine).toBe('DT');
  });

  test('checks for school what is missing', async () => {
    const { status, body }: { status: number; body: ResidentSchoolCheck } = await (await gulou.as('public-health')).api(
      `residents/${child}/immunizations/school-check?on=${DAY}&level=kindergarten`,
    );

    expect(status).toBe(200);
    expect(body).toMatchObject({ level: 'kindergarten', result: 'doses-missing' });
    expect(body.missing.map(({ dose }) => dose)).toEqual(expect.arrayContaining(['hepb-1', 'polio-1', 'dtap-1', 'je-1']));
    expect(body.missing.map(({ dose }) => dose)).not.toContain('mmr-1');
  });

  test.each(['forecast', 'school-check?level=kindergarten'])('%s is for those who see records', async (what) => {
    const path = `residents/${child}/immunizations/${what}`;

    const statuses = await Promise.all(['admin', 'auditor'].map(async (name) => (await (await gulou.as(name)).api(path)).status));

    expect(statuses).toEqual([403, 403]);
  });
});
