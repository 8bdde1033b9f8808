import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, aPerson, post, register } from '../../../tests/support/people.ts';
import type { CaseActed } from '../../applications/public-health/diseases/contract.ts';
import { aCard, aKey } from '../../applications/public-health/diseases/testing.ts';
import type { SignalPage, SignalRow } from '../../applications/public-health/early-warning/contract.ts';
import type { OutbreakDetail, OutbreakPage } from '../../applications/public-health/outbreaks/contract.ts';
import { aDeathForm } from '../../databases/population/events/testing.ts';
import { shardOf } from '../../kernel/index.ts';
import type { DuePage } from '../../programmes/contract.ts';

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

const DAY_MS = 86_400_000;
const dayAgo = (days: number) => new Date(Date.now() + 8 * 3_600_000 - days * DAY_MS).toISOString().slice(0, 10);
const aPupil = () => register(gulou, aPerson({ birthDate: '2017-01-05', number: anIdentityNumber('2017-01-05') }));
const report = async (values: Record<string, unknown>): Promise<CaseActed> => {
  const on = dayAgo(0);
  const card = aCard({ onsetOn: on, diagnosedAt: `${on}T00:00`, ...values });
  const answer = await doctor.api('notifiable-cases', post({ resident: await aPupil(), key: aKey(), values: card }));
  expect(answer).toMatchObject({ status: 200 });
  return answer.body;
};
const signalsOf = async (disease: string, method: string): Promise<readonly SignalRow[]> => {
  const { items }: SignalPage = (await county.api('signals?count=200')).body;
  return items.filter((one) => one.disease === disease && one.method === method);
};
const waitFor = <Value>(look: () => Promise<Value>): Promise<Value> => vi.waitFor(look, { timeout: 30_000, interval: 200 });
const detailOf = async (id: string): Promise<OutbreakDetail> => (await county.api(`outbreaks/${id}`)).body;
const opened = async (more: object = {}): Promise<string> => {
  const body = { key: aKey(), title: '第一小学发热', disease: 'hand-foot-mouth', division: '350102', ...more };
  const answer = await county.api('outbreaks', post(body));
  expect(answer).toMatchObject({ status: 200 });
  return (answer.body as { id: string }).id;
};

describe('cases in one school', () => {
  test('are a signal from the fifth within a week, which grows with the sixth, and leads to its outbreak', async () => {
    const cases: CaseActed[] = [];
    for (let at = 0; at < 4; at++) cases.push(await report({ disease: 'hand-foot-mouth', onsetOn: dayAgo(at) }));
    cases.push(await report({ disease: 'hand-foot-mouth', onsetOn: dayAgo(4), setting: '鼓楼 第一小学' }));
    const [signal] = await waitFor(async () => {
      const found = (await signalsOf('hand-foot-mouth', 'cluster')).filter(({ setting }) => setting !== undefined);
      expect(found).toMatchObject([{ observed: 5, threshold: 5, state: 'new', setting: expect.stringContaining('第一小学') }]);
      return found;
    });
    await report({ disease: 'hand-foot-mouth', onsetOn: dayAgo(1) });
    await waitFor(async () =>
      expect((await signalsOf('hand-foot-mouth', 'cluster')).filter(({ setting }) => setting)).toMatchObject([{ observed: 6 }]),
    );

    const body = { key: aKey(), title: '第一小学手足口病', disease: 'hand-foot-mouth', division: '350102', signal: signal?.id };
    const answers = await Promise.all([1, 2, 3].map(() => county.api('outbreaks', post(body))));

    const ids = new Set(answers.map((answer) => (answer.body as { id: string }).id));
    expect([ids.size, answers.map(({ status }) => status)]).toEqual([1, [200, 200, 200]]);
    const detail = await detailOf([...ids][0] ?? '');
    expect(detail).toMatchObject({ cases: 6, state: 'open', incubationDays: 10 });
    expect(detail.curve.reduce((sum, day) => sum + day.cases, 0)).toBe(6);
    expect(await signalsOf('hand-foot-mouth', 'cluster')).toContainEqual(
      expect.objectContaining({ state: 'verified', outbreak: detail.id }),
    );
  });

  test('found to be none are no signal', async () => {
    for (let at = 0; at < 4; at++) await report({ disease: 'pertussis' });
    const fifth = await report({ disease: 'pertussis', setting: '第二小学' });
    await county.api(
      `notifiable-cases/${fifth.id}/review`,
      post({ key: aKey(), version: 1, decision: 'refute', reason: '排除' }),
    );
    await report({ disease: 'plague', setting: '第三小学' });
    await waitFor(async () => expect((await signalsOf('plague', 'cluster')).length).toBeGreaterThan(0));

    expect((await signalsOf('pertussis', 'cluster')).filter(({ setting }) => setting !== undefined)).toEqual([]);
  });
});

describe('a signal', () => {
  test('is dismissed with a reason alone, by the county alone, once', async () => {
    await report({ disease: 'diphtheria', setting: '第五小学' });
    const [signal] = await waitFor(async () => {
      const found = await signalsOf('diphtheria', 'cluster');
      expect(found.length).toBeGreaterThan(0);
      return found;
    });
    const decide = (by: Caller, state: string, reason?: string) =>
      by.api(`signals/${signal?.id}/decide`, post({ state, reason }));

    const answers = [
      await decide(doctor, 'looked-into'),
      await decide(county, 'dismissed'),
      await decide(county, 'looked-into'),
      await decide(county, 'dismissed', '重复监测'),
      await decide(county, 'dismissed', '重复监测'),
      await decide(county, 'verified'),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 422, 200, 200, 200, 409]);
  });

  test('of counts far above the week before is raised by C1 and C2', async () => {
    const { sql } = gulou.running.platform.database;
    // cases of a month, one every other day, as lines that came from below
    await sql`
      insert into health_records.case_line (shard, line, home, disease, family, class, managed, division, classification, state, onset_on, diagnosed_on,
                                            reported_on, sex, occupation, is_late, counts)
      select at, 'line-' || at, '350102', 'influenza', 'influenza', 'C', 'C', '350102', '2', 'accepted', day, day, day, 'male', '11', false, true
        from generate_series(2, 30, 2) at, lateral (select ${dayAgo(0)}::date - at as day) as days`;
    for (let at = 0; at < 4; at++) await report({ disease: 'influenza', setting: `单位${at}` });

    const found = await waitFor(async () => {
      const all = [...(await signalsOf('influenza', 'C1')), ...(await signalsOf('influenza', 'C2'))];
      expect(all).toHaveLength(2);
      expect(all.map(({ observed }) => observed)).toEqual([4, 4]);
      return all;
    });

    expect(found[0]).toMatchObject({
      place: '350102',
      day: dayAgo(0),
      data: { counts: expect.any(Array), mean: expect.any(Number) },
    });
    expect(await signalsOf('influenza', 'percentile')).toEqual([]);
  });
});

describe('an outbreak', () => {
  test('follows contacts each day to the end of the incubation, and what is found is an Observation', async () => {
    const id = await opened();
    const contact = await aPupil();
    const added = await doctor.api(
      `outbreaks/${id}/contacts`,
      post({ id, resident: contact, relation: 'household', lastOn: dayAgo(2) }),
    );
    const find = (day: string, ill: boolean) =>
      doctor.api(`outbreaks/${id}/follow-ups`, post({ resident: contact, day, ill, temperature: 37.9, symptoms: '咽痛' }));

    const before = await detailOf(id);
    const answers = [
      await find(dayAgo(2), false),
      await find(dayAgo(-1), false),
      await find(dayAgo(0), false),
      await find(dayAgo(0), true),
    ];

    expect(added.status).toBe(204);
    expect(before).toMatchObject({ contacts: 1, due: 1, contactRows: [{ isDue: true, untilOn: dayAgo(-8) }] });
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 204, 204]);
    const after = await detailOf(id);
    expect(after).toMatchObject({
      due: 0,
      contactRows: [{ isDue: false, days: [{ found: 'missing' }, { day: dayAgo(0), found: 'ill' }] }],
    });
    const observed = await county.fhir(
      `Observation?patient=${contact}&code=urn:minkang:form-section|outbreak-contact/observation/found`,
    );
    expect(observed.body).toMatchObject({ entry: [{ resource: { effectiveDateTime: dayAgo(0), meta: { versionId: '2' } } }] });
  });

  test('has its contacts on the due list of who works where they live; what is recorded there stands here', async () => {
    const id = await opened();
    const contact = await aPupil();
    await doctor.api(`outbreaks/${id}/contacts`, post({ resident: contact, relation: 'school', lastOn: dayAgo(2) }));
    const due = async () => {
      const page: DuePage = (await doctor.api('due?programme=outbreak-contact&count=200')).body;
      return page.items.find(({ resident }) => resident === contact);
    };
    const [item] = [await waitFor(async () => (await due()) ?? Promise.reject(new Error('not yet')))];

    const answer = await doctor.api(
      `residents/${contact}/contacts`,
      post({
        programme: 'outbreak-contact',
        activity: 'observation',
        on: dayAgo(0),
        values: { contactIll: true, temperature: 38.1 },
      }),
    );

    expect(item).toMatchObject({ by: dayAgo(1), state: 'overdue', activity: 'observation' });
    expect(answer.status).toBe(200);
    expect(await detailOf(id)).toMatchObject({
      due: 0,
      contactRows: [{ isDue: false, days: [{ found: 'missing' }, { found: 'ill' }] }],
    });
    await waitFor(async () => expect(await due()).toMatchObject({ from: dayAgo(-1), refer: true }));
    const { id: made } = answer.body as { id: string };
    await doctor.api(`residents/${contact}/contacts/${made}/void`, { method: 'POST' });
    expect(await detailOf(id)).toMatchObject({ due: 1 });
  });

  test('has contacts on the due list who were registered before there was such a list', async () => {
    const id = await opened();
    const [contact, late] = [await aPupil(), await aPupil()];
    const { sql } = gulou.running.platform.database;
    for (const [resident, until] of [
      [contact, dayAgo(-8)],
      [late, dayAgo(1)],
    ] as const)
      await sql`
        insert into outbreaks.contact (shard, resident, outbreak, relation, last_on, until_on, added_at, added_by)
        values (${shardOf(resident)}, ${resident}, ${id}, 'school', ${dayAgo(2)}::date, ${until}::date, now(), 'doctor')`;
    const due = async () => {
      const page: DuePage = (await doctor.api('due?programme=outbreak-contact&count=200')).body;
      return page.items.flatMap(({ resident }) => ([contact, late].includes(resident) ? [resident] : []));
    };

    // whatever is written wakes what follows
    await aPupil();

    await waitFor(async () => expect(await due()).toEqual([contact]));
    const [row] = await sql`select count(*)::int as count from outbreaks.contact where outbreak = ${id} and episode is not null`;
    expect(row).toEqual({ count: 1 });
  });

  test('has contacts who are enrolled by hand to their last day', async () => {
    const contact = await aPupil();
    const enrol = (more: object) =>
      doctor.api(`residents/${contact}/enrolments`, post({ programme: 'outbreak-contact', on: dayAgo(2), ...more }));

    const without = await enrol({});
    const before = await enrol({ until: dayAgo(3) });
    const { status } = await enrol({ until: dayAgo(-1) });

    for (const refused of [without, before])
      expect([refused.status, refused.body]).toMatchObject([422, { code: 'data-invalid', at: 'until' }]);
    expect(status).toBe(200);
    const episodes = await doctor.fhir(`EpisodeOfCare?patient=${contact}`);
    expect(episodes.body).toMatchObject({ entry: [{ resource: { period: { start: dayAgo(2), end: dayAgo(-1) } } }] });
  });

  test('has contacts off what is due when they die, and all when it is closed', async () => {
    const id = await opened();
    const [dying, living] = [await aPupil(), await aPupil()];
    for (const resident of [dying, living])
      await doctor.api(`outbreaks/${id}/contacts`, post({ resident, relation: 'school', lastOn: dayAgo(2) }));
    const due = async () => {
      const page: DuePage = (await doctor.api('due?programme=outbreak-contact&count=200')).body;
      return page.items.flatMap(({ resident }) => ([dying, living].includes(resident) ? [resident] : []));
    };
    await waitFor(async () => expect(await due()).toHaveLength(2));
    const { certificate: _, ...form } = aDeathForm() as Record<string, unknown>;
    const values = { ...form, diedAt: `${dayAgo(1)}T09:30`, issuedOn: dayAgo(0) };

    const died = await doctor.api('events', post({ kind: 'death', resident: dying, values }));

    expect(died.status).toBe(200);
    await waitFor(async () => expect(await due()).toEqual([living]));
    expect(await detailOf(id)).toMatchObject({ due: 1 });
    for (const kind of ['initial', 'final'])
      await county.api(`outbreaks/${id}/entries`, post({ key: aKey(), kind, level: 'IV', text: '调查结束' }));
    await waitFor(async () => expect(await due()).toEqual([]));
    expect(await detailOf(id)).toMatchObject({ due: 0, state: 'closed' });
  });

  test('is reported initially, in progress and finally, in this order, and then stands', async () => {
    const id = await opened();
    const enter = (kind: string, key = aKey(), by = county) =>
      by.api(`outbreaks/${id}/entries`, post({ key, kind, ...(kind === 'log' ? {} : { level: 'IV' }), text: '现场调查' }));
    const key = aKey();

    const answers = [
      await enter('progress'),
      await enter('log'),
      await enter('initial', aKey(), doctor),
      ...(await Promise.all([enter('initial', key), enter('initial', key)])),
      await enter('initial'),
      await enter('progress'),
      await enter('final'),
      await enter('log'),
    ];

    expect(answers.map(({ status }) => status)).toEqual([409, 204, 403, 204, 204, 409, 204, 204, 409]);
    const detail = await detailOf(id);
    expect(detail).toMatchObject({ state: 'closed', level: 'IV', initial: { isDone: true } });
    expect(detail.entries.map(({ kind }) => kind)).toEqual(['final', 'progress', 'initial', 'log']);
    expect(detail.entries[2]?.timely?.leftMinutes).toBeGreaterThan(110);
  });

  test('is linked to cases that are seen, and to nothing once it is closed', async () => {
    const id = await opened({ disease: 'mumps' });
    const one = await report({ disease: 'mumps', setting: '第七小学' });
    const link = (cases: readonly string[], linked = true) => county.api(`outbreaks/${id}/cases`, post({ cases, linked }));

    const proposed = await detailOf(id);
    const answers = [await link([one.id]), await link([one.id]), await link(['nobody'])];
    const linked = await detailOf(id);
    await link([one.id], false);

    expect(proposed.proposed.map((row) => row.id)).toEqual([one.id]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 404]);
    expect([linked.cases, (await detailOf(id)).cases]).toEqual([1, 0]);
    const page: OutbreakPage = (await doctor.api('outbreaks')).body;
    expect(page.items.map((row) => row.id)).toContain(id);
    expect((await (await gulou.as('registrar')).api('outbreaks')).status).toBe(403);
  });
});
