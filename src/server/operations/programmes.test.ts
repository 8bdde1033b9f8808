import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { aPerson, post, register } from '../../../tests/support/people.ts';
import type { HouseholdRecord } from '../../applications/public-health/household-record/contract.ts';
import type {
  ContactFormView,
  ContactRecorded,
  DuePage,
  Programme,
  ProgrammeDetail,
  ResidentProgrammes,
} from '../../programmes/contract.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let doctor: Caller;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  doctor = await gulou.as('village');
});
afterAll(() => network[Symbol.asyncDispose]());

const ON = '2026-03-02';
const visit = (values: Record<string, unknown> = {}, rest: Record<string, unknown> = {}) =>
  post({
    programme: 'hypertension',
    activity: 'follow-up',
    on: ON,
    values: {
      contactMode: '2',
      hypertensionSymptoms: '1',
      systolic: 152,
      diastolic: 88,
      weight: 70,
      height: 165,
      medicationAdherence: '1',
      adverseReaction: false,
      followUpResult: '2',
      ...values,
    },
    ...rest,
  });
const programmesOf = async (id: string): Promise<ResidentProgrammes> => (await doctor.api(`residents/${id}/programmes`)).body;
const anEnrolled = async (): Promise<string> => {
  const id = await register(gulou, aPerson({ birthDate: '1956-04-05' }));
  await doctor.api(`residents/${id}/enrolments`, post({ programme: 'hypertension', on: '2026-03-01' }));
  return id;
};
/** The feed is followed in the background. */
const until = <Value>(look: () => Promise<Value>, isSo: (value: Value) => boolean): Promise<Value> =>
  vi.waitFor(
    async () => {
      const value = await look();
      if (!isSo(value)) throw new Error('not yet');
      return value;
    },
    { timeout: 30_000, interval: 50 },
  );

describe('a patient with hypertension', () => {
  test('is enrolled once, and a first follow-up is due', async () => {
    const id = await anEnrolled();

    const again = await until(
      () => doctor.api(`residents/${id}/enrolments`, post({ programme: 'hypertension', on: '2026-03-01' })),
      ({ status }) => status === 409,
    );

    expect(again.body).toMatchObject({ code: 'programme-conflict' });
    const { standings } = await programmesOf(id);
    expect(standings.find(({ programme }) => programme === 'hypertension')).toMatchObject({
      state: 'active',
      since: '2026-03-01',
      due: expect.arrayContaining([expect.objectContaining({ activity: 'follow-up', from: '2026-03-01', by: '2026-03-15' })]),
    });
  });

  test('is followed up: the answers are Observations, the next visit is due by what was found', async () => {
    const id = await anEnrolled();
    await until(
      () => programmesOf(id),
      ({ standings }) => standings.some(({ programme }) => programme === 'hypertension'),
    );

    const recorded: ContactRecorded = (await doctor.api(`residents/${id}/contacts`, visit())).body;

    expect(recorded.due).toEqual(
      expect.arrayContaining([expect.objectContaining({ activity: 'follow-up', from: ON, by: '2026-03-16' })]),
    );
    const found = (await doctor.fhir(`Observation?patient=${id}&combo-code-value-quantity=http://loinc.org|8480-6$ge150`)).body;
    expect(found).toMatchObject({ entry: [{ resource: { encounter: { reference: `Encounter/${recorded.id}` } } }] });
    const { contacts } = await until(
      () => programmesOf(id),
      (view) => view.contacts.length > 0,
    );
    expect(contacts[0]).toMatchObject({ id: recorded.id, on: ON, answers: { systolic: 152, bodyMassIndex: 25.7 } });
  });

  test('is corrected: what was wrong is another version, what is not answered any more never was', async () => {
    const id = await anEnrolled();
    await until(
      () => programmesOf(id),
      ({ standings }) => standings.length > 0,
    );
    const { id: contact }: ContactRecorded = (await doctor.api(`residents/${id}/contacts`, visit({ cigarettesPerDay: 10 }))).body;
    await until(
      () => programmesOf(id),
      ({ contacts }) => contacts.length > 0,
    );
    const form: ContactFormView = (
      await doctor.api(`residents/${id}/contact-form?programme=hypertension&activity=follow-up&contact=${contact}`)
    ).body;

    const corrected: ContactRecorded = (
      await doctor.api(`residents/${id}/contacts`, visit({ systolic: 132, followUpResult: '1' }, { contact }))
    ).body;

    expect(form.values).toMatchObject({ systolic: 152, cigarettesPerDay: 10 });
    expect(corrected.due).toEqual(
      expect.arrayContaining([expect.objectContaining({ activity: 'follow-up', from: '2026-05-02' })]),
    );
    const { contacts } = await until(
      () => programmesOf(id),
      (view) => view.contacts[0]?.answers['systolic'] === 132,
    );
    expect(contacts).toHaveLength(1);
    expect(contacts[0]?.answers).not.toHaveProperty('cigarettesPerDay');
  });

  test('takes drugs, which are MedicationStatements; rows that were kept as Observations are read, and replaced when corrected', async () => {
    const id = await anEnrolled();
    await until(
      () => programmesOf(id),
      ({ standings }) => standings.some(({ programme }) => programme === 'hypertension'),
    );
    const first = {
      'drugName#1': '氨氯地平',
      'drugTimesPerDay#1': 1,
      'drugDose#1': 5,
      'drugDoseUnit#1': 'mg',
      'drugTotal#1': 140,
    };
    const recorded: ContactRecorded = (await doctor.api(`residents/${id}/contacts`, visit(first))).body;
    const old = {
      resourceType: 'Observation',
      status: 'final',
      category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'therapy' }] }],
      code: { coding: [{ system: 'urn:minkang:form-section', code: 'hypertension/follow-up/drugs#2' }] },
      subject: { reference: `Patient/${id}` },
      encounter: { reference: `Encounter/${recorded.id}` },
      effectiveDateTime: ON,
      component: [
        { code: { coding: [{ system: 'urn:oid:2.16.156.10011.2.2.1', code: 'DE08.50.022.00' }] }, valueString: '缬沙坦' },
      ],
    };
    const kept = (await doctor.fhir('Observation', post(old))).body as { id: string };
    const { contacts } = await until(
      () => programmesOf(id),
      (view) => view.contacts[0]?.answers['drugName#2'] !== undefined,
    );

    const after = { ...first, 'drugDose#1': 10, 'drugName#2': '缬沙坦', 'drugRoute#2': '1' };
    await doctor.api(`residents/${id}/contacts`, visit(after, { contact: recorded.id }));

    expect(contacts[0]?.answers).toMatchObject({ ...first, 'drugName#2': '缬沙坦' });
    const found = (await doctor.fhir(`MedicationStatement?patient=${id}&_sort=_lastUpdated`)).body as {
      entry: { resource: { medicationCodeableConcept: object; dosage: object[] } }[];
    };
    expect(found.entry.map(({ resource }) => resource.medicationCodeableConcept)).toEqual(
      expect.arrayContaining([{ text: '氨氯地平' }, { text: '缬沙坦' }]),
    );
    expect(found.entry.flatMap(({ resource }) => resource.dosage)).toContainEqual({
      timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd' } },
      doseAndRate: [{ doseQuantity: { value: 10, unit: 'mg' } }],
    });
    expect((await doctor.fhir(`Observation/${kept.id}`)).body).toMatchObject({ status: 'entered-in-error' });
    const now = await until(
      () => programmesOf(id),
      (view) => view.contacts[0]?.answers['drugDose#1'] === 10,
    );
    expect(now.contacts).toHaveLength(1);
    expect(now.contacts[0]?.answers).toMatchObject(after);
  });

  test('is in the list of what is due, the most urgent first, and not for who may not see it', async () => {
    const id = await anEnrolled();
    const list = () => doctor.api('due?programme=hypertension&state=overdue&count=200');

    const page: DuePage = (await until(list, ({ body }) => (body as DuePage).items.some(({ resident }) => resident === id))).body;

    expect(page.counts.overdue).toBeGreaterThan(0);
    expect(page.items.map(({ by }) => by)).toEqual(page.items.map(({ by }) => by).toSorted());
    expect((await (await gulou.as('registrar')).api('due')).status).toBe(403);
  });

  test('is let out for a reason that the programme has', async () => {
    const id = await anEnrolled();
    await until(
      () => programmesOf(id),
      ({ standings }) => standings.length > 0,
    );
    const close = (reason: string) =>
      doctor.api(`residents/${id}/enrolments/close`, post({ programme: 'hypertension', on: '2026-04-01', reason }));

    const answers = [await close('bored'), await close('moved')];

    expect(answers.map(({ status }) => status)).toEqual([409, 204]);
    await until(
      () => programmesOf(id),
      ({ standings }) => standings.every(({ programme }) => programme !== 'hypertension'),
    );
  });
});

describe('a form', () => {
  test('names every wrong field, and asks about what is improbable', async () => {
    const id = await anEnrolled();

    const wrong = await doctor.api(`residents/${id}/contacts`, visit({ systolic: 1520, contactMode: '7', diastolic: undefined }));
    const odd = await doctor.api(`residents/${id}/contacts`, visit({ systolic: 230 }));
    const confirmed = await doctor.api(`residents/${id}/contacts`, visit({ systolic: 230 }, { confirmed: ['systolic'] }));
    const early = await doctor.api(`residents/${id}/contacts`, visit({}, { on: '2099-01-01' }));

    expect(wrong).toMatchObject({ status: 422, body: { code: 'data-invalid' } });
    expect(wrong.body).toMatchObject({
      faults: expect.arrayContaining(
        [{ at: 'systolic' }, { at: 'contactMode' }, { at: 'diastolic' }].map((one) => expect.objectContaining(one)),
      ),
    });
    expect(odd).toMatchObject({ status: 422, body: { code: 'data-improbable', at: 'systolic' } });
    expect(confirmed.status).toBe(200);
    expect(early).toMatchObject({ status: 422, body: { at: 'on' } });
  });

  test('asks for what follows from an answer, and keeps nothing that is not asked', async () => {
    const id = await anEnrolled();

    const missing = await doctor.api(`residents/${id}/contacts`, visit({ adverseReaction: true }));
    const unasked = await doctor.api(`residents/${id}/contacts`, visit({ adverseReactionDescription: '咳嗽' }));

    expect(missing).toMatchObject({ status: 422, body: { at: 'adverseReactionDescription' } });
    expect(unasked.status).toBe(200);
    const { contacts } = await until(
      () => programmesOf(id),
      (view) => view.contacts.length > 0,
    );
    expect(contacts[0]?.answers).not.toHaveProperty('adverseReactionDescription');
  });

  test('offers what was measured elsewhere, with its day', async () => {
    const id = await anEnrolled();
    const coding = [{ system: 'http://loinc.org', code: '29463-7' }];
    await (await gulou.as('doctor')).fhir('Observation', {
      ...post({
        resourceType: 'Observation',
        status: 'final',
        code: { coding },
        subject: { reference: `Patient/${id}` },
        effectiveDateTime: '2026-02-20',
        valueQuantity: { value: 71.5, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
      }),
    });
    const form = async (): Promise<ContactFormView> =>
      (await doctor.api(`residents/${id}/contact-form?programme=hypertension&activity=follow-up`)).body;

    const { known, fields } = await until(form, (view) => view.known['weight'] !== undefined);

    expect(known['weight']).toMatchObject({ value: 71.5, on: '2026-02-20' });
    expect(fields.find(({ key }) => key === 'contactMode')?.options?.map(({ code }) => code)).toContain('2');
  });
});

const ANSWERS: Readonly<Record<string, number>> = { birthWeight: 3200, birthLength: 50, weight: 3.3, temperature: 36.8 };
/** The first choice, no, or a word. */
function plainAnswer({ type, options, key }: ContactFormView['fields'][number]): string | boolean | number {
  if (type === 'flag') return false;
  if (type === 'whole' || type === 'decimal') throw new Error(`what is ${key} of a newborn?`);
  return options?.[0]?.code ?? '无';
}

test('a newborn visit is corrected with the form of newborn visits, whatever is due by now', async () => {
  const id = await register(gulou, aPerson({ birthDate: '2025-03-02' }));
  const task = { programme: 'child', activity: 'check', step: 'newborn', on: '2025-03-05' };
  const asked: ContactFormView = (await doctor.api(`residents/${id}/contact-form?programme=child&activity=check&step=newborn`))
    .body;
  const values = Object.fromEntries(
    asked.fields.filter(({ required }) => required).map((field) => [field.key, ANSWERS[field.key] ?? plainAnswer(field)]),
  );
  const { body } = await doctor.api(`residents/${id}/contacts`, post({ ...task, values, confirmed: [] }));
  const missing = (body as { faults?: { at: string }[] }).faults ?? [];
  expect(missing).toEqual([]);
  const { id: contact } = body as ContactRecorded;

  const form: ContactFormView = (
    await doctor.api(`residents/${id}/contact-form?programme=child&activity=check&contact=${contact}`)
  ).body;

  expect(form.fields.map(({ key }) => key)).toContain('birthWeight');
});

test('definitions in force are given as they are', async () => {
  const list: readonly Programme[] = (await doctor.api('programmes')).body;

  expect(list.find(({ code }) => code === 'hypertension')).toMatchObject({ version: '2017', enrolment: { kind: 'case' } });
});

test('a definition is given with the words for what it speaks of, and one that there is not is not', async () => {
  const detail: ProgrammeDetail = (await doctor.api('programmes/hypertension')).body;

  const none = await doctor.api('programmes/gout');

  expect(detail.programme.code).toBe('hypertension');
  expect(detail.words['systolic']).toMatchObject({ title: { zh: '收缩压' }, unit: 'mmHg' });
  expect(detail.words['contactMode']?.options?.map(({ code }) => code)).toContain('2');
  expect(none.status).toBe(404);
});

describe('the record of a household', () => {
  test('brings together its members, home, contract with the doctor and what is due', async () => {
    const [head, wife] = [await anEnrolled(), await register(gulou, aPerson({ name: '陈二', birthDate: '1958-04-05' }))];
    const { id } = (await doctor.api('households', post({ head, address: '东街口 86 号', on: '2020-01-01' }))).body as {
      id: string;
    };
    await doctor.api(`households/${id}/join`, post({ resident: wife, relation: '10', on: '2020-01-01' }));
    const contact = (of: string, programme: string, activity: string, values: object) =>
      doctor.api(`residents/${of}/contacts`, post({ programme, activity, on: ON, values }));
    await doctor.api(`residents/${wife}/enrolments`, post({ programme: 'family-doctor', on: ON }));
    const contract = { familyDoctorTeam: '陈静团队', contractPackages: '1 2', contractFrom: ON };
    const answers = [
      await contact(wife, 'family-doctor', 'signing', contract),
      await contact(head, 'health-record', 'opening', { fuel: '2', livestockPen: '1' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);

    const record = await until(
      async () => (await doctor.api(`residents/${wife}/household-record`)).body as HouseholdRecord,
      ({ members, home }) => home.length > 0 && members.some(({ contract: one }) => one !== undefined),
    );

    expect(record).toMatchObject({ id, address: '东街口 86 号' });
    expect(record.members.map(({ isHead, hasRecord }) => [isHead, hasRecord])).toEqual([
      [true, true],
      [false, false],
    ]);
    expect(record.members[0]?.managed.map(({ en }) => en)).toEqual(['Hypertension management']);
    expect(record.members[0]?.due.map(({ programme }) => programme)).toContain('hypertension');
    expect(record.members[1]?.contract).toMatchObject({ team: '陈静团队', packages: [{ zh: '基础包' }, { zh: '老年人包' }] });
    expect(record.home.map(({ key, value }) => [key, value.zh])).toContainEqual(['livestockPen', '单设']);
  });

  test('of who is in none is about the resident alone, and is not for registrars', async () => {
    const id = await register(gulou, aPerson());

    const alone: HouseholdRecord = (await doctor.api(`residents/${id}/household-record`)).body;

    expect([alone.id, alone.members.map((one) => one.id)]).toEqual([undefined, [id]]);
    expect((await (await gulou.as('registrar')).api(`residents/${id}/household-record`)).status).toBe(403);
  });
});
