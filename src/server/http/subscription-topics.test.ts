import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openListener } from '../../../tests/support/listener.ts';
import { anIdentityNumber, anObservation, aPerson, IDENTITY, post, put, register } from '../../../tests/support/people.ts';
import { type Asked, aSubscription, type Subscribing, subscribing } from '../../../tests/support/subscriptions.ts';
import { postBy } from '../../platform/subscriptions/post.ts';

let county: Subscribing;
beforeAll(async () => {
  county = await subscribing();
});
afterAll(() => county[Symbol.asyncDispose]());

describe('topics', () => {
  const anEncounter = (elements: object) => ({
    resourceType: 'Encounter',
    status: 'planned',
    class: { code: 'IMP' },
    subject: { reference: `Patient/${county.patient}` },
    ...elements,
  });

  test('an admission is told once, when it becomes one, and a discharge too', async () => {
    const { gulou, subscribe, told } = county;
    await using admission = await openListener();
    await using discharge = await openListener();
    await subscribe({ endpoint: admission.url, topic: 'urn:minkang:topic:admission', filters: ['Encounter.class=IMP'] });
    await subscribe({ endpoint: discharge.url, topic: 'urn:minkang:topic:discharge' });

    const id = await register(gulou, anEncounter({}));
    const labels = { resourceType: 'Parameters', parameter: [{ name: 'meta', valueMeta: { tag: [{ code: 'x' }] } }] };
    for (const elements of [{ status: 'in-progress' }, { status: 'in-progress', language: 'zh' }, { status: 'finished' }]) {
      await gulou.fhir(`Encounter/${id}`, put({ ...anEncounter(elements), id }));
      await gulou.fhir(`Encounter/${id}/$meta-add`, post(labels));
    }
    await register(gulou, anEncounter({ status: 'in-progress', class: { code: 'AMB' } }));

    await told(discharge, 1);
    await told(admission, 1);
    const later = await register(gulou, anEncounter({ status: 'in-progress' }));
    await gulou.fhir(`Encounter/${later}`, put({ ...anEncounter({ status: 'finished' }), id: later }));
    await told(discharge, 2);
    expect([admission.numbers(), discharge.numbers()]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(admission.events().flatMap((one) => one.told.map(({ focus }) => focus))).toEqual(
      [id, later].map((one) => `${gulou.url}/fhir/Encounter/${one}`),
    );
  });

  test('of any change tell of creation, update and deletion, by filters of every kind', async () => {
    const { gulou, patient, subscribe, told } = county;
    await using listener = await openListener();
    await subscribe({
      endpoint: listener.url,
      topic: 'urn:minkang:topic:change:Condition',
      filters: [`Condition?subject=Patient/${patient}&code=urn:test|E11`, 'onset-date=ge2026-01-01', 'category:not=problem'],
    });
    const aCondition = (onset: string, code = 'E11') => ({
      resourceType: 'Condition',
      code: { coding: [{ system: 'urn:test', code }] },
      subject: { reference: `Patient/${patient}` },
      onsetDateTime: onset,
    });

    await register(gulou, aCondition('2025-12-31'));
    await register(gulou, aCondition('2026-02-01', 'E10'));
    const id = await register(gulou, aCondition('2026-02-01'));
    await gulou.fhir(`Condition/${id}`, put({ ...aCondition('2026-03-01'), id }));
    await gulou.fhir(`Condition/${id}`, { method: 'DELETE' });

    await told(listener, 3);
    expect(new Set(listener.events().flatMap((one) => one.told.map(({ focus }) => focus)))).toEqual(
      new Set([`${gulou.url}/fhir/Condition/${id}`]),
    );
  });

  test("a criteria of R4's own form is every change that it finds", async () => {
    const { gulou, patient, subscribe, told } = county;
    await using listener = await openListener();
    await subscribe({ endpoint: listener.url, topic: 'Observation?status=preliminary' });

    await register(gulou, anObservation(patient));
    await register(gulou, anObservation(patient, { status: 'preliminary' }));

    await told(listener, 1);
    expect(listener.numbers()).toEqual([1]);
  });

  test('are narrowed by what others say: whose patient it is, and who refers to it; by what the owner may see', async () => {
    const { gulou, systemAt, subscribe, told } = county;
    await using women = await openListener();
    await using numbered = await openListener();
    await using referred = await openListener();
    await using elsewhere = await openListener();
    const number = anIdentityNumber();
    const [woman, man] = [await register(gulou, aPerson({ number })), await register(gulou, aPerson({ gender: 'male' }))];
    const criteria = `Observation?patient.gender=female&code=urn:test|hb`;
    await subscribe({ endpoint: women.url, topic: criteria });
    await subscribe({ endpoint: numbered.url, filters: [`subject:Patient.identifier=${IDENTITY}|${number}`] });
    await subscribe({ endpoint: referred.url, topic: 'Patient?_has:Observation:patient:code=urn:test|hb&gender=male' });
    await subscribe({ endpoint: elsewhere.url, topic: criteria }, await systemAt('elsewhere', '350181'));
    const aResult = (patient: string, code = 'hb') =>
      anObservation(patient, { code: { coding: [{ system: 'urn:test', code }] } });

    await register(gulou, aResult(man));
    const id = await register(gulou, aResult(woman));
    await gulou.fhir(`Patient/${man}`, put({ ...aPerson({ gender: 'male', number: null, name: '陈大文' }), id: man }));
    await register(gulou, aResult(woman, 'glucose'));
    await gulou.fhir(`Observation/${id}`, { method: 'DELETE' });

    await told(women, 2);
    await told(numbered, 2);
    await told(referred, 1);
    const focusesOf = (listener: typeof women) => listener.events().flatMap((one) => one.told.map(({ focus }) => focus));
    // created and deleted; the topic of results tells of no deletion, but of the other result of the woman
    expect(focusesOf(women)).toEqual([id, id].map((one) => `${gulou.url}/fhir/Observation/${one}`));
    expect(focusesOf(numbered)).toHaveLength(2);
    expect(focusesOf(numbered)).toContain(`${gulou.url}/fhir/Observation/${id}`);
    expect(focusesOf(referred)).toEqual([`${gulou.url}/fhir/Patient/${man}`]);
    expect(focusesOf(elsewhere)).toEqual([]);
  });

  test('a filter that can no longer be answered ends the Subscription and says why', async () => {
    const { network, gulou, patient, subscribe, statusOf } = county;
    await using listener = await openListener();
    const id = await subscribe({ endpoint: listener.url, topic: 'Observation?code:in=urn:test:no-such-set' });

    await register(gulou, anObservation(patient));
    await network.until(async () => (await statusOf(id)) === 'off');

    const { body } = await gulou.fhir(`Subscription/${id}`);
    expect(body).toMatchObject({ error: 'There is no such value set here' });
    expect(listener.numbers()).toEqual([]);
  });

  test('tell of a label that comes and goes, though it makes no version', async () => {
    const { gulou, patient, subscribe, told } = county;
    await using listener = await openListener();
    await subscribe({ endpoint: listener.url, topic: 'Observation?_tag=urn:tag|urgent', content: 'full-resource' });
    const id = await register(gulou, anObservation(patient));
    const meta = { tag: [{ system: 'urn:tag', code: 'urgent' }] };
    const labels = { resourceType: 'Parameters', parameter: [{ name: 'meta', valueMeta: meta }] };

    await gulou.fhir(`Observation/${id}/$meta-add`, post(labels));
    await told(listener, 1);

    // the creation too, where it is read when the label is there already
    expect(new Set(listener.events().flatMap((one) => one.told.map(({ focus }) => focus)))).toEqual(
      new Set([`${gulou.url}/fhir/Observation/${id}`]),
    );
    expect(JSON.stringify(listener.received)).toContain('"versionId":"1"');
  });

  test('all are named in the CapabilityStatement and shown as Basic resources, with their filters', async () => {
    const { gulou } = county;
    const statement = await gulou.fhir('metadata');
    const shown = await gulou.fhir('Subscription/$topics');

    const { rest }: { rest: { resource: { type: string; extension?: { valueCanonical: string }[] }[] }[] } = statement.body;
    const named =
      rest[0]?.resource.find(({ type }) => type === 'Subscription')?.extension?.map((one) => one.valueCanonical) ?? [];
    const { entry }: { entry: { resource: { extension: { url: string; valueUri?: string }[] } }[] } = shown.body;
    expect(named).toContain('urn:minkang:topic:encounter-start');
    expect(entry.map(({ resource }) => resource.extension[0]?.valueUri)).toEqual(named);
  });
});

describe('what is refused, with its place', () => {
  const endpoint = 'https://hospital.example/notify';
  test.each<[string, Asked, string]>([
    ['an unknown topic', { endpoint, topic: 'urn:minkang:topic:birthday' }, 'Subscription.criteria'],
    [
      'a filter that the topic has not',
      { endpoint, filters: ['status=final', 'device=1'] },
      'Subscription.criteria.extension[1]',
    ],
    ['a chain that leads nowhere', { endpoint, filters: ['patient.colour=red'] }, 'Subscription.criteria.extension[0]'],
    ['an order', { endpoint, topic: 'Observation?patient.gender=female&_sort=date' }, 'Subscription.criteria'],
    ['a length of pages', { endpoint, filters: ['Observation?status=final&_count=5'] }, 'Subscription.criteria.extension[0]'],
    ['a filter of another type', { endpoint, filters: ['Patient?patient=1'] }, 'Subscription.criteria.extension[0]'],
    ['a filter that is none', { endpoint, filters: ['status'] }, 'Subscription.criteria.extension[0]'],
    ['a filter without sense', { endpoint, filters: ['date=yesterday'] }, 'Subscription.criteria.extension[0]'],
    ['an unknown content', { endpoint, content: 'everything' }, 'Subscription.channel.payload.extension'],
    ['a timeout without end', { endpoint, timeout: 100_000 }, 'Subscription.channel.extension'],
    ['an endpoint without TLS', { endpoint: 'http://hospital.example/notify' }, 'Subscription.channel.endpoint'],
    ['an endpoint that is none', { endpoint: 'mailto:a@b.example' }, 'Subscription.channel.endpoint'],
    ['an endpoint with a password', { endpoint: 'https://a:b@hospital.example' }, 'Subscription.channel.endpoint'],
    ['the machine next door', { endpoint: 'https://10.1.2.3/notify' }, 'Subscription.channel.endpoint'],
    ['the machine next door in disguise', { endpoint: 'https://0xa010203/notify' }, 'Subscription.channel.endpoint'],
    ['what a cloud tells its own', { endpoint: 'https://169.254.169.254/latest' }, 'Subscription.channel.endpoint'],
    ['the same in the new world', { endpoint: 'https://[::ffff:169.254.169.254]/latest' }, 'Subscription.channel.endpoint'],
    ['a unique local address', { endpoint: 'https://[fd00::1]/' }, 'Subscription.channel.endpoint'],
    ['a header of the connection', { endpoint, headers: ['Host: other.example'] }, 'Subscription.channel.header[0]'],
    ['a header with two lines', { endpoint, headers: ['X-A: b', 'X-B: c\r\nX-D: e'] }, 'Subscription.channel.header[1]'],
    ['a header sealed by nobody', { endpoint, headers: ['X-A: sealed AAAAAAAAAAAAAAAA'] }, 'Subscription.channel.header[0]'],
  ])('%s', async (_, asked, at) => {
    const { gulou } = county;
    const { status, body } = await gulou.fhir('Subscription', post(aSubscription(asked)));

    const { issue }: { issue: { expression: string[]; details: { coding: { code: string }[] } }[] } = body;
    expect([status, issue[0]?.details.coding[0]?.code, issue[0]?.expression]).toEqual([422, 'subscription-refused', [at]]);
  });

  test('the same of one that names a profile, known here or not', async () => {
    const { gulou } = county;
    const asked = aSubscription({ endpoint: 'https://169.254.169.254/latest' });
    const profile = ['http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription'];

    const { status, body } = await gulou.fhir('Subscription', post({ ...asked, meta: { profile } }));

    const { issue }: { issue: { expression: string[] }[] } = body;
    expect([status, issue[0]?.expression]).toEqual([422, ['Subscription.channel.endpoint']]);
  });

  test('another channel', async () => {
    const { gulou } = county;
    const { channel, ...rest } = aSubscription({ endpoint });

    const answer = await gulou.fhir('Subscription', post({ ...rest, channel: { ...channel, type: 'email' } }));

    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain('Subscription.channel.type');
  });

  test('in a batch the one entry, not its neighbours', async () => {
    const { gulou } = county;
    const entry = [aSubscription({ endpoint, topic: 'urn:x' }), aPerson()].map((resource) => ({
      resource,
      request: { method: 'POST', url: resource.resourceType },
    }));

    const { body } = await gulou.fhir('', post({ resourceType: 'Bundle', type: 'batch', entry }));

    const { entry: answers }: { entry: { response: { status: string } }[] } = body;
    expect(answers.map(({ response }) => response.status.slice(0, 3))).toEqual(['422', '201']);
  });

  test('a name that leads inside of networks, when the connection is made', async () => {
    await using listener = await openListener();
    const post = postBy({ trusted: [], loopback: false });

    const reason = await post({ endpoint: `http://localhost:${listener.port}/`, headers: {}, body: '{}', timeoutMs: 5000 });

    expect([reason, listener.received]).toEqual(['leads to an address inside of networks', []]);
  });
});
