import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { aPerson, post, register } from '../../../tests/support/people.ts';
import {
  formReminders,
  openGateway,
  type ReminderPage,
  sendReminders,
} from '../../applications/public-health/reminders/index.ts';
import { dayText } from '../../life-course/index.ts';
import type { AccessPage } from '../../security/audit/contract.ts';

const KEY = 'a key of more than thirty-two characters';
let network: TestNetwork;
let gulou: TestPlatform;
let worker: Caller;
let village: Caller;
let gateway: Server;
let url: string;
let status = 200;
const received: { readonly body: string; readonly signature: string }[] = [];
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  [worker, village] = await Promise.all([gulou.as('public-health'), gulou.as('village')]);
  gateway = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      received.push({ body: Buffer.concat(parts).toString(), signature: String(request.headers['x-minkang-signature']) });
      response.writeHead(status).end(JSON.stringify({ receipt: `r${received.length}` }));
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => gateway.once('listening', resolve));
  url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/messages`;
});
afterAll(async () => {
  gateway.close();
  await network[Symbol.asyncDispose]();
});

const programmes = () => gulou.running.platform.programmes;
const today = () => programmes().today();
const inDays = (days: number) => dayText(today() + days);

/** Somebody who is due by programmes that were entered so many days ago. */
async function enrolled(
  phone: string | undefined,
  ...codes: readonly (readonly [programme: string, daysAgo: number])[]
): Promise<string> {
  const telecom = phone === undefined ? {} : { telecom: [{ system: 'phone', value: phone }] };
  const id = await register(gulou, { ...aPerson({ birthDate: '1980-04-05' }), ...telecom });
  for (const [programme, ago] of codes)
    expect(await worker.api(`residents/${id}/enrolments`, post({ programme, on: inDays(-ago) }))).toMatchObject({ status: 200 });
  await vi.waitFor(
    async () => {
      const { sql } = gulou.running.platform.database;
      const rows =
        await sql`select distinct programme from programmes.due where resident = ${id} and programme = any(${codes.map(([code]) => code)})`;
      expect(rows).toHaveLength(codes.length);
    },
    { timeout: 30_000, interval: 50 },
  );
  return id;
}

const form = (channel: 'gateway' | 'call') =>
  formReminders({ sql: gulou.running.platform.database.sql, programmes: programmes().book.programmes, today: today(), channel });

/** What the platform does with its clock at so many minutes from now. */
const send = (minutes = 0) =>
  sendReminders({
    ...{ database: gulou.running.platform.database, book: programmes().book, today: today(), key: KEY },
    now: new Date(Date.now() + minutes * 60_000 + 1000),
    post: openGateway({ url, key: KEY, timeoutMs: 2000 }),
    told: async () => {},
  });

const list = async (by: Caller, state: string): Promise<ReminderPage> =>
  (await by.api(`reminders?state=${state}&count=200`)).body;
const of = ({ items }: ReminderPage, resident: string) => items.filter((one) => one.resident === resident);

describe('the call list', () => {
  test('has each thing to do once, with the number, and says what became of the call', async () => {
    const id = await enrolled('13900001111', ['hypertension', 8]);
    await form('call');
    await form('call');

    const [waiting, ...more] = of(await list(worker, 'waiting'), id);
    const key = { resident: id, programme: 'hypertension', activity: 'follow-up', step: '', by: inDays(6) };
    const marked = [
      await worker.api('reminders/mark', post({ ...key, outcome: 'not-reached', note: '无人接听' })),
      await worker.api('reminders/mark', post({ ...key, outcome: 'reached' })),
      await worker.api('reminders/mark', post({ ...key, outcome: 'not-reached' })),
    ];

    expect(waiting).toMatchObject({ ...key, phone: '13900001111', channel: 'call', state: 'waiting' });
    expect(more).toEqual([]);
    expect(marked.map((answer) => answer.status)).toEqual([204, 204, 204]);
    expect(of(await list(worker, 'reached'), id)).toMatchObject([{ note: '无人接听' }]);
    expect(of(await list(worker, 'waiting'), id)).toEqual([]);
    const log: AccessPage = (await (await gulou.as('auditor')).api(`accesses?resident=${id}`)).body;
    expect(log.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: 'reveal', what: 'phone' }),
        expect.objectContaining({ action: 'update', what: 'CommunicationRequest' }),
      ]),
    );
  });

  test('does not show who did it meanwhile, nor a restricted programme to who does not work in it', async () => {
    const done = await enrolled('13900002222', ['hypertension', 8]);
    const ill = await enrolled('13900003333', ['mental', 12]);
    await form('call');
    const before = of(await list(worker, 'waiting'), done).length;
    const values = { contactMode: '1', hypertensionSymptoms: '1', systolic: 130, diastolic: 80, weight: 70, height: 165 };
    const more = { medicationAdherence: '1', adverseReaction: false, followUpResult: '1' };
    const visit = { programme: 'hypertension', activity: 'follow-up', on: inDays(0), values: { ...values, ...more } };
    expect(await worker.api(`residents/${done}/contacts`, post(visit))).toMatchObject({ status: 200 });

    await vi.waitFor(async () => expect(of(await list(worker, 'waiting'), done)).toEqual([]), { timeout: 30_000, interval: 100 });

    expect(before).toBe(1);
    const [restricted] = of(await list(worker, 'waiting'), ill);
    expect(restricted?.programme).toBe('mental');
    expect(of(await list(village, 'waiting'), ill)).toEqual([]);
    const mark = post({ ...restricted, outcome: 'reached' });
    expect((await village.api('reminders/mark', mark)).status).toBe(404);
  });

  test('is refused to who does not work in programmes', async () => {
    const registrar = await gulou.as('registrar');

    const answers = [
      await registrar.api('reminders'),
      await registrar.api('reminders/mark', post({ resident: 'x' })),
      await worker.api(
        'reminders/mark',
        post({ resident: 'none', programme: 'child', activity: 'check', step: '', by: inDays(0), outcome: 'reached' }),
      ),
    ];

    expect(answers.map((answer) => answer.status)).toEqual([403, 403, 404]);
  });
});

describe('the gateway', () => {
  const messages = (to: string) => received.map(({ body }) => JSON.parse(body)).filter((one) => one.to === to);

  test('gets one signed message a resident, which names no diagnosis, once', async () => {
    const id = await enrolled('13900004444', ['hypertension', 8], ['mental', 12]);
    await form('gateway');
    await send();
    await form('gateway');
    await send();

    const found = messages('13900004444');

    expect(found).toHaveLength(1);
    expect(found[0].text.zh).toBe(
      `【健康提醒】您或您的家人有待完成的健康服务，请最迟于${of(await list(worker, 'sent'), id)[0]?.by}联系为您服务的医疗卫生机构。已完成请忽略。`,
    );
    const last = received.find(({ body }) => body.includes('13900004444'));
    const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(last?.signature ?? '') ?? [];
    expect(createHmac('sha256', KEY).update(`${seconds}.${last?.body}`).digest('hex')).toBe(signature);
    expect(of(await list(worker, 'sent'), id)).toEqual([
      expect.objectContaining({ receipt: expect.stringMatching(/^r\d+$/) }),
      expect.objectContaining({ receipt: expect.stringMatching(/^r\d+$/) }),
    ]);
  });

  test('that fails is tried again under the same id, later; who cannot be sent to is called', async () => {
    const id = await enrolled('13900005555', ['hypertension', 8]);
    const without = await enrolled(undefined, ['hypertension', 8]);
    await form('gateway');
    status = 503;
    await send();
    status = 200;
    await send();
    const early = messages('13900005555').length;
    await send(2);

    const [first, second, ...more] = messages('13900005555');

    expect([early, first?.id, more]).toEqual([1, second?.id, []]);
    expect(of(await list(worker, 'sent'), id)).toHaveLength(1);
    expect(of(await list(worker, 'waiting'), without)).toMatchObject([{ channel: 'call', failure: 'no-number' }]);
  });

  test('that does not take a message at all leaves it to a call', async () => {
    const id = await enrolled('13900006666', ['hypertension', 8]);
    await form('gateway');
    status = 422;
    await send();
    status = 200;
    await send(600);

    const waiting = of(await list(worker, 'waiting'), id);

    expect(waiting).toMatchObject([{ channel: 'call', failure: 'status 422' }]);
    expect(messages('13900006666')).toHaveLength(1);
  });
});
