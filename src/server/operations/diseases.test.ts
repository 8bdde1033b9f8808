import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, aPerson, post, put, register } from '../../../tests/support/people.ts';
import type { CardForm, CaseActed, CaseDetail, CasePage } from '../../applications/public-health/diseases/contract.ts';
import { aCard, aKey } from '../../applications/public-health/diseases/testing.ts';
import { aDeathForm } from '../../databases/population/events/testing.ts';
import type { AccessPage } from '../../security/audit/contract.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let doctor: Caller;
let county: Caller;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  [doctor, county] = await Promise.all([gulou.as('doctor'), gulou.as('epidemiologist')]);
});
afterAll(() => network[Symbol.asyncDispose]());

const aPupil = () => register(gulou, aPerson({ birthDate: '2017-01-05', number: anIdentityNumber('2017-01-05') }));
const report = (resident: string, values = {}, more = {}) =>
  doctor.api('notifiable-cases', post({ resident, key: aKey(), values: aCard(values), ...more }));
const reported = async (resident: string, values = {}, more = {}): Promise<CaseActed> => {
  const answer = await report(resident, values, more);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body;
};
const act = (by: Caller, { id, version }: CaseActed, what: string, more: Record<string, unknown> = {}) =>
  by.api(`notifiable-cases/${id}/${what}`, post({ key: aKey(), version, ...more }));
const detailOf = async (id: string, by = doctor): Promise<CaseDetail> => (await by.api(`notifiable-cases/${id}`)).body;

describe('a case', () => {
  test('is reported, waits for the county, is accepted, and ends', async () => {
    const resident = await aPupil();

    const first = await reported(resident);
    const queue: CasePage = (await county.api('notifiable-cases?state=reported')).body;
    const accepted: CaseActed = (await act(county, first, 'review', { decision: 'accept' })).body;
    const closed = await act(doctor, accepted, 'close', { outcome: 'recovered', on: '2026-11-25' });

    expect(queue.items).toContainEqual(expect.objectContaining({ id: first.id, residentName: '林晓明', classification: '2' }));
    expect(closed).toMatchObject({ status: 200, body: { state: 'closed', version: 3 } });
    const detail = await detailOf(first.id);
    expect(detail.statements.map(({ kind }) => kind)).toEqual(['report', 'accept', 'close']);
    expect(detail).toMatchObject({ outcome: 'recovered', values: { setting: '鼓楼第一小学' } });
  });

  test('is a Condition with its card as an Observation, of the health records', async () => {
    const resident = await aPupil();
    const { id } = await reported(resident);

    const condition = await county.fhir(`Condition/${id}`);
    const cards = await county.fhir(`Observation?patient=${resident}&code=urn:minkang:notifiable-card|card`);

    expect(condition).toMatchObject({
      status: 200,
      body: {
        onsetDateTime: '2026-11-10',
        code: { coding: [{ code: 'measles' }] },
        verificationStatus: { coding: [{ code: 'provisional' }] },
      },
    });
    expect((cards.body as { entry: unknown[] }).entry).toHaveLength(1);
  });

  test('that came late says so, and keeps it when it is corrected', async () => {
    const { id, version } = await reported(await aPupil());

    await act(doctor, { id, version, state: 'reported' }, 'correct', {
      values: aCard({ classification: '3' }),
      reason: '实验室确诊',
    });

    const { reporting, statements } = await detailOf(id);
    expect(reporting.deadline).toBe('2026-11-13T01:00:00.000Z');
    expect(reporting.leftMinutes).toBeLessThan(0);
    expect(statements.at(-1)?.changed).toEqual([
      { name: expect.objectContaining({ en: 'Classification of the case' }), before: '临床诊断病例', after: '实验室确诊病例' },
    ]);
  });

  test('is returned with a reason, and waits again once it is corrected', async () => {
    const first = await reported(await aPupil());

    const without = await act(county, first, 'review', { decision: 'return' });
    const returned: CaseActed = (await act(county, first, 'review', { decision: 'return', reason: '住址不详' })).body;
    const early = await act(county, returned, 'review', { decision: 'accept' });
    const corrected = await act(doctor, returned, 'correct', { values: aCard({ address: '东街口 88 号' }) });

    expect(without).toMatchObject({ status: 422, body: { at: 'reason' } });
    expect(early).toMatchObject({ status: 409, body: { code: 'case-conflict', at: 'state' } });
    expect(corrected.body).toMatchObject({ state: 'reported' });
    expect((await detailOf(first.id)).statements[1]).toMatchObject({ kind: 'return', reason: '住址不详' });
  });

  test('whose patient died says so, and the card has the day', async () => {
    const first = await reported(await aPupil());
    const accepted: CaseActed = (await act(county, first, 'review', { decision: 'accept' })).body;

    await act(doctor, accepted, 'close', { outcome: 'died', on: '2026-11-20' });

    expect(await detailOf(first.id)).toMatchObject({ outcome: 'died', diedOn: '2026-11-20', values: { diedOn: '2026-11-20' } });
  });
});

describe('a second card of the same disease', () => {
  test('is shown and asked about; linked, it counts no more', async () => {
    const resident = await aPupil();
    const first = await reported(resident);

    const asked = await report(resident, { classification: '3' });
    const form: CardForm = (await doctor.api(`residents/${resident}/notifiable-card`)).body;
    const linked = await reported(resident, { classification: '3' }, { sameAs: first.id });

    expect(asked).toMatchObject({ status: 409, body: { code: 'case-duplicate', at: 'disease' } });
    expect(form.known.map(({ id }) => id)).toEqual([first.id]);
    expect(await detailOf(linked.id)).toMatchObject({ duplicateOf: first.id });
    expect((await detailOf(first.id)).duplicates).toEqual([linked.id]);
    const [row] = await gulou.running.platform.database.sql<{ counted: number }[]>`
      select count(*) filter (where counts) as counted from health_records.case_line l
        join diseases.case_report c on c.line = l.line where c.resident = ${resident}`;
    expect(row?.counted).toBe(1);
  });

  test('that is another illness stands by itself', async () => {
    const resident = await aPupil();
    await reported(resident);

    const other = await reported(resident, {}, { another: true });

    expect(await detailOf(other.id)).not.toHaveProperty('duplicateOf');
  });

  test('from two desks at one moment is one card and one question', async () => {
    const resident = await aPupil();

    const answers = await Promise.all(Array.from({ length: 4 }, () => report(resident)));

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
  });
});

describe('whoever acts twice, or at the same moment as another', () => {
  test('a repeated report is answered with the first', async () => {
    const resident = await aPupil();
    const body = post({ resident, key: aKey(), values: aCard() });

    const answers = await Promise.all([1, 2, 3].map(() => doctor.api('notifiable-cases', body)));
    const later = await doctor.api('notifiable-cases', body);

    const ids = [...answers, later].map(({ body: one }) => (one as CaseActed).id);
    expect(new Set(ids).size).toBe(1);
  });

  test('one of two reviewers decides, the other reads that the case changed', async () => {
    const first = await reported(await aPupil());

    const answers = await Promise.all([
      act(county, first, 'review', { decision: 'accept' }),
      act(county, first, 'review', { decision: 'refute', reason: '非病例' }),
    ]);

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await detailOf(first.id)).toMatchObject({ version: 2 });
  });

  test('a review of what was corrected meanwhile is refused', async () => {
    const first = await reported(await aPupil());
    await act(doctor, first, 'correct', { values: aCard({ classification: '3' }) });

    const late = await act(county, first, 'review', { decision: 'accept' });

    expect(late).toMatchObject({ status: 409, body: { code: 'case-conflict', at: 'version' } });
  });

  test('a key that was used for something else is refused', async () => {
    const resident = await aPupil();
    const key = aKey();
    const first: CaseActed = (await doctor.api('notifiable-cases', post({ resident, key, values: aCard() }))).body;

    const answer = await county.api(`notifiable-cases/${first.id}/review`, post({ key, version: 1, decision: 'accept' }));

    expect(answer).toMatchObject({ status: 409, body: { code: 'repeat-differs' } });
  });
});

describe('who may what', () => {
  test('a doctor reviews nothing, a registrar sees nothing', async () => {
    const first = await reported(await aPupil());
    const registrar = await gulou.as('registrar');

    const answers = await Promise.all([
      act(doctor, first, 'review', { decision: 'accept' }),
      registrar.api('notifiable-cases'),
      registrar.api(`notifiable-cases/${first.id}`),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  test('a village doctor sees cases of his township, and none of HIV or syphilis', async () => {
    const village = await gulou.as('village');
    const near = await register(gulou, aPerson({ birthDate: '1990-01-05' }));
    const far = await register(gulou, aPerson({ birthDate: '1990-01-06', division: '350102002' }));
    const adult = { occupation: '11', setting: undefined, guardian: undefined };
    const [hers, other, hiv] = [
      await reported(near, { ...adult, disease: 'mumps' }),
      await reported(far, { ...adult, disease: 'mumps' }),
      await reported(near, { ...adult, disease: 'hiv' }),
    ];

    const page: CasePage = (await village.api('notifiable-cases?count=200')).body;
    const ids = page.items.map(({ id }) => id);

    expect([ids.includes(hers.id), ids.includes(other.id), ids.includes(hiv.id)]).toEqual([true, false, false]);
    expect((await village.api(`notifiable-cases/${other.id}`)).status).toBe(404);
    expect((await village.api(`notifiable-cases/${hiv.id}`)).status).toBe(404);
    expect((await county.api(`notifiable-cases/${hiv.id}`)).status).toBe(200);
  });

  test('nobody writes one past the operations', async () => {
    const { id } = await reported(await aPupil());
    const { body } = await gulou.fhir(`Condition/${id}`);

    expect((await gulou.fhir(`Condition/${id}`, put(body))).status).toBe(403);
  });

  test('looking is logged, and the number is given in full only when the card is printed', async () => {
    const resident = await aPupil();
    const { id } = await reported(resident);

    const masked = await detailOf(id);
    const open: CaseDetail = (await doctor.api(`notifiable-cases/${id}/card`, { method: 'POST' })).body;

    expect(masked).not.toHaveProperty('number');
    expect(open.number).toHaveLength(18);
    const log: AccessPage = (await (await gulou.as('auditor')).api(`accesses?resident=${resident}`)).body;
    expect(log.items.map(({ action }) => action)).toEqual(expect.arrayContaining(['create', 'read', 'reveal']));
  });
});

test('the list goes on where a page ended, each case once', async () => {
  for (let at = 0; at < 5; at++) await reported(await aPupil(), { disease: 'rubella' });

  const seen: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const page: CasePage = (await county.api(`notifiable-cases?disease=rubella&count=2${cursor ? `&cursor=${cursor}` : ''}`))
      .body;
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  }

  expect([seen.length, new Set(seen).size]).toEqual([5, 5]);
});

describe('a registered death', () => {
  const dies = async (resident: string, cause: string): Promise<string> => {
    const { certificate: _, ...form } = aDeathForm() as Record<string, unknown>;
    const values = { ...form, diedAt: '2026-11-20T09:30', issuedOn: '2026-11-21', causeaCode: cause, underlyingCode: cause };
    const answer = await doctor.api('events', post({ kind: 'death', resident, values }));
    expect(answer).toMatchObject({ status: 200 });
    return (answer.body as { id: string }).id;
  };
  const accepted = async (resident: string): Promise<CaseActed> =>
    (await act(county, await reported(resident), 'review', { decision: 'accept' })).body;
  const told = (id: string, expected: object) =>
    vi.waitFor(async () => expect(await detailOf(id)).toMatchObject(expected), { timeout: 20_000, interval: 100 });

  test('of the disease ends the case, and its correction opens it again', async () => {
    const resident = await aPupil();
    const { id } = await accepted(resident);

    const death = await dies(resident, 'B05.2');
    await told(id, { state: 'closed', outcome: 'died', diedOn: '2026-11-20', residentDiedOn: '2026-11-20' });
    const corrected = await doctor.api(`events/${death}/correct`, post({ reason: '登记错误' }));

    expect(corrected.status).toBe(200);
    await told(id, { state: 'accepted' });
    const detail = await detailOf(id);
    expect([detail.outcome, detail.diedOn, detail.residentDiedOn]).toEqual([undefined, undefined, undefined]);
    expect(detail.statements.map(({ kind }) => kind)).toEqual(['report', 'accept', 'death', 'alive']);
    expect(detail.statements[2]?.changed).toMatchObject([{ after: '2026-11-20' }]);
  });

  test('of something else ends it too, without a death of the disease', async () => {
    const resident = await aPupil();
    const { id } = await accepted(resident);

    await dies(resident, 'I21.9');

    await told(id, { state: 'closed', outcome: 'died-other' });
    expect((await detailOf(id)).values['diedOn']).toBeUndefined();
  });

  test('without a certificate ends it too, as of no known cause, until the certificate tells', async () => {
    const resident = await aPupil();
    const { id } = await accepted(resident);
    const patient: object = (await gulou.fhir(`Patient/${resident}`)).body;

    expect((await gulou.fhir(`Patient/${resident}`, put({ ...patient, deceasedDateTime: '2026-11-20' }))).status).toBe(200);
    await told(id, { state: 'closed', outcome: 'died-unknown', residentDiedOn: '2026-11-20' });
    expect((await detailOf(id)).values['diedOn']).toBeUndefined();
    await dies(resident, 'B05.2');

    await told(id, { state: 'closed', outcome: 'died', diedOn: '2026-11-20' });
    expect((await detailOf(id)).statements.map(({ kind }) => kind)).toEqual(['report', 'accept', 'death', 'death']);
  });

  test('without a certificate that turns out wrong opens it again', async () => {
    const resident = await aPupil();
    const { id } = await accepted(resident);
    const patient: object = (await gulou.fhir(`Patient/${resident}`)).body;
    await gulou.fhir(`Patient/${resident}`, put({ ...patient, deceasedDateTime: '2026-11-20' }));
    await told(id, { state: 'closed', outcome: 'died-unknown' });

    await gulou.fhir(`Patient/${resident}`, put(patient));

    await told(id, { state: 'accepted' });
  });

  test('before the review stands on the card, and the case ends once it is accepted', async () => {
    const resident = await aPupil();
    const { id } = await reported(resident);
    await dies(resident, 'B05.2');
    await told(id, { state: 'reported', outcome: 'died' });

    const { version } = await detailOf(id);
    await act(county, { id, version, state: 'reported' }, 'review', { decision: 'accept' });

    await told(id, { state: 'closed', outcome: 'died' });
  });

  test('is offered to nobody as something to say', async () => {
    const { id } = await accepted(await aPupil());

    expect((await detailOf(id)).acts).toEqual(['correct', 'close']);
  });
});
