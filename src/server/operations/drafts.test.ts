import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, type TestNetwork, testNetwork } from '../../../tests/support/network.ts';
import { post } from '../../../tests/support/people.ts';

let network: TestNetwork;
let doctor: Caller;
let other: Caller;
beforeAll(async () => {
  network = await testNetwork('350102');
  doctor = await network.at('350102').as('doctor');
  other = await network.at('350102').as('village');
});
afterAll(() => network[Symbol.asyncDispose]());

const NAME = 'contact 350102-1 hypertension follow-up';
const json = { 'content-type': 'application/json' };
const keep = (caller: Caller, values: object, name = NAME) => caller.api('drafts', post({ name, values }, json));
const kept = async (caller: Caller, name = NAME) => (await caller.api(`drafts?name=${encodeURIComponent(name)}`)).body;

test('a draft is had again by whoever typed it, as it was typed last, and by nobody else', async () => {
  await keep(doctor, { systolic: '14' });
  await keep(doctor, { systolic: '146', refuses: false, mother: { id: 'm', name: '林晓明' } });

  expect(await kept(doctor)).toEqual({ values: { systolic: '146', refuses: false, mother: { id: 'm', name: '林晓明' } } });
  expect(await kept(other)).toEqual({});
  expect(await kept(doctor, `${NAME}-2`)).toEqual({});
});

test('nothing of it can be read in the database', async () => {
  await keep(doctor, { complaint: '心悸三天' });

  const rows = await network.at('350102').running.platform.database.sql`select * from drafts.draft`;

  expect(JSON.stringify(rows)).not.toMatch(/心悸|hypertension|350102-1/);
});

test('it is gone when it is forgotten, of one account alone', async () => {
  await keep(doctor, { systolic: '150' });
  await keep(other, { systolic: '120' });

  await doctor.api('drafts/forget', post({ name: NAME }, json));

  expect(await kept(doctor)).toEqual({});
  expect(await kept(other)).toEqual({ values: { systolic: '120' } });
});

test('a form too large for any, or too many of them, are refused', async () => {
  const large = Object.fromEntries(Array.from({ length: 501 }, (_, field) => [`f${field}`, '1']));
  expect((await keep(doctor, large)).status).toBe(400);
  for (let form = 0; form < 200; form++) await keep(other, { a: '1' }, `form ${form}`);

  expect((await keep(other, { a: '1' }, 'one more')).status).toBe(413);
  expect((await keep(other, { a: '2' }, 'form 7')).status).toBe(204);
});
