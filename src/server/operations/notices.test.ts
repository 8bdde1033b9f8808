import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, aPerson, post, register } from '../../../tests/support/people.ts';
import type { EventRecorded } from '../../databases/population/events/contract.ts';
import type { NoticePage, NoticeRow } from '../../platform/notices/contract.ts';

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
