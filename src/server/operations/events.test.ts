import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, aPerson, post, put, register } from '../../../tests/support/people.ts';
import type { ResidentPage } from '../../databases/population/contract.ts';
import type { EventDetail, EventKindView, EventPage, EventRecorded } from '../../databases/population/events/contract.ts';
import { aBirth, aDeathForm, aMarriage } from '../../databases/population/events/testing.ts';
import type { AccessPage } from '../../security/audit/contract.ts';

let network: TestNetwork;
let gulou: TestPlatform;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
});
afterAll(() => network[Symbol.asyncDispose]());

const aMother = () => register(gulou, aPerson({ birthDate: '1994-05-06', name: '林母' }));
const birthOf = async (mother: string, by = 'registrar'): Promise<EventRecorded> => {
  const answer = await (await gulou.as(by)).api('events', post({ kind: 'birth', values: aBirth({ mother: { id: mother } }) }));
  expect(answer).toMatchObject({ status: 200 });
  return answer.body;
};

describe('vital events through the plain interface', () => {
  test('a birth is recorded, listed, shown with its form, and entered in the log of accesses', async () => {
    const mother = await aMother();
    const registrar = await gulou.as('registrar');

    const { id, resident } = await birthOf(mother);

    const page: EventPage = (await registrar.api(`events?kind=birth&resident=${resident}`)).body;
    expect(page.items).toMatchObject([{ id, kind: 'birth', residentName: '小宝', sex: 'female', happenedOn: '2026-11-10' }]);
    const detail: EventDetail = (await registrar.api(`events/${id}`)).body;
    expect(detail.form).toContainEqual(
      expect.objectContaining({
        key: 'placeType',
        value: '12',
        words: expect.objectContaining({ en: 'County/district hospital' }),
      }),
    );
    expect(detail).toMatchObject({ recordedBy: '刘洋', values: { mother: { id: mother, name: '林母' } } });
    const log: AccessPage = (await registrar.api(`accesses?resident=${resident}`)).body;
    expect(log.items.map(({ action }) => action)).toEqual(expect.arrayContaining(['create', 'search', 'read']));
  });

  test('two children of one name, day and home are two, by their certificates', async () => {
    const [one, other] = [await birthOf(await aMother()), await birthOf(await aMother())];

    const { body } = await (await gulou.as('registrar')).fhir(`Patient/${other.resident}`);

    expect(other.resident).not.toBe(one.resident);
    expect(body).not.toHaveProperty('link');
  });

  test('numbers are masked, until the certificate is printed, which is logged', async () => {
    const registrar = await gulou.as('registrar');
    const number = anIdentityNumber('1950-05-06');
    const resident = await register(gulou, aPerson({ number, birthDate: '1950-05-06', name: '故人' }));
    const { id }: EventRecorded = (await registrar.api('events', post({ kind: 'death', resident, values: aDeathForm() }))).body;

    const masked = await registrar.api(`events/${id}`);
    const open = await registrar.api(`events/${id}/certificate`, { method: 'POST' });

    expect(JSON.stringify(masked.body)).not.toContain(number);
    expect(open.body).toMatchObject({ certificate: number });
    const log: AccessPage = (await registrar.api(`accesses?resident=${resident}`)).body;
    expect(log.items).toContainEqual(expect.objectContaining({ action: 'reveal', what: `Composition/${id}` }));
  });

  test('the feed of changes and the FHIR interface have it', async () => {
    const { id, resident } = await birthOf(await aMother());

    const found = await (await gulou.as('registrar')).fhir(`Composition?type=birth&subject=Patient/${resident}`);

    expect(found).toMatchObject({ status: 200, body: { entry: [{ resource: { id } }] } });
  });

  test('nobody writes one past the forms', async () => {
    const { id } = await birthOf(await aMother());
    const { body: event } = await gulou.fhir(`Composition/${id}`);

    const answers = await Promise.all([
      gulou.fhir(`Composition/${id}`, put(event)),
      gulou.fhir('Composition', post(event)),
      gulou.fhir(`Composition/${id}`, { method: 'DELETE' }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  test('a wrong form is answered with all its faults', async () => {
    const answer = await (await gulou.as('registrar')).api('events', post({ kind: 'birth', values: { weight: 1 } }));

    expect(answer).toMatchObject({ status: 422, body: { code: 'data-invalid' } });
    const { faults }: { faults: { at: string; text: { zh: string } }[] } = answer.body;
    expect(faults.find(({ at }) => at === 'weight')?.text.zh).toContain('200 至 8000');
    expect(faults.length).toBeGreaterThan(5);
  });

  test('corrected, it counts no more, and both stay on record', async () => {
    const registrar = await gulou.as('registrar');
    const { id, resident } = await birthOf(await aMother());

    const answer = await registrar.api(`events/${id}/correct`, post({ reason: '重复登记' }));

    expect(answer.status).toBe(200);
    const { items: standing }: EventPage = (await registrar.api(`events?resident=${resident}`)).body;
    const { items: all }: EventPage = (await registrar.api(`events?resident=${resident}&state=all`)).body;
    expect(standing).toEqual([]);
    expect(all.map(({ kind }) => kind).toSorted()).toEqual(['birth', 'correction']);
    const listed: ResidentPage = (await registrar.api(`residents?q=${encodeURIComponent('小宝')}&count=200`)).body;
    expect(listed.items.map((item) => item.id)).not.toContain(resident);
  });

  test('who left for here and has not arrived is expected', async () => {
    const registrar = await gulou.as('registrar');
    const resident = await aMother();
    const form = { on: '2026-11-01', otherDivision: '350102003', moveReason: 'work' };
    await registrar.api('events', post({ kind: 'move-out', resident, values: form }));
    const expected = async () => {
      const { items }: EventPage = (await registrar.api(`events?state=expected&resident=${resident}`)).body;
      return items.length;
    };
    const before = await expected();

    const arrival = {
      ...form,
      otherDivision: '350102001',
      division: '350102003',
      address: '南街 2 号',
      residence: 'actual',
      on: '2026-11-02',
    };
    const answer = await registrar.api('events', post({ kind: 'move-in', resident, values: arrival }));

    expect(answer.status).toBe(200);
    expect([before, await expected()]).toEqual([1, 0]);
  });
});

describe('who records what', () => {
  test.each([
    ['registrar', ['birth', 'death', 'divorce', 'identity', 'marriage', 'move-in', 'move-out']],
    ['public-health', ['birth', 'death', 'divorce', 'identity', 'marriage', 'move-in', 'move-out']],
    ['village', ['birth', 'death', 'move-in', 'move-out']],
    ['doctor', ['birth', 'death']],
  ])('%s records %j', async (username, kinds) => {
    const views: readonly EventKindView[] = (await (await gulou.as(username)).api('event-kinds')).body;

    expect(views.map(({ kind }) => kind).toSorted()).toEqual(kinds);
  });

  test('a doctor marries nobody', async () => {
    const resident = await aMother();

    const answer = await (await gulou.as('doctor')).api(
      'events',
      post({ kind: 'marriage', resident, values: aMarriage({ spouseName: '陈某' }) }),
    );

    expect(answer).toMatchObject({ status: 403, body: { code: 'right-missing' } });
  });

  test.each(['authority', 'admin', 'auditor'])('%s neither records nor reads any', async (username) => {
    const account = await gulou.as(username);

    const answers = await Promise.all([
      account.api('events'),
      account.api('event-kinds'),
      account.api('events', post({ kind: 'birth', values: {} })),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  test('the village doctor sees those of the township, and cannot name a mother of another', async () => {
    const elsewhere = await register(gulou, aPerson({ birthDate: '1994-05-06', division: '350102002' }));
    const { id } = await birthOf(elsewhere);
    const village = await gulou.as('village');

    const answers = await Promise.all([
      village.api(`events/${id}`),
      village.api('events', post({ kind: 'birth', values: aBirth({ mother: { id: elsewhere } }) })),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    expect(answers[1]?.body).toMatchObject({ at: 'mother' });
  });
});
