import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, post, put } from '../../../tests/support/people.ts';
import type { CrossIndex, ResidentRegistered } from '../../databases/population/index.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let hospital: Caller['api'];
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  const token = await gulou.token();
  hospital = async (path, init) => {
    const answer = await fetch(`${gulou.url}/api/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as never };
  };
});
afterAll(() => network[Symbol.asyncDispose]());

const [RED, BLUE] = ['2.999.1', '2.999.2'];
const localId = (extension: string, root = RED) => ({ root, extension });
const aForm = (number: string | null, changes: Record<string, unknown> = {}) => ({
  name: '林晓明',
  sex: 'female',
  birthDate: '1984-05-06',
  ...(number ? { documentType: '01', documentNumber: number } : {}),
  ...changes,
});
// 17 digits whose last is even are a woman's
const aNumber = (): string => {
  const number = anIdentityNumber();
  return Number(number[16]) % 2 === 0 ? number : aNumber();
};
const register = (id: object, values: object): Promise<{ status: number; body: ResidentRegistered }> =>
  hospital('resident-registrations', post({ localId: id, values }));
const query = (asked: object): Promise<{ status: number; body: CrossIndex }> =>
  hospital('resident-registrations/query', post(asked));

describe('the registration of residents by institutions', () => {
  test('gives the resident of the index, one for two institutions; the query tells both numbers', async () => {
    const number = aNumber();

    const first = await register(localId('1'), aForm(number));
    const second = await register(localId('9', BLUE), aForm(number));
    const again = await register(localId('1'), aForm(number));

    expect([first.status, first.body.isNew, again.body.isNew]).toEqual([200, true, false]);
    expect(second.body.resident).toBe(first.body.resident);
    const byNumber = await query({ document: { type: '01', number } });
    const byLocalId = await query({ localId: localId('9', BLUE) });
    expect(byLocalId.body).toEqual(byNumber.body);
    expect(byNumber.body).toEqual({
      resident: first.body.resident,
      localIds: [
        { ...localId('1'), patient: first.body.patient },
        { ...localId('9', BLUE), patient: second.body.patient },
      ],
    });
  });

  test('is changed under its number, and only where there is one', async () => {
    await register(localId('2'), aForm(null, { name: '黄二' }));

    const changed = await hospital('resident-registrations', put({ localId: localId('2'), values: { phone: '13805910002' } }));
    const nobody = await hospital('resident-registrations', put({ localId: localId('none'), values: {} }));

    expect([changed.status, nobody.status]).toEqual([200, 404]);
    const { body } = await gulou.fhir(`Patient?identifier=urn:oid:${RED}|2`);
    expect(body).toMatchObject({ entry: [{ resource: { name: [{ text: '黄二' }], telecom: [{ value: '13805910002' }] } }] });
  });

  test('merges two numbers of an institution: the subsumed one is known no longer', async () => {
    const one = await register(localId('3'), aForm(null, { name: '吴三', birthDate: '1951-01-20' }));
    const other = await register(localId('4'), aForm(null, { name: '郑四', birthDate: '1962-02-21' }));

    const merge = { subsumed: localId('3'), surviving: localId('4') };
    const merged: { status: number; body: ResidentRegistered } = await hospital('resident-registrations/merge', post(merge));

    expect(one.body.resident).not.toBe(other.body.resident);
    expect([merged.status, merged.body.patient]).toEqual([200, one.body.patient]);
    expect((await query({ localId: localId('4') })).body).toMatchObject({
      resident: merged.body.resident,
      localIds: [{ extension: '4' }],
    });
    expect((await query({ localId: localId('3') })).status).toBe(404);
  });

  test.each([
    ['a form without a name', { localId: localId('5'), values: { sex: 'female', birthDate: '1984-05-06' } }, 422, 'data-invalid'],
    ['a national root', { localId: localId('5', '2.16.156.10011.1.3'), values: aForm(null) }, 400, 'input-invalid'],
    ['no number', { values: aForm(null) }, 400, 'input-invalid'],
    ['a number whose check fails', { localId: localId('5'), values: aForm('350102198405060010') }, 422, 'data-invalid'],
  ])('refuses %s, and tells nothing of whom it is about', async (_, body, status, code) => {
    const answer: { status: number; body: { code: string } } = await hospital('resident-registrations', post(body));

    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(JSON.stringify(answer.body)).not.toMatch(/林晓明|3501021984/);
  });

  test('of one person by many at once makes one resident', async () => {
    const number = aNumber();

    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => register(localId('many', `2.999.${100 + (index % 6)}`), aForm(number))),
    );

    expect(answers.map(({ status }) => status).filter((status) => status !== 200)).toEqual([]);
    const { body } = await query({ document: { type: '01', number } });
    expect(body.localIds).toHaveLength(6);
  });

  test('is for who may write residents', async () => {
    const body = { localId: localId('6'), values: aForm(null) };

    const refused = await (await gulou.as('auditor')).api('resident-registrations', post(body));

    expect(refused.status).toBe(403);
  });
});
