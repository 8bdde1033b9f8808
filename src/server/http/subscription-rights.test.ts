import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openListener, readNotification } from '../../../tests/support/listener.ts';
import { anObservation, aPerson, post, put, register } from '../../../tests/support/people.ts';
import { aSubscription, type Subscribing, subscribing } from '../../../tests/support/subscriptions.ts';

let county: Subscribing;
beforeAll(async () => {
  county = await subscribing();
});
afterAll(() => county[Symbol.asyncDispose]());

describe('a Subscription belongs to whom it was made by', () => {
  test('another system can neither read, change nor delete it, nor ask how it is, nor use its sealed header', async () => {
    const { gulou, systemAt, subscribe, statusOf } = county;
    await using listener = await openListener();
    const id = await subscribe({ endpoint: listener.url, headers: ['Authorization: Bearer sesame'] });
    const stranger = await systemAt('stranger', '350102');
    const { body } = await gulou.fhir(`Subscription/${id}`);
    const { channel }: { channel: { header: string[] } } = body;

    const answers = await Promise.all([
      stranger.fhir(`Subscription/${id}`),
      stranger.fhir(`Subscription/${id}/_history/1`),
      stranger.fhir(`Subscription/${id}`, put({ ...aSubscription({ endpoint: 'https://thief.example/' }), id })),
      stranger.fhir(`Subscription/${id}`, { method: 'DELETE' }),
      stranger.fhir(
        `Subscription/${id}/$meta-add`,
        post({ resourceType: 'Parameters', parameter: [{ name: 'meta', valueMeta: { tag: [{ code: 'mine' }] } }] }),
      ),
      stranger.fhir(`Subscription/${id}/$status`),
      stranger.fhir(`Subscription/${id}/$events`),
      stranger.fhir(`Subscription/${id}/$get-ws-binding-token`),
      stranger.fhir('Subscription', post(aSubscription({ endpoint: listener.url, headers: channel.header }))),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 403, 204, 404, 404, 404, 404, 422]);
    expect(await statusOf(id)).toBe('active');
  });

  test('another system meets it nowhere: in no search, history or compartment of anything', async () => {
    const { gulou, systemAt, subscribe } = county;
    await using listener = await openListener();
    const id = await subscribe({ endpoint: listener.url, filters: ['code=http://loinc.org|8480-6'] });
    const stranger = await systemAt('curious', '350102');
    const places = [
      'Subscription',
      `Subscription?_id=${id}`,
      `Subscription?url=${encodeURIComponent(listener.url)}&_summary=count`,
      'Subscription/_history',
      `?_type=Subscription,Organization&_id=${id}`,
    ];

    const [seenByOwner, seenByStranger] = await Promise.all(
      [gulou, stranger].map(async (system) =>
        Promise.all(
          places.map(async (place) => {
            const { body }: { body: { total?: number } } = await system.fhir(place);
            return JSON.stringify(body).includes(listener.url) || (body.total ?? 0) > 0;
          }),
        ),
      ),
    );

    expect(seenByOwner).toEqual(places.map(() => true));
    expect(seenByStranger).toEqual(places.map(() => false));
  });

  test('an administrator sees it without its secret, can switch it off, and it stays its owner’s', async () => {
    const { network, gulou, patient, subscribe, statusOf, told } = county;
    await using listener = await openListener();
    const id = await subscribe({ endpoint: listener.url, headers: ['Authorization: Bearer sesame'] });
    const administrator = await gulou.as('admin');

    const { body: seen }: { body: Record<string, unknown> } = await administrator.fhir(`Subscription/${id}`);
    const off = await administrator.fhir(`Subscription/${id}`, put({ ...seen, status: 'off' }));
    const whileOff = await statusOf(id);
    const on = await administrator.fhir(`Subscription/${id}`, put({ ...seen, status: 'requested' }));
    await network.until(async () => (await statusOf(id)) === 'active');
    const made = await administrator.fhir('Subscription', post(aSubscription({ endpoint: listener.url })));
    const observation = await register(gulou, anObservation(patient));
    await told(listener, 1);
    const removed = await administrator.fhir(`Subscription/${id}`, { method: 'DELETE' });

    expect(seen).toMatchObject({ id, channel: { endpoint: listener.url } });
    expect(JSON.stringify(seen)).not.toContain('sesame');
    expect([off.status, whileOff, on.status, made.status, removed.status]).toEqual([200, 'off', 200, 403, 204]);
    // told under the owner's rights: an administrator sees no observation
    expect(listener.events().flatMap((one) => one.told)).toMatchObject([
      { focus: `${gulou.url}/fhir/Observation/${observation}` },
    ]);
    expect((await gulou.fhir(`Subscription/${id}`)).status).toBe(410);
  });

  test('nor may an administrator send it elsewhere, with the secret and under the rights of its owner', async () => {
    const { gulou, subscribe } = county;
    await using listener = await openListener();
    await using elsewhere = await openListener();
    const id = await subscribe({ endpoint: listener.url, headers: ['Authorization: Bearer sesame'] });
    const administrator = await gulou.as('admin');

    const { body: seen }: { body: Record<string, unknown> & { channel: object } } = await administrator.fhir(
      `Subscription/${id}`,
    );
    const changes = [{ channel: { ...seen.channel, endpoint: elsewhere.url } }, { reason: 'something else' }];
    const statuses = await Promise.all(
      changes.map(async (change) => (await administrator.fhir(`Subscription/${id}`, put({ ...seen, ...change }))).status),
    );

    expect(statuses).toEqual([403, 403]);
  });

  test('and is seen by no other people', async () => {
    const { gulou, subscribe } = county;
    await using listener = await openListener();
    const id = await subscribe({ endpoint: listener.url });
    const doctor = await gulou.as('doctor');

    const statuses = await Promise.all([
      doctor.fhir('Subscription').then(({ body }) => ({ found: (body as { entry?: unknown[] }).entry?.length ?? 0 })),
      doctor.fhir(`Subscription/${id}`).then(({ status }) => status),
      doctor.fhir('Subscription/$status').then(({ status }) => status),
    ]);

    expect(statuses).toEqual([{ found: 0 }, 404, 403]);
  });

  test('who lost the right hears nothing more: of a resident who moved away, and of nobody once the system is gone', async () => {
    const { network, gulou, patient, systemAt, subscribe, statusOf, told } = county;
    await using listener = await openListener();
    const system = await systemAt('leaving', '350102001');
    const mover = await register(gulou, aPerson());
    const id = await subscribe({ endpoint: listener.url, content: 'full-resource' }, system);
    await listener.down();
    await register(gulou, anObservation(mover));
    const stays = await register(gulou, anObservation(patient));
    await network.until(async () => (await statusOf(id, system)) === 'error');
    await gulou.fhir(`Patient/${mover}`, put({ ...aPerson({ division: '350102002' }), id: mover }));
    await listener.up();
    await told(listener, 1);

    await gulou.running.platform.database.sql`delete from identity.client where client_id = 'leaving'`;
    await register(gulou, anObservation(patient));
    const administrator = await gulou.as('admin');
    await network.until(async () => (await statusOf(id, administrator)) === 'off');

    expect(listener.events().flatMap((one) => one.told)).toEqual([
      { number: 2, focus: `${gulou.url}/fhir/Observation/${stays}` },
    ]);
    expect(JSON.stringify(listener.received)).not.toContain(mover);
  });

  test('what it tells of residents stands in the access log, under the name of its owner', async () => {
    const { gulou, subscribe, told } = county;
    await using listener = await openListener();
    const resident = await register(gulou, aPerson());
    const id = await subscribe({ endpoint: listener.url, filters: [`patient=${resident}`] });
    const observation = await register(gulou, anObservation(resident));
    await told(listener, 1);

    const { sql } = gulou.running.platform.database;
    const entries = await sql`
      select actor, action, what, purpose, outcome from audit.entry where resident = ${resident} and request_id = ${`Subscription/${id}`}`;

    expect([...entries]).toEqual([
      { actor: 'hospital-350102', action: 'read', what: `Observation/${observation}`, purpose: 'TREAT', outcome: 'success' },
    ]);
  });
});

describe('operations', () => {
  test('$status tells of one, of some, and of those in a state', async () => {
    const { gulou, patient, subscribe, told } = county;
    await using listener = await openListener();
    const id = await subscribe({ endpoint: listener.url });
    await register(gulou, anObservation(patient));
    await told(listener, 1);

    const [one, some, errors] = await Promise.all(
      [`Subscription/${id}/$status`, `Subscription/$status?id=${id},nobody`, `Subscription/$status?id=${id}&status=error`].map(
        async (path) => (await gulou.fhir(path)).body as { type: string; total: number; entry?: { resource: object }[] },
      ),
    );

    expect([one?.type, one?.total, some?.total, errors?.total]).toEqual(['searchset', 1, 1, 0]);
    expect(one?.entry?.[0]?.resource).toMatchObject({
      resourceType: 'Parameters',
      parameter: expect.arrayContaining([
        { name: 'type', valueCode: 'query-status' },
        { name: 'status', valueCode: 'active' },
        { name: 'events-since-subscription-start', valueString: '1' },
      ]),
    });
  });

  test('$events tells again what was, between two numbers, in the content asked for', async () => {
    const { gulou, patient, subscribe, told } = county;
    await using listener = await openListener();
    const id = await subscribe({ endpoint: listener.url });
    const made: string[] = [];
    for (let count = 0; count < 3; count++) made.push(await register(gulou, anObservation(patient)));
    await told(listener, 3);
    const asked = {
      resourceType: 'Parameters',
      parameter: [
        { name: 'eventsSinceNumber', valueString: '2' },
        { name: 'eventsUntilNumber', valueString: '3' },
        { name: 'content', valueCode: 'full-resource' },
      ],
    };

    const some = await gulou.fhir(`Subscription/${id}/$events`, post(asked));
    const wrong = await gulou.fhir(`Subscription/${id}/$events?eventsSinceNumber=two`);

    const read = readNotification(JSON.stringify(some.body));
    expect([read.type, read.told.map(({ number }) => number)]).toEqual(['query-event', [2, 3]]);
    expect(read.resources.filter(({ resourceType }) => resourceType === 'Observation').map((one) => one.id)).toEqual(
      made.slice(1),
    );
    expect(wrong.status).toBe(400);
  });
});
