import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identityNumber } from '../../standards/index.ts';
import {
  aHousehold,
  anObservation,
  aPatient,
  type Identified,
  idsFound,
  storeForTests,
  type TestStore,
  vitalSigns,
} from '../testing.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
});
afterAll(() => here[Symbol.asyncDispose]());

const put = (...resources: Identified[]) =>
  here.all.commit(
    resources.map((resource) => ({ kind: 'put', resource })),
    { atomic: true },
  );

describe('search by identifier', () => {
  beforeAll(() =>
    put(
      aPatient({ id: 'a', identifier: [{ system: 'urn:s', value: 'v' }] }),
      aPatient({ id: 'b', identifier: [{ system: 'urn:t', value: 'v' }] }),
      aPatient({ id: 'c', identifier: [{ value: 'v' }] }),
      aPatient({ id: 'd', identifier: [{ system: 'urn:s', value: 'w' }, { system: 'urn:u' }] }),
      aPatient({ id: 'odd', identifier: [{ system: 'urn:s', value: `it's, a|"b\\c & d | !e:* ' <-> ${'ä'.repeat(600)}` }] }),
      aPatient({
        id: 'comma',
        identifier: [{ system: 'urn:s', value: 'x,y' }, { value: 'p|q' }, { system: 'urn:s', value: '*' }],
      }),
      aPatient({ id: 'citizen', identifier: [{ system: identityNumber, value: '11010519491231002x' }] }),
    ),
  );

  test.each([
    ['urn:s|v', ['a']],
    ['urn:t|v', ['b']],
    ['v', ['a', 'b', 'c']],
    ['|v', ['c']],
    ['urn:s|', ['a', 'comma', 'd', 'odd']],
    ['urn:u|', ['d']],
    ['|', []],
    ['', []],
    ['urn:s|v,urn:s|w', ['a', 'd']],
    ['urn:s|x\\,y', ['comma']],
    ['x\\,y', ['comma']],
    ['x,y', []],
    ['p\\|q', ['comma']],
    ['|p\\|q', ['comma']],
    ['p|q', []],
    ['urn:s|*', ['comma']],
    ['*', ['comma']],
    ['*|v', []],
    ['URN:S|v', []],
    ['urn:s|V', []],
    [`urn:s|it's\\, a\\|"b\\\\c & d \\| !e:* ' <-> ${'ä'.repeat(600)}`, ['odd']],
    [`${identityNumber}|11010519491231002X`, ['citizen']],
    [`${identityNumber}|11010519491231002x`, ['citizen']],
    [`${identityNumber}|110105491231002`, ['citizen']],
    ['11010519491231002x', ['citizen']],
    [`${identityNumber}|`, ['citizen']],
  ])('%s finds %j', async (value, ids) => {
    expect(await idsFound(here.all, 'Patient', new URLSearchParams({ identifier: value }).toString())).toEqual(ids);
  });

  test('finds a value of any characters by itself, and nothing else', async () => {
    const value = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).filter((text) => !text.includes('\u0000'));
    let round = 0;
    await fc.assert(
      fc.asyncProperty(value, value, async (one, other) => {
        fc.pre(one !== other);
        round += 1;
        const system = `urn:round:${round}`;
        await put(
          { resourceType: 'Device', id: `r${round}-1`, identifier: [{ system, value: one }] },
          { resourceType: 'Device', id: `r${round}-2`, identifier: [{ system, value: other }] },
        );

        const escaped = one.replaceAll(/[\\,|$]/g, '\\$&');

        expect(
          await idsFound(here.all, 'Device', new URLSearchParams({ identifier: `${system}|${escaped}` }).toString()),
        ).toEqual([`r${round}-1`]);
      }),
      { numRuns: 60 },
    );
  });

  test('follows an update: what it was called before, it is called no more', async () => {
    await put({ resourceType: 'Device', id: 'renamed', identifier: [{ value: 'old' }] });
    await put({ resourceType: 'Device', id: 'renamed', identifier: [{ value: 'new' }] });

    expect(await idsFound(here.all, 'Device', 'identifier=old')).toEqual([]);
    expect(await idsFound(here.all, 'Device', 'identifier=new')).toEqual(['renamed']);
  });
});

describe('search by patient', () => {
  beforeAll(() =>
    put(
      anObservation({ id: 'mine', of: 'p' }),
      anObservation({ id: 'mine-vital', of: 'p', ...vitalSigns }),
      anObservation({ id: 'other', of: 'q' }),
      anObservation({ id: 'reported-by-p', of: 'q', performer: [{ reference: 'Patient/p' }] }),
      aHousehold({ id: 'family', members: ['p', 'q'] }),
      {
        resourceType: 'Account',
        id: 'joint',
        status: 'active',
        subject: [{ reference: 'Patient/p' }, { reference: 'Patient/q' }],
      },
    ),
  );

  test('finds the resident’s own records in all databases, not those of others in which he took part', async () => {
    expect(await idsFound(here.all, 'Observation', 'patient=p')).toEqual(['mine', 'mine-vital']);
    expect(await idsFound(here.all, 'Observation', 'patient=Patient/q')).toEqual(['other', 'reported-by-p']);
    expect(await idsFound(here.all, 'Observation', 'subject=Patient/p,Patient/q')).toHaveLength(4);
    expect(await idsFound(here.all, 'Observation', 'patient=nobody')).toEqual([]);
  });

  test('finds what is of several residents for each of them', async () => {
    for (const id of ['p', 'q']) {
      expect(await idsFound(here.all, 'Account', `patient=${id}`)).toEqual(['joint']);
      expect(await idsFound(here.all, 'Group', `member=Patient/${id}`)).toEqual(['family']);
    }
  });
});

describe('search by _lastUpdated and _id', () => {
  test('finds by the instant of the last write', async () => {
    here.now = '2026-05-05T05:05:05.555Z';
    await put(anObservation({ id: 'timed', of: 'timed' }));
    here.now = '2026-11-01T08:00:00.000Z';
    const found = (value: string) =>
      idsFound(here.all, 'Observation', new URLSearchParams({ patient: 'timed', _lastUpdated: value }).toString());

    for (const value of [
      '2026-05-05T05:05:05.555Z',
      'eq2026-05-05',
      'ge2026-05-05T05:05:05.555Z',
      'le2026-05-05T05:05:05.555Z',
      'lt2026-05-05T05:05:05.556Z',
      'sa2026-05-04',
      'eb2026-05-06',
      'ap2026',
    ])
      expect(await found(value)).toEqual(['timed']);
    for (const value of [
      '2026-05-04',
      'gt2026-05-05T05:05:05.555Z',
      'lt2026-05-05T05:05:05.555Z',
      'sa2026-05-05',
      'eb2026-05-05',
      'ne2026-05-05',
    ])
      expect(await found(value)).toEqual([]);
  });

  test('finds several ids at once, and none twice', async () => {
    await put(anObservation({ id: 'id-1' }), anObservation({ id: 'id-2', ...vitalSigns }));

    expect(await idsFound(here.all, 'Observation', '_id=id-1,id-2,id-1,id-3')).toEqual(['id-1', 'id-2']);
  });

  test('does not find what was deleted', async () => {
    await put(anObservation({ id: 'id-gone', identifier: [{ value: 'id-gone' }] }));
    await here.all.delete('Observation', 'id-gone', undefined);

    expect(await idsFound(here.all, 'Observation', '_id=id-gone')).toEqual([]);
    expect(await idsFound(here.all, 'Observation', 'identifier=id-gone')).toEqual([]);
  });
});
