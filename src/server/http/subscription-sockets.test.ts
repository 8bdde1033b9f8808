import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Notification, readNotification } from '../../../tests/support/listener.ts';
import { anObservation, aPerson, post, put, register } from '../../../tests/support/people.ts';
import { aSubscription, type Subscribing, subscribing } from '../../../tests/support/subscriptions.ts';
import { seal } from '../../security/crypto/index.ts';

let county: Subscribing;
beforeAll(async () => {
  county = await subscribing();
});
afterAll(() => county[Symbol.asyncDispose]());

/** A client by websocket. */
interface Client extends AsyncDisposable {
  readonly received: Notification[];
  numbers(): number[];
  say(text: string): void;
  /** Code and reason, once the server has closed. */
  readonly closed: Promise<readonly [number, string]>;
}

async function connect(url: string): Promise<Client> {
  const socket = new WebSocket(url);
  const received: Notification[] = [];
  const closed = new Promise<readonly [number, string]>((done) => {
    socket.addEventListener('close', ({ code, reason }) => done([code, reason]));
  });
  socket.addEventListener('message', ({ data }) => received.push(readNotification(String(data))));
  await new Promise((opened) => socket.addEventListener('open', opened));
  return {
    received,
    closed,
    numbers: () => received.flatMap(({ told }) => told.map(({ number }) => number)),
    say: (text) => socket.send(text),
    [Symbol.asyncDispose]: async () => {
      socket.close();
      await closed;
    },
  };
}

/** A token for one subscription, and where to go with it. */
async function bindingOf(id: string): Promise<{ token: string; url: string; expiration: string }> {
  const { body } = await county.gulou.fhir(`Subscription/${id}/$get-ws-binding-token`);
  const { parameter }: { parameter: { name: string; [value: string]: string }[] } = body;
  const of = (name: string, value: string) => parameter.find((one) => one.name === name)?.[value] ?? '';
  return {
    token: of('token', 'valueString'),
    url: of('websocket-url', 'valueUrl'),
    expiration: of('expiration', 'valueDateTime'),
  };
}

async function bound(id: string): Promise<Client> {
  const { token, url } = await bindingOf(id);
  const client = await connect(url);
  client.say(`bind-with-token ${token}`);
  await county.network.until(async () => client.received.length > 0);
  return client;
}

/** Events of a subscription of which nobody has said that they arrived. */
const waiting = async (id: string) => {
  const { sql } = county.gulou.running.platform.database;
  const [row] = await sql<{ waiting: number }[]>`
    select events - delivered as waiting from subscriptions.subscription where id = ${id}`;
  return row?.waiting;
};

describe('a Subscription by websocket', () => {
  test('is active at once, shakes hands with who binds to it, and tells of a resident inside the scope, not outside', async () => {
    const { gulou, patient, network, systemAt } = county;
    const created = await gulou.fhir('Subscription', post(aSubscription({ filters: [`patient=${patient}`] })));
    const { id, status }: { id: string; status: string } = created.body;
    await using client = await bound(id);
    const other = await systemAt('elsewhere', '350102002');

    await register(gulou, anObservation(await register(other, aPerson({ division: '350102002' }))));
    const observation = await register(gulou, anObservation(patient));

    await network.until(async () => client.numbers().length > 0);
    expect(status).toBe('active');
    expect(client.received.map(({ type }) => type)).toEqual(['handshake', 'event-notification']);
    expect(client.received[1]?.told).toEqual([{ number: 1, focus: `${gulou.url}/fhir/Observation/${observation}` }]);
  });

  test('keeps what happens while nobody is bound, and tells it to the next one, once', async () => {
    const { gulou, patient, network, subscribe } = county;
    const id = await subscribe({ maxCount: 2 });
    for (let count = 0; count < 5; count++) await register(gulou, anObservation(patient));
    await network.until(async () => (await waiting(id)) === 5);

    const first = await bound(id);
    await network.until(async () => first.numbers().length === 5 && (await waiting(id)) === 0);
    await first[Symbol.asyncDispose]();
    await register(gulou, anObservation(patient));
    await using second = await bound(id);

    await network.until(async () => second.numbers().length > 0);
    expect([first.numbers(), second.numbers()]).toEqual([[1, 2, 3, 4, 5], [6]]);
  });

  test('serves several on one socket, with one token for all', async () => {
    const { gulou, patient, network, subscribe } = county;
    const ids = [await subscribe({}), await subscribe({ topic: 'urn:minkang:topic:change:Patient' })];
    const { body } = await gulou.fhir(`Subscription/$get-ws-binding-token?id=${ids.join(',')}`);
    const { parameter }: { parameter: { name: string; valueString: string; valueUrl: string }[] } = body;
    const of = (name: string) => parameter.find((one) => one.name === name);
    await using client = await connect(of('websocket-url')?.valueUrl ?? '');
    client.say(`bind-with-token ${of('token')?.valueString}`);
    await network.until(async () => client.received.length === 2);

    await register(gulou, anObservation(patient));
    await gulou.fhir(`Patient/${patient}`, put({ ...aPerson(), id: patient }));

    await network.until(async () => client.numbers().length === 2);
    expect(new Set(client.received.map(({ topic }) => topic))).toEqual(
      new Set(['urn:minkang:topic:observation', 'urn:minkang:topic:change:Patient']),
    );
  });

  test('sends a heartbeat where nothing happens', async () => {
    const client = await bound(await county.subscribe({ heartbeat: 1 }));

    await county.network.until(async () => client.received.some(({ type }) => type === 'heartbeat'));

    await client[Symbol.asyncDispose]();
    expect(client.received.map(({ type }) => type)).toEqual(expect.arrayContaining(['handshake', 'heartbeat']));
  });

  test('is closed when the Subscription goes', async () => {
    const { gulou, subscribe } = county;
    const id = await subscribe({});
    const client = await bound(id);

    await gulou.fhir(`Subscription/${id}`, { method: 'DELETE' });

    expect(await client.closed).toEqual([1008, 'the subscription has ended']);
  });
});

describe('the token of a websocket', () => {
  test('ends soon', async () => {
    const { expiration } = await bindingOf(await county.subscribe({}));

    expect(Date.parse(expiration) - Date.now()).toBeLessThanOrEqual(10 * 60 * 1000);
  });

  const key = () => county.gulou.running.platform.secrets.sealKey;
  test.each<[string, (good: string) => string]>([
    ['none at all', () => 'hello'],
    ['one that is changed', (good) => `${good.slice(0, -4)}AAAA`],
    [
      'another sealed text of the platform',
      () => seal(key(), 'urn:oid:2.16.156.10011.1.3|350102198405060011', Date.now() + 60_000),
    ],
    [
      'one that is over',
      () => seal(key(), JSON.stringify(['subscriptions-websocket', 'hospital-350102', Date.now() - 1, 'x']), Date.now() - 1),
    ],
  ])('%s closes the socket', async (_, changed) => {
    const { token, url } = await bindingOf(await county.subscribe({}));
    const client = await connect(url);

    client.say(`bind-with-token ${changed(token)}`);

    expect(await client.closed).toEqual([1008, 'the token is not valid, or has expired']);
    expect(client.received).toEqual([]);
  });

  test('that runs out while it is bound closes the socket', async () => {
    const { gulou, subscribe } = county;
    const id = await subscribe({});
    const until = Date.now() + 700;
    const client = await connect((await bindingOf(id)).url);

    client.say(
      `bind-with-token ${seal(key(), JSON.stringify(['subscriptions-websocket', 'hospital-350102', until, id]), until)}`,
    );

    expect(await client.closed).toEqual([1008, 'the token has expired']);
    expect(gulou.running.platform.subscriptions.sockets.count()).toBe(0);
  });
});

describe('websockets of a platform', () => {
  test('are so many and no more', async () => {
    const { gulou, subscribe } = county;
    const { url } = await bindingOf(await subscribe({}));
    const { sockets: most } = gulou.settings.subscriptions;
    const clients = await Promise.all(Array.from({ length: most }, () => connect(url)));

    const tooMany = await connect(url);

    expect(await tooMany.closed).toEqual([1013, 'too many sockets']);
    await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()));
  });

  test('stand in the CapabilityStatement', async () => {
    const { gulou } = county;

    const { body } = await gulou.fhir('metadata');

    const { rest }: { rest: { extension: { url: string; valueUri: string }[] }[] } = body;
    expect(rest[0]?.extension).toContainEqual({
      url: 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket',
      valueUri: `${gulou.url.replace('http', 'ws')}/fhir/$subscriptions-ws`,
    });
  });
});
