import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, aPerson, post, register } from '../../../tests/support/people.ts';
import type { CaseActed } from '../../applications/public-health/diseases/contract.ts';
import { aCard, aKey } from '../../applications/public-health/diseases/testing.ts';
import type { EventRecorded } from '../../databases/population/events/contract.ts';
import type { CaseNoticePage, NoticePage, NoticeRow } from '../../platform/notices/contract.ts';

const [GULOU, JINJIANG] = ['350102', '510104'];

let network: TestNetwork;
let gulou: TestPlatform;
let jinjiang: TestPlatform;
beforeAll(async () => {
  network = await testNetwork('000000', '350000', '350100', GULOU, '510000', '510100', JINJIANG);
  gulou = network.at(GULOU);
  jinjiang = network.at(JINJIANG);
});
afterAll(() => network[Symbol.asyncDispose]());

const onDay = '2026-11-10';
const moveOut = (resident: string, otherDivision: string) => ({
  kind: 'move-out',
  resident,
  values: { on: onDay, otherDivision, moveReason: 'work' },
});
const moveIn = (resident: string, otherDivision: string, division: string) => ({
  kind: 'move-in',
  resident,
  values: { on: onDay, otherDivision, division, address: '锦江区一街 1 号', residence: 'temporary', moveReason: 'work' },
});
const record = async (at: TestPlatform, event: object): Promise<EventRecorded> => {
  const answer = await (await at.as('registrar')).api('events', post(event));
  expect(answer).toMatchObject({ status: 200 });
  return answer.body;
};
const notices = async (at: TestPlatform, direction: NoticeRow['direction'], by = 'registrar'): Promise<NoticePage> =>
  (await (await at.as(by)).api(`notices?direction=${direction}&count=200`)).body;
const noticeOf = async (at: TestPlatform, direction: NoticeRow['direction'], name: string) =>
  (await notices(at, direction)).items.find((one) => one.name === name);
const untilState = (at: TestPlatform, direction: NoticeRow['direction'], name: string, state: NoticeRow['state']) =>
  network.until(async () => (await noticeOf(at, direction, name))?.state === state);
const leaves = async (name: string) => {
  const number = anIdentityNumber();
  const resident = await register(gulou, aPerson({ name, number }));
  const event = await record(gulou, moveOut(resident, `${JINJIANG}002`));
  return { number, resident, event };
};

describe('a move between two platforms', () => {
  test('is told to the other place across the country, which acknowledges it; both see how far it came', async () => {
    const { resident, number } = await leaves('林迁出');
    await untilState(jinjiang, 'incoming', '林迁出', 'arrived');
    const arrived = await noticeOf(jinjiang, 'incoming', '林迁出');
    await untilState(gulou, 'outgoing', '林迁出', 'arrived');

    const answer = await (await jinjiang.as('registrar')).api('notices/acknowledge', post({ id: arrived?.id }));

    expect(answer.status).toBe(204);
    await untilState(gulou, 'outgoing', '林迁出', 'acknowledged');
    expect(await noticeOf(jinjiang, 'incoming', '林迁出')).toMatchObject({
      kind: 'move-out',
      state: 'acknowledged',
      acknowledgedByName: { zh: '刘洋' },
      place: `${JINJIANG}002`,
      placeName: { zh: '锦江区' },
      otherPlace: '350102001',
      identityNumberMasked: expect.stringMatching(/^\d{3}\**|\d/),
    });
    expect(JSON.stringify(arrived)).not.toContain(number);
    const sent = await noticeOf(gulou, 'outgoing', '林迁出');
    expect(sent).toMatchObject({ resident, sentAt: expect.any(String), arrivedAt: expect.any(String) });
  });

  test('recorded at the other place acknowledges what was told, and tells nothing back', async () => {
    const { number } = await leaves('林两处');
    await untilState(jinjiang, 'incoming', '林两处', 'arrived');
    const there = await register(jinjiang, aPerson({ name: '林两处', number, division: `${JINJIANG}002` }));
    expect(await noticeOf(jinjiang, 'incoming', '林两处')).toMatchObject({ resident: there });

    await record(jinjiang, moveIn(there, '350102001', `${JINJIANG}002`));

    await untilState(gulou, 'outgoing', '林两处', 'acknowledged');
    expect(await noticeOf(jinjiang, 'outgoing', '林两处')).toBeUndefined();
    expect(await noticeOf(gulou, 'incoming', '林两处')).toBeUndefined();
  });

  test('that is corrected is withdrawn there', async () => {
    const { event } = await leaves('林更正');
    await untilState(jinjiang, 'incoming', '林更正', 'arrived');

    await (await gulou.as('registrar')).api(`events/${event.id}/correct`, post({ reason: '录错' }));

    await untilState(jinjiang, 'incoming', '林更正', 'withdrawn');
    expect(await noticeOf(gulou, 'outgoing', '林更正')).toMatchObject({ state: 'withdrawn' });
  });

  test('is told when a platform on the way is there again, once', async () => {
    await network.at('510100').stop();
    await leaves('林中断');
    await untilState(gulou, 'outgoing', '林中断', 'sent');
    expect(await noticeOf(jinjiang, 'incoming', '林中断')).toBeUndefined();

    await network.at('510100').start();

    await untilState(gulou, 'outgoing', '林中断', 'arrived');
    const { items } = await notices(jinjiang, 'incoming');
    expect(items.filter(({ name }) => name === '林中断')).toHaveLength(1);
  });

  test('is told while the next platform is down, and says what it waits for', async () => {
    await network.at('350100').stop();
    await leaves('林等待');
    await network.until(async () => (await noticeOf(gulou, 'outgoing', '林等待'))?.problem !== undefined);
    expect(await noticeOf(gulou, 'outgoing', '林等待')).toMatchObject({ state: 'waiting', problem: 'platform-unreachable' });

    await network.at('350100').start();

    await untilState(gulou, 'outgoing', '林等待', 'arrived');
  });

  test('within one platform is no notice', async () => {
    const resident = await register(gulou, aPerson({ name: '林本区' }));

    await record(gulou, moveOut(resident, `${GULOU}002`));

    expect(await noticeOf(gulou, 'outgoing', '林本区')).toBeUndefined();
  });

  test('is seen, and acknowledged, by who works for its place alone', async () => {
    await leaves('林他乡');
    await untilState(jinjiang, 'incoming', '林他乡', 'arrived');
    const id = (await noticeOf(jinjiang, 'incoming', '林他乡'))?.id;

    const { items } = await notices(jinjiang, 'incoming', 'village');
    const answer = await (await jinjiang.as('village')).api('notices/acknowledge', post({ id }));

    expect(items).toEqual([]);
    expect(answer.status).toBe(404);
  });
});

describe('a case of somebody who lives elsewhere', () => {
  const told = async (at: TestPlatform, direction: 'incoming' | 'outgoing', name: string, by = 'epidemiologist') => {
    const page: CaseNoticePage = (await (await at.as(by)).api(`case-notices?direction=${direction}&count=200`)).body;
    return page.items.find((one) => one.name === name);
  };
  const report = async (name: string, values: Record<string, unknown> = {}, birthDate = '2017-01-05') => {
    const number = anIdentityNumber(birthDate);
    const resident = await register(gulou, aPerson({ name, number, birthDate }));
    const card = aCard({ division: `${JINJIANG}002`, address: '锦江区一街 1 号', phone: '13800000000', ...values });
    const answer = await (await gulou.as('doctor')).api('notifiable-cases', post({ resident, key: aKey(), values: card }));
    expect(answer).toMatchObject({ status: 200 });
    return { resident, number, made: answer.body as CaseActed };
  };

  test('is told to the place where they live, which acknowledges it; nobody on the way can read it', async () => {
    await network.at('510100').stop();
    const { number } = await report('林外地');
    const { sql } = network.at('510000').running.platform.database;
    await network.until(async () => (await sql`select 1 from notices.letter where id like '%/case'`).length > 0);
    const [letter] = await sql<{ body: string }[]>`select body from notices.letter where id like '%/case'`;

    await network.at('510100').start();
    await network.until(async () => (await told(jinjiang, 'incoming', '林外地')) !== undefined);
    const arrived = await told(jinjiang, 'incoming', '林外地');
    const answer = await (await jinjiang.as('epidemiologist')).api('case-notices/acknowledge', post({ id: arrived?.id }));

    expect(letter?.body).toContain('"says":"case"');
    expect(letter?.body).not.toMatch(/林外地|measles|锦江区一街/);
    expect(letter?.body).not.toContain(number);
    expect(arrived).toMatchObject({
      disease: 'measles',
      classification: '2',
      caseState: 'reported',
      address: '锦江区一街 1 号',
      institution: '鼓楼医院',
      place: `${JINJIANG}002`,
      state: 'arrived',
    });
    expect(JSON.stringify(arrived)).not.toContain(number);
    expect(answer.status).toBe(204);
    await network.until(async () => (await told(gulou, 'outgoing', '林外地'))?.state === 'acknowledged');
    expect((await notices(jinjiang, 'incoming')).items.map(({ name }) => name)).not.toContain('林外地');
  });

  test('is told again when something is said of it, and is none of theirs once the residence is corrected', async () => {
    const { made } = await report('林更地');
    await network.until(async () => (await told(jinjiang, 'incoming', '林更地')) !== undefined);
    const act = async (what: string, by: string, version: number, more: object) =>
      (await gulou.as(by)).api(`notifiable-cases/${made.id}/${what}`, post({ key: aKey(), version, ...more }));

    await act('review', 'epidemiologist', 1, { decision: 'accept' });
    await network.until(async () => (await told(jinjiang, 'incoming', '林更地'))?.caseState === 'accepted');
    await act('correct', 'doctor', 2, { reason: '地址有误', values: aCard() });

    await network.until(async () => (await told(jinjiang, 'incoming', '林更地'))?.state === 'withdrawn');
  });

  test('of the own division is told to nobody; one of HIV is shown to none but who reviews', async () => {
    await report('林本地', { division: '350102001' });
    await report('林隐私', { disease: 'hiv', occupation: '11', setting: undefined, guardian: undefined }, '1980-01-05');
    await network.until(async () => (await told(jinjiang, 'incoming', '林隐私')) !== undefined);

    expect(await told(gulou, 'outgoing', '林本地')).toBeUndefined();
    expect(await told(jinjiang, 'incoming', '林隐私', 'village')).toBeUndefined();
    expect((await (await jinjiang.as('registrar')).api('case-notices')).status).toBe(403);
  });
});
