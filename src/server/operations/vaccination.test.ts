import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Caller,
  callerWith,
  requestToken,
  type TestNetwork,
  type TestPlatform,
  testNetwork,
} from '../../../tests/support/network.ts';
import { aPerson, post, register } from '../../../tests/support/people.ts';
import type { Session, VisitDetail } from '../../applications/public-health/vaccination/contract.ts';
import type { Recipient, Stock } from '../../applications/public-health/vaccine-stock/contract.ts';
import { chinaDay } from '../../kernel/index.ts';
import { creditCode, formatCreditCode } from '../../standards/index.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let desk: Caller;
let other: Caller;
let point = '';
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  desk = await gulou.as('village');
  other = await gulou.as('public-health');
  point = await register(gulou, { resourceType: 'Organization', name: '鼓东街道社区卫生服务中心' });
  await gulou.worksAt(point, 'village', 'public-health');
});
afterAll(() => network[Symbol.asyncDispose]());

const DAY_MS = 86_400_000;
const today = chinaDay(new Date());
const daysFrom = (days: number) => new Date(Date.parse(today) + days * DAY_MS).toISOString().slice(0, 10);
const aChild = (days: number, name = '林小宝') => register(gulou, aPerson({ name, birthDate: daysFrom(-days) }));
const fit = {
  temperature: 36.5,
  reaction: 'none',
  accompaniedBy: '林母',
  relation: '52',
  consents: true,
  decision: 'fit',
};
interface LotOptions {
  readonly vaccine?: string;
  readonly number?: string;
  readonly doses?: number;
  readonly expires?: string;
}
const received = async (options: LotOptions = {}) => {
  const { vaccine = 'HepB', number = randomUUID().slice(0, 8), doses = 10, expires = daysFrom(200) } = options;
  const lot = { request: randomUUID(), vaccine, product: '重组乙型肝炎疫苗', manufacturer: '北京生物', number, expires, doses };
  const stock: Stock = (await desk.api(`vaccination/points/${point}/receipts`, post(lot))).body;
  const found = stock.lots.find((one) => one.number === number);
  if (!found) throw new Error('the lot is in the stock');
  return found;
};
const registered = async (resident: string, by = desk): Promise<VisitDetail> =>
  (await by.api(`vaccination/points/${point}/visits`, post({ resident }))).body;
const checked = async (resident: string, check: object = fit): Promise<VisitDetail> => {
  const { visit } = await registered(resident);
  return (await desk.api(`vaccination/visits/${visit.id}/check`, post(check))).body;
};
const aDose = (lot: { readonly id: string; readonly vaccine: string }, rest: object = {}) =>
  post({
    ...{ request: randomUUID(), vaccine: lot.vaccine, lot: lot.id, site: 'RUA', route: 'IM', amount: 0.5 },
    ...{ checkedBy: '王丽', child: true, vial: true, ...rest },
  });
const give = (visit: string, lot: { readonly id: string; readonly vaccine: string }, rest: object = {}, by = desk) =>
  by.api(`vaccination/visits/${visit}/doses`, aDose(lot, rest));
const remain = async (id: string) =>
  ((await desk.api(`vaccination/points/${point}/stock`)).body as Stock).lots.find((one) => one.id === id)?.doses;

describe('a visit to a vaccination point', () => {
  test('goes from the queue to the next date, and is FHIR in the health records', async () => {
    const lot = await received();
    const child = await aChild(40);
    const { visit, due } = await registered(child);
    const after: VisitDetail = (await desk.api(`vaccination/visits/${visit.id}/check`, post(fit))).body;

    const given: VisitDetail = (await give(visit.id, lot)).body;

    expect(due.map(({ dose }) => dose)).toEqual(['hepb-1', 'bcg-1']);
    expect(due[0]?.steps.length).toBeGreaterThan(0);
    expect(after.offered[0]).toMatchObject({ vaccine: 'HepB', number: 1, site: 'RUA', route: 'IM', amount: 0.5 });
    expect(given).toMatchObject({
      visit: { state: 'vaccinated', number: visit.number },
      doses: [{ vaccine: 'HepB', number: 1, lotNumber: lot.number, expires: lot.expires, by: '林建国' }],
    });
    expect(given.next?.doses.length).toBeGreaterThan(0);
    expect(await remain(lot.id)).toBe(9);
    const found = (await desk.fhir(`Immunization/${given.doses[0]?.id}`)).body;
    expect(found).toMatchObject({
      status: 'completed',
      lotNumber: lot.number,
      expirationDate: lot.expires,
      site: { text: '右上臂' },
      route: { text: '肌内注射' },
      doseQuantity: { value: 0.5, code: 'mL' },
      encounter: { reference: `Encounter/${visit.id}` },
      performer: [{ actor: { display: '林建国' } }, { actor: { display: '王丽' } }, {}],
      protocolApplied: [{ doseNumberPositiveInt: 1 }],
    });
    const { body: checks } = await desk.fhir(`Observation?encounter=Encounter/${visit.id}`);
    expect(checks).toMatchObject({ entry: [{ resource: { code: { coding: [{ code: 'vaccination/visit/pre-check' }] } } }] });
  });

  test('is registered once by two desks at once', async () => {
    const child = await aChild(40);

    const visits = await Promise.all([registered(child), registered(child, other), registered(child), registered(child, other)]);

    expect(new Set(visits.map(({ visit }) => visit.id)).size).toBe(1);
    const session: Session = (await desk.api(`vaccination/points/${point}/session`)).body;
    expect(session.visits.filter(({ resident }) => resident === child)).toHaveLength(1);
    expect(new Set(session.visits.map(({ number }) => number)).size).toBe(session.visits.length);
  });

  test('ends with a fever, and says of each dose that was due why it was not given', async () => {
    const child = await aChild(40);

    const { visit } = await checked(child, { ...fit, temperature: 38.2, decision: 'postpone', until: daysFrom(7) });

    expect(visit.state).toBe('postponed');
    const { body } = await desk.fhir(`Immunization?patient=${child}&status=not-done`);
    expect(body).toMatchObject({ entry: [{}, {}] });
    expect(JSON.stringify(body)).toContain('MEDPREC');
  });

  test.each([
    ['a fever', { temperature: 37.3 }, 'decision'],
    ['an acute illness', { conditions: ['acute-illness'] }, 'decision'],
    ['no consent', { consents: false }, 'decision'],
    ['a severe reaction to an earlier dose and no reason', { reaction: 'severe' }, 'reason'],
    ['a temperature that cannot be', { temperature: 365 }, 'temperature'],
  ])('is not fit with %s', async (_name, answers, at) => {
    const { visit } = await registered(await aChild(40));

    const { status, body } = await desk.api(`vaccination/visits/${visit.id}/check`, post({ ...fit, ...answers }));

    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'data-invalid', at });
  });

  test('gives nothing before the pre-check, nor without the second look at child and vial', async () => {
    const lot = await received();
    const child = await aChild(40);
    const { visit } = await registered(child);

    const early = await give(visit.id, lot);
    await desk.api(`vaccination/visits/${visit.id}/check`, post(fit));
    const unchecked = await give(visit.id, lot, { child: false });

    expect(early.body).toMatchObject({ code: 'visit-conflict' });
    expect(unchecked.body).toMatchObject({ code: 'data-invalid', at: 'child' });
    expect(await remain(lot.id)).toBe(10);
  });

  test('lets nobody go before 30 minutes without a reason', async () => {
    const lot = await received();
    const { visit } = await checked(await aChild(40));
    await give(visit.id, lot);

    const early = await desk.api(`vaccination/visits/${visit.id}/leave`, post({}));
    const excused = await desk.api(`vaccination/visits/${visit.id}/leave`, post({ reason: '家长坚持离开' }));
    const again = await desk.api(`vaccination/visits/${visit.id}/leave`, post({}));

    expect(early.body).toMatchObject({ code: 'data-invalid', at: 'reason' });
    expect(excused.body).toMatchObject({ visit: { state: 'left' } });
    expect(again.body).toMatchObject({ visit: { state: 'left' } });
  });

  test('lets a child go when the 30 minutes are over', async () => {
    const lot = await received();
    const { visit } = await checked(await aChild(40));
    await give(visit.id, lot);
    await gulou.running.platform.database
      .sql`update vaccination.visit set vaccinated_at = vaccinated_at - interval '30 minutes' where id = ${visit.id}`;

    const left = await desk.api(`vaccination/visits/${visit.id}/leave`, post({}));

    expect(left.body).toMatchObject({ visit: { state: 'left' } });
  });
});

describe('a dose', () => {
  test('that two desks give the same child at once is given once', async () => {
    const lot = await received();
    const child = await aChild(40);
    const { visit } = await checked(child);

    const answers = await Promise.all([give(visit.id, lot), give(visit.id, lot, {}, other), give(visit.id, lot)]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422]);
    expect(await remain(lot.id)).toBe(9);
    const { body } = await desk.fhir(`Immunization?patient=${child}&status=completed`);
    expect((body as { entry: unknown[] }).entry).toHaveLength(1);
  });

  test('of the last vial goes to one of two children', async () => {
    const lot = await received({ doses: 1 });
    const [one, two] = [await checked(await aChild(40)), await checked(await aChild(41))];

    const answers = await Promise.all([give(one.visit.id, lot), give(two.visit.id, lot, {}, other)]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await remain(lot.id)).toBe(0);
    const doses = await Promise.all(
      [one, two].map(async ({ visit }) => ((await desk.api(`vaccination/visits/${visit.id}`)).body as VisitDetail).doses.length),
    );
    expect(doses.reduce((a, b) => a + b)).toBe(1);
  });

  test('that is asked for again by the same request is not given again', async () => {
    const lot = await received();
    const { visit } = await checked(await aChild(40));
    const request = randomUUID();
    await give(visit.id, lot, { request });

    const again: VisitDetail = (await give(visit.id, lot, { request })).body;

    expect(again.doses).toHaveLength(1);
    expect(await remain(lot.id)).toBe(9);
  });

  test('of an expired, recalled or wrong lot is refused', async () => {
    const { visit } = await checked(await aChild(40));
    const expired = await received({ expires: today });
    await gulou.running.platform.database
      .sql`update vaccine_stock.lot set expires = ${daysFrom(-1)}::date where id = ${expired.id}`;
    const recalled = await received();
    const { number, vaccine, manufacturer } = recalled;
    await desk.api('vaccination/recalls', post({ number, vaccine, manufacturer, reason: '效价不足' }));
    const wrong = await received({ vaccine: 'BCG' });

    const answers = [
      await give(visit.id, expired),
      await give(visit.id, recalled),
      await give(visit.id, { id: wrong.id, vaccine: 'HepB' }),
    ];

    expect(answers.map(({ body }) => (body as { code: string }).code)).toEqual([
      'stock-refused',
      'stock-refused',
      'stock-refused',
    ]);
  });

  test('that is not due yet, or forbidden, is refused with the reason of the schedule', async () => {
    const [mmr, hepb] = [await received({ vaccine: 'MMR' }), await received()];
    const { visit } = await checked(await aChild(40));
    await give(visit.id, hepb);

    const early = await give(visit.id, mmr);
    const again = await give(visit.id, hepb);

    expect(early.body).toMatchObject({
      code: 'dose-refused',
      faults: [{ at: 'vaccine', text: { zh: expect.stringMatching(/8月龄/) } }],
    });
    expect(again.body).toMatchObject({ code: 'dose-refused' });
  });

  test('entered in error is taken back, and its vial returns', async () => {
    const lot = await received();
    const child = await aChild(40);
    const { visit } = await checked(child);
    const given: VisitDetail = (await give(visit.id, lot)).body;
    const id = given.doses[0]?.id;

    const first = await desk.api(`vaccination/doses/${id}/void`, post({ reason: '录入错误', unopened: true }));
    const second = await desk.api(`vaccination/doses/${id}/void`, post({ reason: '录入错误', unopened: true }));

    expect([first.status, second.status]).toEqual([204, 204]);
    expect(await remain(lot.id)).toBe(10);
    const detail: VisitDetail = (await desk.api(`vaccination/visits/${visit.id}`)).body;
    expect(detail).toMatchObject({ doses: [], offered: [{ vaccine: 'HepB', number: 1 }, {}] });
  });
});

describe('the stock of a point', () => {
  test('knows receipts, waste and counts of a lot, each request once', async () => {
    const lot = await received({ doses: 20 });
    const waste = post({ request: randomUUID(), kind: 'waste', doses: 3, reason: '破损' });
    await desk.api(`vaccination/points/${point}/lots/${lot.id}/changes`, waste);
    await desk.api(`vaccination/points/${point}/lots/${lot.id}/changes`, waste);

    const counted: Stock = (
      await desk.api(
        `vaccination/points/${point}/lots/${lot.id}/changes`,
        post({ request: randomUUID(), kind: 'count', doses: 16, reason: '月末盘点' }),
      )
    ).body;

    expect(counted.lots.find(({ id }) => id === lot.id)?.doses).toBe(16);
    const moved = counted.movements
      .filter((one) => one.lot === lot.id)
      .map(({ kind, doses, remain: left }) => [kind, doses, left]);
    expect(moved.toReversed()).toEqual([
      ['receipt', 20, 20],
      ['waste', -3, 17],
      ['count', -1, 16],
    ]);
  });

  test('does not waste more than there is, nor takes the lot with another last day', async () => {
    const lot = await received({ doses: 2 });

    const waste = await desk.api(
      `vaccination/points/${point}/lots/${lot.id}/changes`,
      post({ request: randomUUID(), kind: 'waste', doses: 3, reason: '破损' }),
    );
    const { vaccine, product, manufacturer, number } = lot;
    const differs = await desk.api(
      `vaccination/points/${point}/receipts`,
      post({ request: randomUUID(), vaccine, product, manufacturer, number, expires: daysFrom(100), doses: 5 }),
    );

    expect([waste.body, differs.body]).toMatchObject([{ code: 'stock-refused' }, { code: 'stock-refused', at: 'expires' }]);
  });

  test('tells who got a dose of a recalled lot', async () => {
    const lot = await received();
    const child = await aChild(40, '陈受种');
    const { visit } = await checked(child);
    await give(visit.id, lot);

    const recipients: Recipient[] = (await desk.api(`vaccination/recipients?number=${lot.number}&vaccine=HepB`)).body;

    expect(recipients).toMatchObject([{ resident: child, name: '陈受种', on: today }]);
  });

  test('takes readings of a logger in any order and twice, and makes alarms of them', async () => {
    const at = (minute: number) => new Date(Date.now() - (120 - minute) * 60_000).toISOString();
    const fixed = [at(0), at(10), at(20), at(30)];
    const send = (readings: readonly { at: string | undefined; celsius: number }[], device = '冰箱2') =>
      desk.api(`vaccination/points/${point}/readings`, post({ device, readings }));
    await send([{ at: fixed[0], celsius: 5 }], '冰箱1');
    await send([
      { at: fixed[0], celsius: 4 },
      { at: fixed[2], celsius: 9.4 },
      { at: fixed[3], celsius: 6 },
    ]);

    const late = await send([
      { at: fixed[1], celsius: 8.6 },
      { at: fixed[2], celsius: 9.4 },
    ]);

    expect(late.body).toEqual({ kept: 1 });
    const { alarms, readings }: Stock = (await desk.api(`vaccination/points/${point}/stock`)).body;
    expect(alarms).toEqual([{ device: '冰箱2', since: fixed[1], until: fixed[3], kind: 'warm', worst: 9.4 }]);
    expect(readings.map(({ device, celsius }) => [device, celsius])).toEqual([
      ['冰箱1', 5],
      ['冰箱2', 6],
    ]);
    const answered = await desk.api(
      `vaccination/points/${point}/alarms/answer`,
      post({ device: '冰箱2', since: fixed[1], answer: '疫苗移至备用冰箱，VVM正常' }),
    );
    expect(answered.body).toMatchObject({ alarms: [{ answeredBy: '林建国', answer: '疫苗移至备用冰箱，VVM正常' }] });
  });
});

describe('a logger of temperatures', () => {
  test('posts its readings with a token for nothing else', async () => {
    const [client] = gulou.settings.sample?.clients ?? [];
    const answer = await requestToken(gulou.url, client?.clientId ?? '', client?.clientSecret ?? '', 'system/Observation.c');
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const logger = callerWith(gulou.url, token);
    const readings = [{ at: new Date(Date.now() - DAY_MS).toISOString(), celsius: 5.5 }];

    const kept = await logger.api(`vaccination/points/${point}/readings`, post({ device: '冷库', readings }));
    const others = await Promise.all([
      logger.api(`vaccination/points/${point}/stock`),
      logger.api(`vaccination/points/${point}/session`),
    ]);

    expect(kept.body).toEqual({ kept: 1 });
    expect(others.map(({ status }) => status)).toEqual([403, 403]);
  });
});

describe('who may not', () => {
  test('a registrar neither sees a session nor the stock, nobody without a token does', async () => {
    const registrar = await gulou.as('registrar');
    const { visit } = await registered(await aChild(40));

    const answers = await Promise.all([
      registrar.api(`vaccination/points/${point}/session`),
      registrar.api(`vaccination/visits/${visit.id}`),
      registrar.api(`vaccination/visits/${visit.id}/check`, post(fit)),
      registrar.api(`vaccination/points/${point}/stock`),
      fetch(`${gulou.url}/api/vaccination/points/${point}/session`),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 401]);
  });

  test('a village doctor sees no visit of a child of another township', async () => {
    const away = await register(gulou, aPerson({ birthDate: daysFrom(-40), division: '350102002' }));
    const { visit } = await registered(away, other);

    const seen = await desk.api(`vaccination/visits/${visit.id}`);

    expect(seen.status).toBe(404);
  });
});

describe('an account', () => {
  test('records nothing where it does not work, from the moment that it does not', async () => {
    const elsewhere = await register(gulou, {
      resourceType: 'Organization',
      name: '东街社区卫生服务中心',
      identifier: [{ system: creditCode, value: formatCreditCode('12350102123456789') }],
    });
    const lot = await received();
    const child = await aChild(40);
    const { visit } = await checked(child);
    const stranger = await gulou.as('doctor');
    const receipt = {
      request: randomUUID(),
      vaccine: 'HepB',
      product: '乙肝',
      manufacturer: '北京',
      number: 'X1',
      expires: daysFrom(9),
      doses: 1,
    };
    const attempts = [
      await desk.api(`vaccination/points/${elsewhere}/visits`, post({ resident: child })),
      await desk.api(`vaccination/points/${elsewhere}/receipts`, post(receipt)),
      await desk.api(
        `vaccination/points/${elsewhere}/readings`,
        post({ device: '1', readings: [{ at: `${daysFrom(-1)}T00:00:00Z`, celsius: 4 }] }),
      ),
      await stranger.api(`vaccination/points/${point}/visits`, post({ resident: child })),
      await stranger.api(`vaccination/visits/${visit.id}/check`, post(fit)),
      await give(visit.id, lot, {}, stranger),
      await stranger.api(`vaccination/visits/${visit.id}/leave`, post({})),
      await stranger.api(
        `vaccination/points/${point}/lots/${lot.id}/changes`,
        post({ request: randomUUID(), kind: 'waste', doses: 1, reason: '破损' }),
      ),
    ];
    const given: VisitDetail = (await give(visit.id, lot)).body;
    const back = await stranger.api(`vaccination/doses/${given.doses[0]?.id}/void`, post({ reason: '录入错误' }));

    await gulou.worksAt(formatCreditCode('12350102123456789'), 'doctor');
    const bound = await stranger.api(`vaccination/points/${elsewhere}/visits`, post({ resident: child }));

    expect(attempts.map(({ status }) => status)).toEqual(attempts.map(() => 403));
    expect([back.status, bound.status]).toEqual([403, 200]);
    expect(await remain(lot.id)).toBe(9);
    expect((await stranger.api('vaccination/points')).body).toEqual([{ id: elsewhere, name: '东街社区卫生服务中心' }]);
    expect((await (await gulou.as('registrar')).api('vaccination/points')).status).toBe(403);
  });
});
