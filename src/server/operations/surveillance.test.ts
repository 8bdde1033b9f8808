import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, aPerson, post, put, register } from '../../../tests/support/people.ts';
import type { CaseActed, LinePage, PromptPage, Surveillance } from '../../applications/public-health/diseases/contract.ts';
import { aCard, aKey } from '../../applications/public-health/diseases/testing.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let doctor: Caller;
beforeAll(async () => {
  network = await testNetwork('350100', '350102');
  gulou = network.at('350102');
  doctor = await gulou.as('doctor');
});
afterAll(() => network[Symbol.asyncDispose]());

const aPupil = () => register(gulou, aPerson({ birthDate: '2017-01-05', number: anIdentityNumber('2017-01-05') }));
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString();
/** Cards of now, so that nothing of the calendar matters. */
const freshCard = (values = {}) => {
  const on = today().slice(0, 10);
  return aCard({ onsetOn: on, diagnosedAt: `${on}T00:00`, ...values });
};
const report = async (resident: string, values = {}): Promise<CaseActed> => {
  const answer = await doctor.api('notifiable-cases', post({ resident, key: aKey(), values: freshCard(values) }));
  expect(answer).toMatchObject({ status: 200 });
  return answer.body;
};
const waitFor = <Value>(look: () => Promise<Value>): Promise<Value> => vi.waitFor(look, { timeout: 30_000, interval: 100 });

const aDiagnosis = (patient: string, code: string, more: object = {}) => ({
  resourceType: 'Condition',
  subject: { reference: `Patient/${patient}` },
  code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code }], text: '诊断' },
  recordedDate: new Date().toISOString(),
  ...more,
});
const prompts = async (of: string): Promise<PromptPage['items']> => {
  const { items }: PromptPage = (await doctor.api('notifiable-prompts?count=200')).body;
  return items.filter(({ resident }) => resident === of);
};

describe('a diagnosis in the medical record that is notifiable', () => {
  test('asks for its card, with the deadline from its recording; the card takes it off', async () => {
    const resident = await aPupil();
    await register(gulou, aDiagnosis(resident, 'A00.9'));

    const [asked] = await waitFor(async () => {
      const found = await prompts(resident);
      expect(found).toHaveLength(1);
      return found;
    });
    expect(asked).toMatchObject({ disease: 'cholera', managedAs: 'A', icd10: 'A00.9' });
    expect(Date.parse(asked?.reporting.deadline ?? '') - Date.parse(asked?.recordedAt ?? '')).toBe(2 * 3_600_000);
    await report(resident, { disease: 'cholera' });

    expect(await prompts(resident)).toEqual([]);
  });

  test('that has a card already, or is none, asks for nothing', async () => {
    const [reported, ill, marker] = [await aPupil(), await aPupil(), await aPupil()];
    await report(reported, { disease: 'mumps' });

    await register(gulou, aDiagnosis(reported, 'B26.9'));
    await register(gulou, aDiagnosis(ill, 'J45.9'));
    await register(gulou, aDiagnosis(marker, 'B26.9'));

    await waitFor(async () => expect(await prompts(marker)).toHaveLength(1));
    expect([await prompts(reported), await prompts(ill)]).toEqual([[], []]);
  });

  test('is taken back when it is refuted', async () => {
    const resident = await aPupil();
    const diagnosis = aDiagnosis(resident, 'A38');
    const id = await register(gulou, diagnosis);
    await waitFor(async () => expect(await prompts(resident)).toHaveLength(1));

    const system = 'http://terminology.hl7.org/CodeSystem/condition-ver-status';
    await gulou.fhir(`Condition/${id}`, put({ ...diagnosis, id, verificationStatus: { coding: [{ system, code: 'refuted' }] } }));

    await waitFor(async () => expect(await prompts(resident)).toEqual([]));
  });

  test('is dismissed with a reason, and stays so when the diagnosis is written again', async () => {
    const resident = await aPupil();
    const diagnosis = aDiagnosis(resident, 'A37.9');
    const id = await register(gulou, diagnosis);
    await waitFor(async () => expect(await prompts(resident)).toHaveLength(1));

    const without = await doctor.api(`notifiable-prompts/${id}/dismiss`, post({ reason: '' }));
    const twice = [1, 2].map(() => doctor.api(`notifiable-prompts/${id}/dismiss`, post({ reason: '外院已报' })));
    await Promise.all(twice);
    const marker = await aPupil();
    await gulou.fhir(`Condition/${id}`, put({ ...diagnosis, id, note: [{ text: '复诊' }] }));
    await register(gulou, aDiagnosis(marker, 'A37.9'));
    await waitFor(async () => expect(await prompts(marker)).toHaveLength(1));

    expect(without.status).toBe(400);
    expect((await Promise.all(twice)).map(({ status }) => status)).toEqual([204, 204]);
    expect(await prompts(resident)).toEqual([]);
  });
});

describe('curves', () => {
  test('are live above, as lines without persons, and exact when a case is found to be none', async () => {
    const [prefecture, county] = [await network.at('350100').as('epidemiologist'), await gulou.as('epidemiologist')];
    const resident = await aPupil();
    const first = await report(resident, { disease: 'scarlet-fever' });
    const second = await report(await aPupil(), { disease: 'scarlet-fever' });
    const above = async (): Promise<Surveillance> => (await prefecture.api('surveillance?disease=scarlet-fever')).body;

    const seen = await waitFor(async () => {
      const now = await above();
      expect(now.cases).toBe(2);
      return now;
    });
    await county.api(
      `notifiable-cases/${second.id}/review`,
      post({ key: aKey(), version: 1, decision: 'refute', reason: '排除' }),
    );
    await waitFor(async () => expect((await above()).cases).toBe(1));

    expect(seen).toMatchObject({
      divisions: [{ key: '350102', cases: 2 }],
      sexes: [{ cases: 2 }],
      ages: [{ key: '5–14', cases: 2 }],
    });
    expect(seen.curve).toHaveLength(60);
    const lines = await prefecture.api('surveillance/lines?disease=scarlet-fever');
    expect((lines.body as LinePage).items).toHaveLength(2);
    for (const secret of ['林晓明', '鼓楼第一小学', '东街口', resident, first.id])
      expect(JSON.stringify(lines.body)).not.toContain(secret);
    const everything = await network.at('350100').running.platform.database.sql<{ text: string }[]>`
      select to_json(l)::text as text from health_records.case_line l`;
    // the key of a resident is the beginning of the ids of its records
    expect(everything.filter(({ text }) => text.includes(resident.slice(0, 13)))).toEqual([]);
  });

  test('are seen by who watches diseases, not by a village doctor', async () => {
    const answers = await Promise.all(
      ['authority', 'statistician', 'village', 'admin'].map(async (name) => (await gulou.as(name)).api('surveillance')),
    );

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 403, 403]);
  });

  test('of too long a time, or back in it, are refused', async () => {
    const county = await gulou.as('epidemiologist');

    const answers = await Promise.all([
      county.api('surveillance?from=2010-01-01&to=2026-11-01'),
      county.api('surveillance?from=2026-11-02&to=2026-11-01'),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
  });
});
