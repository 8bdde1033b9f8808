import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { aBloodPressure, anIdentityNumber, aPerson, post, register } from '../../../tests/support/people.ts';
import type { ContactFormView, ContactRecorded, TakenItem, TakenPage } from '../../programmes/contract.ts';
import type { AccessPage } from '../../security/audit/contract.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let village: Caller;
let doctor: Caller;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  [village, doctor] = await Promise.all([gulou.as('village'), gulou.as('doctor')]);
});
afterAll(() => network[Symbol.asyncDispose]());

const ON = '2026-03-02';
const PATH = 'due/forms?programme=hypertension&activity=follow-up';
const takenPage = async (): Promise<TakenPage> => (await village.api(PATH)).body;

/** Somebody with hypertension, as taken along by the village doctor. */
async function aTaken(): Promise<TakenItem> {
  const id = await register(gulou, aPerson({ birthDate: '1956-04-05' }));
  await register(gulou, aBloodPressure(id, '146', '2026-02-20'));
  await village.api(`residents/${id}/enrolments`, post({ programme: 'hypertension', on: '2026-03-01' }));
  return vi.waitFor(
    async () => {
      const item = (await takenPage()).items.find(({ row }) => row.resident === id);
      if (!item) throw new Error('not due yet');
      return item;
    },
    { timeout: 30_000, interval: 50 },
  );
}

const answers = {
  ...{ contactMode: '2', hypertensionSymptoms: '1', systolic: 152, diastolic: 88, weight: 70, height: 165 },
  ...{ medicationAdherence: '1', adverseReaction: false, followUpResult: '2' },
};
const visit = (rest: Record<string, unknown> = {}, values: Record<string, unknown> = {}) =>
  post({ programme: 'hypertension', activity: 'follow-up', on: ON, values: { ...answers, ...values }, ...rest });
const send = (by: Caller, { row }: TakenItem, body: RequestInit) => by.api(`residents/${row.resident}/contacts`, body);
async function contactsOf({ row }: TakenItem): Promise<readonly string[]> {
  const form: ContactFormView = (
    await village.api(`residents/${row.resident}/contact-form?programme=hypertension&activity=follow-up`)
  ).body;
  return form.basis.contacts;
}
const aKey = () => crypto.randomUUID();

describe('what is taken along', () => {
  test('is what the form needs, each form once, and each resident is entered in the audit log as read', async () => {
    const taken = await aTaken();

    const page = await takenPage();

    expect(taken.form).toMatchObject({
      known: { systolic: { value: 146, on: '2026-02-20' } },
      basis: { resident: taken.row.resident, died: false, contacts: [] },
    });
    expect(page.fields[taken.form.fields]?.map(({ key }) => key)).toEqual(expect.arrayContaining(['contactMode', 'systolic']));
    const log: AccessPage = (await (await gulou.as('auditor')).api(`accesses?resident=${taken.row.resident}`)).body;
    expect(log.items).toContainEqual(expect.objectContaining({ action: 'read', what: 'CarePlan' }));
  });

  test('of a number it has the last four characters and no more', async () => {
    const number = anIdentityNumber('1956-04-05');
    const id = await register(gulou, aPerson({ birthDate: '1956-04-05', number }));
    await village.api(`residents/${id}/enrolments`, post({ programme: 'hypertension', on: '2026-03-01' }));

    const page = await vi.waitFor(
      async () => {
        const found = await takenPage();
        if (!found.items.some(({ row }) => row.resident === id)) throw new Error('not due yet');
        return found;
      },
      { timeout: 30_000, interval: 50 },
    );

    expect(page.items.find(({ row }) => row.resident === id)?.lastDigits).toBe(number.slice(-4));
    expect(JSON.stringify(page)).not.toContain(number);
  });

  test('is refused to who may not fill in forms', async () => {
    expect((await (await gulou.as('registrar')).api(PATH)).status).toBe(403);
  });
});

describe('a contact with a key', () => {
  test('is written once, however often it is sent', async () => {
    const taken = await aTaken();
    const key = aKey();
    const first: ContactRecorded = (await send(village, taken, visit({ key, basis: taken.form.basis }))).body;

    const again: ContactRecorded = (await send(village, taken, visit({ key, basis: taken.form.basis }))).body;

    expect(again.id).toBe(first.id);
    expect(await contactsOf(taken)).toEqual([`${first.id}/1`]);
  });

  test('is written once when it is sent twice at the same moment', async () => {
    const taken = await aTaken();
    const key = aKey();

    const both = await Promise.all([1, 2, 3].map(() => send(village, taken, visit({ key, basis: taken.form.basis }))));

    expect(both.map(({ status }) => status)).toEqual([200, 200, 200]);
    const ids = new Set(both.map(({ body }) => (body as ContactRecorded).id));
    expect(await contactsOf(taken)).toEqual([...ids].map((id) => `${id}/1`));
  });

  test('with other content under the same key is refused', async () => {
    const taken = await aTaken();
    const key = aKey();
    await send(village, taken, visit({ key }));

    const other = await send(village, taken, visit({ key }, { systolic: 132 }));

    expect(other).toMatchObject({ status: 409, body: { code: 'repeat-differs' } });
  });
});

describe('what somebody else did meanwhile', () => {
  test('a contact of the same activity is told, and nothing is written until it is sent on the basis of now', async () => {
    const taken = await aTaken();
    const theirs: ContactRecorded = (await send(doctor, taken, visit())).body;
    const key = aKey();

    const refused = await send(village, taken, visit({ key, basis: taken.form.basis }, { systolic: 161 }));

    expect(refused).toMatchObject({ status: 409, body: { code: 'contact-conflict', faults: [{ at: 'contacts' }] } });
    expect(await contactsOf(taken)).toEqual([`${theirs.id}/1`]);
    const basis = { ...taken.form.basis, contacts: await contactsOf(taken) };
    const added: ContactRecorded = (await send(village, taken, visit({ key, basis }, { systolic: 161 }))).body;
    expect((await contactsOf(taken)).toSorted()).toEqual([`${theirs.id}/1`, `${added.id}/1`].toSorted());
  });

  test('of two who send at the same moment one is written and the other is told', async () => {
    const taken = await aTaken();

    const both = await Promise.all(
      [village, doctor].map((by) => send(by, taken, visit({ key: aKey(), basis: taken.form.basis }))),
    );

    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await contactsOf(taken)).toHaveLength(1);
  });

  test.each([
    ['definition', { definition: '2011/follow-up' }],
    ['division', { division: '350103' }],
    ['resident', { resident: 'somebody-else' }],
    ['died', { died: true }],
  ])('another %s is told by its name', async (part, other) => {
    const taken = await aTaken();

    const refused = await send(village, taken, visit({ key: aKey(), basis: { ...taken.form.basis, ...other } }));

    expect(refused).toMatchObject({ status: 409, body: { code: 'contact-conflict', faults: [{ at: part }] } });
    expect(await contactsOf(taken)).toEqual([]);
  });
});
