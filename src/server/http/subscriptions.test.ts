import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openListener } from '../../../tests/support/listener.ts';
import { anObservation, aPerson, post, put, register } from '../../../tests/support/people.ts';
import { aSubscription, type Subscribing, subscribing } from '../../../tests/support/subscriptions.ts';

let county: Subscribing;
beforeAll(async () => {
  county = await subscribing();
});
afterAll(() => county[Symbol.asyncDispose]());

describe('a Subscription by rest-hook', () => {
  test('is requested, shakes hands, becomes active, and hears of an observation of a resident inside the scope, not outside', async () => {
    const { network, gulou, patient, systemAt, statusOf, told } = county;
    await using listener = await openListener();
    const there = await register(gulou, aPerson({ division: '350102002' }));
    const system = await systemAt('township', '350102001');
    const created = await system.fhir('Subscription', post(aSubscription({ endpoint: listener.url })));
    const { id, status }: { id: string; status: string } = created.body;
    await network.until(async () => (await statusOf(id, system)) === 'active');

    await register(gulou, anObservation(there));
    const observation = await register(gulou, anObservation(patient));

    await told(listener, 1);
    expect([created.status, status]).toEqual([201, 'requested']);
    expect(listener.received.map(({ type }) => type)).toEqual(['handshake', 'event-notification']);
    expect(listener.events()[0]).toMatchObject({
      status: 'active',
      topic: 'urn:minkang:topic:observation',
      events: 1,
      told: [{ number: 1, focus: `${gulou.url}/fhir/Observation/${observation}` }],
      resources: [],
    });
  });

  test('brings the resource whole, as it was at the event, and its patient, where that is asked for', async () => {
    const { gulou, patient, subscribe, told } = county;
    await using listener = await openListener();
    await subscribe({ endpoint: listener.url, content: 'full-resource', filters: ['status=amended'] });
    const id = await register(gulou, anObservation(patient, { valueQuantity: { value: 1.5, unit: 'g' } }));

    await gulou.fhir(`Observation/${id}`, put({ ...anObservation(patient, { status: 'amended' }), id }));
    await gulou.fhir(`Observation/${id}`, put({ ...anObservation(patient, { status: 'corrected' }), id }));

    await told(listener, 1);
    expect(listener.events().flatMap(({ resources }) => resources)).toMatchObject([
      { resourceType: 'Observation', id, status: 'amended', meta: { versionId: '2' } },
      { resourceType: 'Patient', id: patient },
    ]);
  });

  test('says nothing but that something happened, where the payload is empty', async () => {
    const { gulou, patient, subscribe, told } = county;
    await using listener = await openListener();
    await subscribe({ endpoint: listener.url, content: 'empty', filters: [`patient=Patient/${patient}`] });

    await register(gulou, anObservation(patient));

    await told(listener, 1);
    expect(listener.received.at(-1)).toMatchObject({ topic: undefined, told: [{ number: 1, focus: undefined }], resources: [] });
    expect(listener.received.at(-1)?.body).not.toContain(patient);
  });

  test('carries the headers of the channel, which are readable by nobody afterwards', async () => {
    const { network, gulou, subscribe } = county;
    await using listener = await openListener();
    const id = await subscribe({ endpoint: listener.url, headers: ['Authorization: Bearer sesame', 'X-Ward: 7'] });

    const read = await gulou.fhir(`Subscription/${id}`);
    const history = await gulou.fhir(`Subscription/${id}/_history`);
    await gulou.fhir(`Subscription/${id}`, put(read.body));
    await network.until(async () => listener.received.length === 2);

    expect(JSON.stringify([read.body, history.body])).not.toContain('sesame');
    for (const { headers } of listener.received)
      expect(headers).toMatchObject({ authorization: 'Bearer sesame', 'x-ward': '7', 'content-type': 'application/fhir+json' });
  });

  test('while its endpoint is down nothing is lost, and the order is kept', async () => {
    const { network, gulou, patient, subscribe, statusOf, told } = county;
    await using listener = await openListener();
    const id = await subscribe({ endpoint: listener.url, maxCount: 2 });
    await listener.down();
    for (let count = 0; count < 5; count++) await register(gulou, anObservation(patient));
    await network.until(async () => (await statusOf(id)) === 'error');

    await listener.up();
    await told(listener, 5);

    await network.until(async () => (await statusOf(id)) === 'active');
    expect(listener.numbers()).toEqual([1, 2, 3, 4, 5]);
    expect(listener.events().every(({ told: some }) => some.length <= 2)).toBe(true);
    const history = await gulou.fhir(`Subscription/${id}/_history`);
    const { entry }: { entry: { resource: { status: string; error?: string } }[] } = history.body;
    expect(entry.map(({ resource }) => resource.status)).toEqual(['active', 'error', 'active', 'requested']);
    expect(entry[1]?.resource.error).toBe('no connection (ECONNREFUSED)');
  });

  test('an endpoint that is silent holds up nobody else', async () => {
    const { gulou, patient, subscribe, told } = county;
    await using dead = await openListener();
    await using alive = await openListener();
    await subscribe({ endpoint: dead.url });
    await subscribe({ endpoint: alive.url });
    dead.answer = 'silence';

    await register(gulou, anObservation(patient));
    await told(alive, 1);
    await register(gulou, anObservation(patient));
    await told(alive, 2);

    expect(alive.numbers()).toEqual([1, 2]);
    expect(new Set(dead.numbers())).toEqual(new Set([1]));
  });

  test('goes on after the platform was closed and started again', async () => {
    const { gulou, patient, subscribe, statusOf, told } = county;
    await using listener = await openListener();
    const id = await subscribe({ endpoint: listener.url });
    await listener.down();
    await register(gulou, anObservation(patient));
    await register(gulou, anObservation(patient));

    await gulou.stop();
    await listener.up();
    await gulou.start();
    await register(gulou, anObservation(patient));

    await told(listener, 3);
    expect(listener.numbers()).toEqual([1, 2, 3]);
    expect(await statusOf(id)).toBe('active');
  });

  test('ends when it is deleted, and rests while it is off', async () => {
    const { network, gulou, patient, subscribe, statusOf, told } = county;
    await using listener = await openListener();
    const [deleted, resting] = [await subscribe({ endpoint: listener.url }), await subscribe({ endpoint: listener.url })];
    await gulou.fhir(`Subscription/${deleted}`, { method: 'DELETE' });
    await gulou.fhir(
      `Subscription/${resting}`,
      put({ ...aSubscription({ endpoint: listener.url }), id: resting, status: 'off' }),
    );

    await register(gulou, anObservation(patient));
    await gulou.fhir(`Subscription/${resting}`, put({ ...aSubscription({ endpoint: listener.url }), id: resting }));
    await network.until(async () => (await statusOf(resting)) === 'active');
    const later = await register(gulou, anObservation(patient));

    await told(listener, 1);
    expect(listener.events().flatMap((one) => one.told)).toEqual([
      { number: 1, focus: `${gulou.url}/fhir/Observation/${later}` },
    ]);
  });

  test('a heartbeat comes where nothing happens', async () => {
    const { network, subscribe } = county;
    await using listener = await openListener();
    await subscribe({ endpoint: listener.url, heartbeat: 1 });

    await network.until(async () => listener.received.filter(({ type }) => type === 'heartbeat').length >= 2);

    expect(listener.received.at(-1)).toMatchObject({ type: 'heartbeat', events: 0, told: [] });
  });

  test('whose endpoint refuses the handshake is in error, and says why', async () => {
    const { network, gulou, statusOf } = county;
    await using listener = await openListener();
    listener.answer = 401;

    const id = await register(gulou, aSubscription({ endpoint: listener.url }));

    await network.until(async () => (await statusOf(id)) === 'error');
    const { body } = await gulou.fhir(`Subscription/${id}`);
    expect(body).toMatchObject({ error: 'answered 401' });
  });
});
