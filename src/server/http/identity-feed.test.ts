import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, anObservation, aPerson, IDENTITY, register } from '../../../tests/support/people.ts';

const RED = 'urn:oid:2.999.1';
let network: TestNetwork;
let gulou: TestPlatform;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
});
afterAll(() => network[Symbol.asyncDispose]());

let people = 0;
/** Somebody whom nothing but the local number connects with anybody else. */
const aStranger = (local: string, changes: Record<string, unknown> = {}) => {
  const year = 1930 + ((people++ * 13) % 80);
  const birthDate = `${year}-0${1 + (people % 9)}-1${people % 10}`;
  return aPerson({
    name: `${'赵钱孙李周吴郑王冯陈褚卫'.charAt(people % 12)}${'甲乙丙丁戊己庚辛壬癸'.charAt((people * 3) % 10)}`,
    birthDate,
    identifier: [
      { system: RED, value: local },
      { system: IDENTITY, value: anIdentityNumber(birthDate) },
    ],
    ...changes,
  });
};
interface Sent {
  readonly status: number;
  readonly body: {
    readonly id: string;
    readonly active?: boolean;
    readonly link?: readonly { readonly id?: string; readonly type: string; readonly other: Record<string, unknown> }[];
  };
}
const feed = (local: string, patient: object, method = 'PUT'): Promise<Sent> =>
  gulou.fhir(`Patient?identifier=${RED}|${local}`, {
    method,
    ...(method === 'PUT' ? { body: JSON.stringify(patient) } : {}),
  });
const replacedBy = (local: string) => ({
  active: false,
  link: [{ type: 'replaced-by', other: { identifier: { system: RED, value: local } } }],
});
const pix = (local: string) => gulou.fhir(`Patient/$ihe-pix?sourceIdentifier=${RED}|${local}`);
const linkRows = (...ids: string[]) =>
  gulou.running.platform.database.sql`
    select origin, linked_by from population.link where a = any(${ids}) and b = any(${ids})`;

describe('the feed of ITI-104', () => {
  test('adds, then revises what it added', async () => {
    const person = aStranger('add');

    const added = await feed('add', person);
    const revised = await feed('add', { ...person, telecom: [{ system: 'phone', value: '13805910009' }] });

    expect([added.status, revised.status]).toEqual([201, 200]);
    expect(revised.body).toMatchObject({ id: added.body.id, meta: { versionId: '2' } });
  });

  test('resolves a duplicate: two residents become one, in the write that says so', async () => {
    const [gone, stays] = [aStranger('gone'), aStranger('stays')];
    const before = [await feed('gone', gone), await feed('stays', stays)].map(({ body }) => body.id);
    const [subsumed = '', surviving = ''] = before;
    const record = await register(gulou, anObservation(subsumed));

    const answer = await feed('gone', { ...gone, ...replacedBy('stays') });

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ id: subsumed, active: false });
    expect(answer.body.link).toEqual([
      {
        type: 'replaced-by',
        other: { reference: `Patient/${surviving}`, identifier: { system: RED, value: 'stays' } },
      },
      expect.objectContaining({ id: 'resident-index' }),
    ]);
    expect([...(await linkRows(subsumed, surviving))]).toMatchObject([{ origin: 'merge', linked_by: 'hospital-350102' }]);
    const found: { entry: { resource: { id: string } }[] } = (await gulou.fhir(`Observation?patient=${surviving}`)).body;
    expect(found.entry.map(({ resource }) => resource.id)).toEqual([record]);
  });

  test('after it, the subsumed number is known no longer, and the surviving one leads not to it', async () => {
    const [gone, stays] = [aStranger('gone-2'), aStranger('stays-2')];
    await feed('gone-2', gone);
    await feed('stays-2', stays);

    await feed('gone-2', { ...gone, ...replacedBy('stays-2') });

    const [old, current] = [await pix('gone-2'), await pix('stays-2')];
    expect([old.status, codeOf(old), current.status]).toEqual([404, 'resource-unknown', 200]);
    expect(JSON.stringify(current.body)).not.toContain('gone-2');
  });

  test('said again it changes nothing; said no longer, the residents stay one', async () => {
    const [gone, stays] = [aStranger('gone-3'), aStranger('stays-3')];
    const first = await feed('gone-3', gone);
    const other = await feed('stays-3', stays);
    const merged = await feed('gone-3', { ...gone, ...replacedBy('stays-3') });

    const again = await feed('gone-3', { ...gone, ...replacedBy('stays-3') });
    const later = await feed('gone-3', gone);

    expect(again.body).toEqual(merged.body);
    expect(later.body.link).toMatchObject([{ id: 'resident-index' }]);
    expect(await linkRows(first.body.id, other.body.id)).toHaveLength(1);
  });

  test('parted again by somebody, the same message does not join them once more', async () => {
    const [gone, stays] = [aStranger('gone-4'), aStranger('stays-4')];
    const [a, b] = [(await feed('gone-4', gone)).body.id, (await feed('stays-4', stays)).body.id];
    await feed('gone-4', { ...gone, ...replacedBy('stays-4') });
    const reviewer = await gulou.as('registrar');
    const parted = await reviewer.api(`residents/${a}/links`, {
      method: 'POST',
      body: JSON.stringify({ kind: 'unlink', other: b }),
    });

    const again = await feed('gone-4', { ...gone, ...replacedBy('stays-4'), telecom: [{ system: 'phone', value: '1' }] });

    expect([parted.status, again.status]).toEqual([200, 200]);
    expect(await linkRows(a, b)).toHaveLength(0);
  });

  test.each([
    ['a number that nobody has', replacedBy('nobody'), 422, 'reference-unresolved'],
    ['itself', replacedBy('alone'), 422, 'reference-unresolved'],
  ])('is refused where the survivor is %s; nothing is written', async (_, replacement, status, code) => {
    const person = aStranger('alone');
    await feed('alone', person);

    const answer = await feed('alone', { ...person, ...replacement });

    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    const { body }: Sent = await gulou.fhir(`Patient?identifier=${RED}|alone`);
    expect(JSON.stringify(body)).not.toContain('replaced-by');
  });

  test('is refused across two who were said not to be the same', async () => {
    const [one, other] = [aStranger('one'), aStranger('other')];
    const [a, b] = [(await feed('one', one)).body.id, (await feed('other', other)).body.id];
    const reviewer = await gulou.as('registrar');
    await reviewer.api(`residents/${a}/links`, { method: 'POST', body: JSON.stringify({ kind: 'apart', other: b }) });

    const answer = await feed('one', { ...one, ...replacedBy('other') });

    expect([answer.status, codeOf(answer)]).toEqual([409, 'kept-apart']);
  });

  test('in a batch, a merge that cannot be stands back alone', async () => {
    const entry = (local: string, more: object) => ({
      resource: { ...aStranger(local), ...more },
      request: { method: 'PUT', url: `Patient?identifier=${RED}|${local}` },
    });
    const bundle = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [entry('b-1', replacedBy('nobody')), entry('b-2', {}), entry('b-3', replacedBy('b-2'))],
    };

    const answer = await gulou.fhir('', { method: 'POST', body: JSON.stringify(bundle) });

    const { entry: answers }: { entry: { response: { status: string } }[] } = answer.body;
    expect(answers.map(({ response }) => response.status)).toEqual(['422', '201', '201']);
  });

  test('removes a Patient, and with it its number', async () => {
    await feed('removed', aStranger('removed'));

    const removed = await feed('removed', {}, 'DELETE');

    expect([removed.status, (await pix('removed')).status]).toEqual([204, 404]);
  });

  test('merging and removing in one transaction leave one resident less', async () => {
    const [x, y, z] = [aStranger('x'), aStranger('y'), aStranger('z')];
    const ids: string[] = [];
    for (const [local, person] of [
      ['x', x],
      ['y', y],
      ['z', z],
    ] as const)
      ids.push((await feed(local, person)).body.id);
    await feed('x', { ...x, ...replacedBy('y') });
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { resource: { ...z, ...replacedBy('y') }, request: { method: 'PUT', url: `Patient?identifier=${RED}|z` } },
        { request: { method: 'DELETE', url: `Patient?identifier=${RED}|x` } },
      ],
    };

    const answer = await gulou.fhir('', { method: 'POST', body: JSON.stringify(bundle) });

    expect(answer.status).toBe(200);
    const rows = await gulou.running.platform.database.sql`
      select patients from store.linked_patient where patient = any(${ids}) order by patient`;
    expect(rows.map(({ patients }) => [...(patients as string[])].sort())).toEqual(
      Array.from({ length: 2 }, () => [ids[1], ids[2]].toSorted()),
    );
  });
});
