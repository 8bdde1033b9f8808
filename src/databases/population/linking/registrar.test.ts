import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { builtInModel, openMatcher } from '../../../matching/index.ts';
import { formatResidentNumber, identityNumber, validateResource } from '../../../standards/index.ts';
import { type Database, openStore, parseSearch, type ScopedStore, wholePlatform } from '../../../store/index.ts';
import { type Identified, testCatalogue } from '../../../store/testing.ts';
import { keepResidents } from '../resident-store.ts';
import { act } from './act.ts';
import { openRegistrar } from './registrar.ts';
import { decideReview, getReview } from './reviews.ts';

const HOME = '350102';
const matcher = openMatcher(builtInModel());

let database: Database & AsyncDisposable;
let store: ScopedStore;
/** The store as another process of the same platform opens it. */
let openAnother: () => ScopedStore;
let time = 0;
beforeEach(async () => {
  database = await freshDatabase();
  time = Date.parse('2026-11-01T08:00:00Z');
  const now = () => new Date(time++);
  openAnother = () =>
    openStore({
      database,
      catalogue: testCatalogue,
      placeOf: () => HOME,
      now,
      validate: validateResource,
      participants: [keepResidents],
      registrar: openRegistrar({ matcher: () => ({ matcher, version: 0 }), placeOf: () => HOME, now }),
    }).as(wholePlatform);
  store = openAnother();
  return () => database[Symbol.asyncDispose]();
});

const number = (sequence: number, birthDate = '1984-05-06') => formatResidentNumber({ division: '350102', birthDate, sequence });
/** What is given as undefined or empty is left out. */
const aResident = (id: string, changes: Record<string, unknown> = {}): Identified => {
  const { resourceType, ...rest } = aWholeResident(id, changes);
  const said = Object.entries(rest).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  return { ...Object.fromEntries(said), resourceType, id };
};
const aWholeResident = (id: string, changes: Record<string, unknown>): Identified => ({
  resourceType: 'Patient',
  id,
  name: [{ text: '林晓明' }],
  gender: 'female',
  birthDate: '1984-05-06',
  identifier: [
    { system: identityNumber, value: number(12) },
    { system: 'urn:hospital', value: `local-${id}` },
  ],
  telecom: [{ system: 'phone', value: '13805910001' }],
  address: [{ text: '福建省福州市鼓楼区东街口88号3幢502室' }],
  ...changes,
});
const put = (patient: Identified) => store.put(patient, undefined);
const linksOf = async (id: string) => {
  const { body } = await store.read('Patient', id);
  const { link = [] } = JSON.parse(body) as { link?: { type: string; other: { reference: string } }[] };
  return link.map(({ type, other }) => `${type} ${other.reference}`);
};
const residents = async () =>
  (
    await database.sql<{ id: string; numbers: string[] }[]>`
      select id, array(select value from population.resident_identifier i where i.id = r.id order by value) as numbers
        from population.resident r order by id`
  ).map(({ id, numbers }) => `${id}: ${numbers.filter((one) => one.startsWith('local')).join(' ')}`);
const groups = async () =>
  (
    await database.sql<{ patients: string[] }[]>`
      select distinct patients from store.linked_patient order by 1`
  ).map(({ patients }) => patients.join(' '));
const linkRows = () => database.sql`select a, b, origin from population.link order by a, b`;
const does = (kind: 'link' | 'unlink' | 'apart' | 'together', a: string, b: string) =>
  act(store, { kind, a, b }, { by: 'registrar', at: new Date(time).toISOString() });

describe('a registration', () => {
  test('of somebody who is known is linked to that resident; both Patients say so, and lists show one', async () => {
    await put(aResident('first'));

    const written = await put(aResident('second', { telecom: [] }));

    expect(await linksOf('second')).toEqual(['refer Patient/first']);
    expect(await linksOf('first')).toEqual(['seealso Patient/second']);
    expect(written.body).toContain('Patient/first');
    expect(await residents()).toEqual(['first: local-first local-second']);
  });

  test('of somebody else is a resident of its own', async () => {
    await put(aResident('first'));

    await put(
      aResident('other', {
        name: [{ text: '陈建国' }],
        gender: 'male',
        birthDate: '1951-01-20',
        identifier: [{ system: identityNumber, value: number(31, '1951-01-20') }],
        telecom: [],
        address: [],
      }),
    );

    expect(await residents()).toHaveLength(2);
    expect(await groups()).toEqual([]);
  });

  test('of a twin with a number of its own stays apart', async () => {
    await put(aResident('first'));

    await put(aResident('twin', { name: [{ text: '林晓红' }], identifier: [{ system: identityNumber, value: number(14) }] }));

    expect(await groups()).toEqual([]);
  });

  test('that is doubtful is put before somebody, once', async () => {
    await put(aResident('first'));

    await put(aResident('second', { identifier: [{ system: identityNumber, value: number(14) }] }));
    await put(aResident('second', { identifier: [{ system: identityNumber, value: number(14) }], telecom: [] }));

    const reviews = await database.sql<
      { a: string; b: string; state: string; reason: string; score: number; evidence: string }[]
    >`
      select a, b, state, reason, score, evidence from population.review`;
    expect(reviews).toMatchObject([{ a: 'first', b: 'second', state: 'open', reason: 'numbers' }]);
    const { prior, parts } = JSON.parse(reviews[0]?.evidence ?? '{}');
    const sum = parts.reduce(
      (total: number, part: { weight: number; frequency: number }) => total + part.weight + part.frequency,
      prior,
    );
    expect(sum).toBe(reviews[0]?.score);
  });

  test('keeps its links whoever writes it, and tells nothing it was not told', async () => {
    await put(aResident('first'));
    await put(aResident('second'));

    await put(aResident('second', { link: [], telecom: [{ system: 'phone', value: '13805910002' }] }));

    expect(await linksOf('second')).toEqual(['refer Patient/first']);
    expect(await groups()).toEqual(['first second']);
  });

  describe('that is changed', () => {
    const questions = () => database.sql<{ a: string; b: string; state: string; reason: string; evidence: string }[]>`
      select a, b, state, reason, evidence from population.review order by a, b`;
    const kindsOf = (rows: readonly { evidence: string }[]) =>
      rows.map(({ evidence }) => JSON.parse(evidence).contradictions as unknown);
    const withNumber = (sequence: number, birthDate?: string) => ({
      identifier: [
        { system: identityNumber, value: number(sequence, birthDate) },
        { system: 'urn:hospital', value: 'local-second' },
      ],
    });
    const decide = async (verdict: 'link' | 'not-same') => {
      const item = await getReview(database.sql, wholePlatform, 'second', 'first');
      await decideReview(store, database.sql, item, verdict, { by: 'registrar', at: new Date(time).toISOString() });
    };
    beforeEach(async () => {
      await put(aResident('first'));
      await put(aResident('second'));
    });

    test.each([
      ['another right number', withNumber(14), ['numbers']],
      ['the other sex', { gender: 'male' }, ['sex']],
      ['a day of birth far off', { birthDate: '1951-01-20' }, ['birthDate']],
    ])('and then has %s stays linked, and somebody is asked why', async (_, changes, kinds) => {
      await put(aResident('second', changes));

      const rows = await questions();
      expect(rows).toMatchObject([{ a: 'first', b: 'second', state: 'open', reason: 'contradicts' }]);
      expect(kindsOf(rows)).toEqual([kinds]);
      expect(await groups()).toEqual(['first second']);
    });

    test('within what slips explain, or in what says nothing against, raises no question', async () => {
      await put(aResident('second', { birthDate: '1984-05-07', telecom: [], address: [] }));

      expect([...(await questions())]).toEqual([]);
    });

    test('by a change of number that it tells raises no question', async () => {
      const old = { system: identityNumber, value: number(12), use: 'old' };

      await put(aResident('second', { identifier: [...withNumber(14).identifier, old] }));

      expect([...(await questions())]).toEqual([]);
    });

    test('is kept by “one person”, and not asked about again for the same data, but for other data', async () => {
      await put(aResident('second', withNumber(14)));
      await decide('link');
      expect(await groups()).toEqual(['first second']);

      await put(aResident('second', { ...withNumber(14), telecom: [] }));
      await put(aResident('second'));
      await put(aResident('second', withNumber(14)));
      expect(await questions()).toMatchObject([{ state: 'linked' }]);

      await put(aResident('second', withNumber(16)));
      expect(await questions()).toMatchObject([{ state: 'open' }]);
    });

    test('is parted by “not the same”, and nothing joins it again', async () => {
      await put(aResident('second', withNumber(14)));

      await decide('not-same');

      expect(await groups()).toEqual([]);
      expect(await residents()).toEqual(['first: local-first', 'second: local-second']);
      await put(aResident('second'));
      expect(await groups()).toEqual([]);
    });

    test('back to what it was is no question any more, though a third one joins meanwhile', async () => {
      await put(aResident('second', { gender: 'male' }));
      await put(aResident('third', { identifier: [], telecom: [], birthDate: '1951-01-20' }));
      await does('link', 'third', 'first');
      expect(await groups()).toEqual(['first second third']);
      expect(await questions()).toContainEqual(expect.objectContaining({ a: 'first', b: 'second', state: 'open' }));

      await put(aResident('second'));

      expect(await questions()).toMatchObject([{ a: 'first', b: 'second', state: 'settled' }]);
    });

    test('with its mate in one commit is judged by what both say now', async () => {
      const changes = [aResident('first', { gender: 'male' }), aResident('second', { gender: 'male' })];

      await store.commit(
        changes.map((resource) => ({ kind: 'put', resource })),
        { atomic: true },
      );

      expect([...(await questions())]).toEqual([]);
    });
  });

  test('in one bundle of several for one newborn makes one resident', async () => {
    const newborns = Array.from({ length: 5 }, (_, index) =>
      aResident(`n${index}`, { name: [{ text: '林小宝' }], birthDate: '2026-10-30', identifier: [] }),
    );

    await store.commit(
      newborns.map((resource) => ({ kind: 'put', resource })),
      { atomic: true },
    );

    expect(await residents()).toHaveLength(1);
  });

  test('of one newborn by fifty desks at the same time makes one resident', async () => {
    const newborn = (index: number) =>
      aResident(`n${String(index).padStart(2, '0')}`, { name: [{ text: '林小宝' }], birthDate: '2026-10-30', identifier: [] });

    const desks = [store, openAnother(), openAnother()];
    await Promise.all(Array.from({ length: 50 }, (_, index) => desks[index % 3]?.put(newborn(index), undefined)));

    expect(await residents()).toHaveLength(1);
    const [row] = await database.sql<{ patients: string[] }[]>`select patients from store.linked_patient limit 1`;
    expect(new Set(row?.patients).size).toBe(50);
  });

  test('at the same moment as others is told what was written for it, and for whom it was linked to', async () => {
    await put(aResident('first'));
    const told = new Map<string, string[]>();
    const stranger = { name: [{ text: '陈建国' }], birthDate: '1951-01-20', identifier: [], telecom: [], address: [] };
    const register = (patient: Identified) =>
      store.put(patient, undefined, async (_, written) => {
        told.set(
          patient.id,
          written.map(({ row, action }) => `${action} ${row.id}`),
        );
      });

    await Promise.all(
      [aResident('alone', stranger), aResident('x', { ...stranger, name: [{ text: '林伟' }] }), aResident('second')].map(
        register,
      ),
    );

    expect(Object.fromEntries(told)).toEqual({
      alone: ['create alone'],
      x: ['create x'],
      second: ['create second', 'update first'],
    });
    expect(await linksOf('first')).toEqual(['seealso Patient/second']);
  });
});

describe('links that people make', () => {
  const stranger = (id: string, sequence: number) =>
    aResident(id, {
      name: [{ text: `陈${'甲乙丙丁'.charAt(sequence)}` }],
      birthDate: `19${60 + sequence * 7}-03-0${sequence + 1}`,
      identifier: [{ system: 'urn:hospital', value: `local-${id}` }],
      telecom: [],
      address: [],
    });
  const content = async (id: string) => {
    const { meta: _meta, ...rest } = JSON.parse((await store.read('Patient', id)).body);
    return JSON.stringify(rest);
  };
  const snapshot = async () => ({
    contents: await Promise.all(['a', 'b', 'c', 'd'].map(content)),
    residents: await residents(),
    rows: await database.sql`select * from population.resident order by id`,
    groups: await groups(),
    links: [...(await linkRows())],
    apart: [...(await database.sql`select a, b from population.not_same order by a, b`)],
  });
  beforeEach(async () => {
    for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) await put(stranger(id, index));
  });

  test('join two residents, their records too, and unlinking gives back the state before to the letter', async () => {
    await store.put(
      { resourceType: 'Observation', id: 'of-b', status: 'final', code: { text: 'x' }, subject: { reference: 'Patient/b' } },
      undefined,
    );
    const before = await snapshot();

    await does('link', 'b', 'a');

    const { entries } = await store.search(parseSearch('Observation', [['patient', 'a']], true));
    expect(entries.map(({ id }) => id)).toEqual(['of-b']);
    expect(await groups()).toEqual(['a b']);
    await does('unlink', 'a', 'b');
    expect(await snapshot()).toEqual(before);
  });

  test('are refused across two who were said not to be the same', async () => {
    await does('apart', 'a', 'c');
    await does('link', 'a', 'b');

    await expect(does('link', 'b', 'c')).rejects.toMatchObject({ code: 'kept-apart' });
    await does('together', 'c', 'a');
    await does('link', 'b', 'c');
    expect(await groups()).toEqual(['a b c']);
  });

  test('are taken away across a split, and stay so', async () => {
    await does('link', 'a', 'b');
    await does('link', 'b', 'c');
    await does('link', 'c', 'd');

    await act(store, { kind: 'split', patients: ['c', 'd'] }, { by: 'registrar', at: new Date(time).toISOString() });

    expect(await groups()).toEqual(['a b', 'c d']);
    await expect(does('link', 'b', 'c')).rejects.toMatchObject({ code: 'kept-apart' });
  });

  test('go with a Patient that is deleted, and what hung by it alone is parted', async () => {
    await does('link', 'a', 'b');
    await does('link', 'b', 'c');

    await store.delete('Patient', 'b', undefined);

    expect(await groups()).toEqual([]);
    expect(await linksOf('a')).toEqual([]);
    expect(await residents()).toEqual(['a: local-a', 'c: local-c', 'd: local-d']);
  });

  test('made and taken by many at once, while the Patients are written, leave rows and Patients that agree', async () => {
    const pairs = [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd'],
      ['a', 'd'],
    ] as const;
    const acts = Array.from({ length: 12 }, (_, index) => {
      const [one, other] = pairs[index % 4] ?? ['a', 'b'];
      return index % 3 === 2 ? does('unlink', one, other) : does('link', other, one);
    });
    const writes = Array.from({ length: 12 }, (_, index) => {
      const id = 'abcd'.charAt(index % 4);
      return put({ ...stranger(id, index % 4), maritalStatus: { text: String(index) } });
    });

    await Promise.all([...acts, ...writes]);

    await agree();
  });

  test('whatever is done in whatever order, rows, Patients and lists say the same', async () => {
    const anAct = fc.record({
      kind: fc.constantFrom('link', 'unlink', 'apart', 'together'),
      a: fc.constantFrom('a', 'b', 'c', 'd'),
      b: fc.constantFrom('a', 'b', 'c', 'd'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anAct, { maxLength: 6 }), async (acts) => {
        for (const { kind, a, b } of acts) await does(kind as 'link', a, b).catch(() => {});

        await agree();
      }),
      { numRuns: 8 },
    );
  });

  /** Components of the links, the index of the store, the Patients' links and the rows of residents are one and the same. */
  async function agree(): Promise<void> {
    const links = (await linkRows()) as unknown as { a: string; b: string }[];
    const above = new Map(['a', 'b', 'c', 'd'].map((id) => [id, id]));
    for (let round = 0; round < 4; round++)
      for (const { a, b } of links) {
        const least = [above.get(a) ?? '', above.get(b) ?? ''].sort()[0] ?? '';
        above.set(a, least).set(b, least);
      }
    const expected = [...Map.groupBy(['a', 'b', 'c', 'd'], (id) => above.get(id)).values()].map((group) => group.join(' '));
    expect(await groups()).toEqual(expected.filter((group) => group.includes(' ')));
    expect((await residents()).map((line) => line.replace(/^.*: /, '').replaceAll('local-', ''))).toEqual(expected);
    for (const group of expected.map((one) => one.split(' '))) {
      const [main, ...others] = group;
      expect(await linksOf(main ?? '')).toEqual(others.map((other) => `seealso Patient/${other}`));
      for (const other of others) expect(await linksOf(other)).toEqual([`refer Patient/${main}`]);
    }
  }
});
