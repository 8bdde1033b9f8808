import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anObservation, aPatient, aScope, type Identified, storeForTests, type TestStore, vitalSigns } from '../testing.ts';
import { parseAcross } from './parse-across.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
});
afterAll(() => here[Symbol.asyncDispose]());

/** `Type/id` on all pages, in their order; `between` runs before each page but the first. */
async function found(query: string, between = async (): Promise<unknown> => undefined, scope = aScope()): Promise<string[]> {
  const store = here.store.as(scope);
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    if (cursor) await between();
    const parameters = [...new URLSearchParams(query), ...(cursor ? [['_cursor', cursor] as const] : [])];
    const { entries, next } = await store.searchAcross(parseAcross(parameters, true));
    names.push(...entries.map(({ type, id }) => `${type}/${id}`));
    cursor = next;
  } while (cursor);
  return names;
}

const refused =
  (query: string, strict = true) =>
  () =>
    parseAcross([...new URLSearchParams(query)], strict);

/** A record with little in it, of one of several types and databases. */
interface Plain {
  readonly kind: 'Condition' | 'Encounter' | 'Observation' | 'vital' | 'Organization';
  readonly tags: readonly string[];
  readonly minute: number;
  readonly day: number;
}

const plain: fc.Arbitrary<Plain> = fc.record({
  kind: fc.constantFrom('Condition', 'Encounter', 'Observation', 'vital', 'Organization'),
  tags: fc.subarray(['a', 'b', 'c']),
  minute: fc.integer({ min: 0, max: 3 }),
  day: fc.integer({ min: 1, max: 3 }),
});

const typeOf = ({ kind }: Plain) => (kind === 'vital' ? 'Observation' : kind);

function toResource(one: Plain, id: string, round: string): Identified {
  const subject = { reference: 'Patient/somebody' };
  const common = {
    resourceType: typeOf(one),
    id,
    meta: { tag: [...one.tags, round].map((code) => ({ system: 'urn:t', code })) },
  };
  const clinicalStatus = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] };
  switch (one.kind) {
    case 'Condition':
      return { ...common, subject, clinicalStatus };
    case 'Encounter':
      return { ...common, subject, status: 'finished', class: { code: 'AMB' }, period: { start: `2026-02-0${one.day}` } };
    case 'Organization':
      return { ...common, name: 'x' };
    default:
      return {
        ...anObservation({ id, of: 'somebody', on: `2026-02-0${one.day}` }),
        ...common,
        ...(one.kind === 'vital' ? vitalSigns : {}),
      };
  }
}

const orders = {
  '': () => 0,
  _id: (a: Written, b: Written) => compare(a.id, b.id),
  '-_id': (a: Written, b: Written) => compare(b.id, a.id),
  _lastUpdated: (a: Written, b: Written) => a.one.minute - b.one.minute,
  '-_lastUpdated': (a: Written, b: Written) => b.one.minute - a.one.minute,
};
interface Written {
  readonly one: Plain;
  readonly id: string;
}
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

describe('a search of several types', () => {
  test('finds on its pages what each type alone would, in one order, while others write', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(plain, { minLength: 1, maxLength: 14 }),
        fc.array(
          fc.record({
            types: fc.option(fc.subarray(['Condition', 'Encounter', 'Observation', 'Organization', 'Claim'], { minLength: 1 }), {
              nil: undefined,
            }),
            tag: fc.option(fc.constantFrom('a', 'b', 'a,c'), { nil: undefined }),
            order: fc.constantFrom(...(Object.keys(orders) as (keyof typeof orders)[])),
            count: fc.integer({ min: 1, max: 5 }),
          }),
          { minLength: 4, maxLength: 8 },
        ),
        async (records, queries) => {
          round += 1;
          const own = `round-${round}`;
          const start = Date.parse('2026-01-01T00:00:00Z') + round * 3_600_000;
          const written = records.map((one, index): Written => ({ one, id: `${own}-${String(index).padStart(2, '0')}` }));
          for (const minute of [0, 1, 2, 3]) {
            here.now = new Date(start + minute * 60_000).toISOString();
            const now = written.filter(({ one }) => one.minute === minute);
            await here.all.commit(
              now.map(({ one, id }) => ({ kind: 'put', resource: toResource(one, id, own) })),
              { atomic: true },
            );
          }
          for (const { types, tag, order, count } of queries) {
            const given: [string, string | undefined][] = [
              ['_type', types?.join(',')],
              ['_tag', own],
              ['_tag', tag],
              ['_sort', order || undefined],
              ['_count', `${count}`],
            ];
            const query = new URLSearchParams(
              given.flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : [])),
            ).toString();

            const names = await found(query, () =>
              here.all.commit(
                written.map(({ one, id }) => ({ kind: 'put', resource: toResource({ ...one, day: 9 }, `x${id}`, 'other') })),
                { atomic: true },
              ),
            );

            const expected = written
              .filter(
                ({ one }) =>
                  (types?.includes(typeOf(one)) ?? true) && (!tag || tag.split(',').some((code) => one.tags.includes(code))),
              )
              .toSorted(
                (a, b) =>
                  orders[order](a, b) ||
                  compare(typeOf(a.one), typeOf(b.one)) ||
                  (order.startsWith('-') ? compare(b.id, a.id) : compare(a.id, b.id)),
              )
              .map(({ one, id }) => `${typeOf(one)}/${id}`);
            expect({ query, names }).toEqual({ query, names: expected });
          }
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);

  test('asks by what the types share, sorts by it, and counts all', async () => {
    await here.all.commit(
      [
        aPatient({ id: 'sharing' }),
        anObservation({ id: 'shared-1', of: 'sharing', on: '2026-02-02' }),
        anObservation({ id: 'shared-2', of: 'sharing', on: '2026-02-04', ...vitalSigns }),
        toResource({ kind: 'Encounter', tags: [], minute: 0, day: 3 }, 'shared-3', 'x'),
      ].map((resource) => ({
        kind: 'put',
        resource: {
          ...resource,
          ...(resource.resourceType === 'Encounter' ? { subject: { reference: 'Patient/sharing' } } : {}),
        },
      })),
      { atomic: true },
    );

    const names = await found('_type=Observation,Encounter&patient=sharing&_sort=-date&_count=2');
    const counted = await here.all.searchAcross(
      parseAcross(
        [
          ['_type', 'Observation,Encounter'],
          ['patient', 'sharing'],
          ['_summary', 'count'],
        ],
        true,
      ),
    );

    expect(names).toEqual(['Observation/shared-2', 'Encounter/shared-3', 'Observation/shared-1']);
    expect(counted).toMatchObject({ total: 3, entries: [] });
  });

  test('shows what the scope shows', async () => {
    const query = '_type=Observation,Encounter,Patient&_lastUpdated=gt2000';

    const [all, encounters, records] = [
      await found(`${query}&_count=1000`),
      await found(query, undefined, aScope({ allows: (type) => type === 'Encounter' })),
      await found(query, undefined, aScope({ databases: ['population'] })),
    ];

    expect(encounters.toSorted()).toEqual(all.filter((name) => name.startsWith('Encounter/')).toSorted());
    expect(encounters.length).toBeGreaterThan(0);
    expect(records.every((name) => name.startsWith('Patient/'))).toBe(true);
    expect(await found(query, undefined, aScope({ places: [] }))).toEqual([]);
  });

  test.each([
    ['by nothing', '', '_type'],
    ['by the count alone', '_count=5', '_type'],
    ['by what only some types have', 'code=x', 'code'],
    ['of no type of R4', '_type=Observation,Nothing&_id=x', '_type'],
    ['of an empty name', '_type=&_id=x', '_type'],
    ['by what one of the types has not', '_type=Observation,Organization&code=x', 'code'],
    ['in an order that one of the types has not', '_type=Observation,Condition&patient=x&_sort=date', '_sort'],
  ])('%s is refused', (_, query, at) => {
    expect(refused(query)).toThrow(expect.objectContaining({ status: 400, at }));
    expect(refused(query, false)).toThrow(expect.objectContaining({ status: 400 }));
  });

  test('what none of the types knows is ignored unless the caller is strict', () => {
    const query = parseAcross(
      [
        ['_type', 'Observation,Organization'],
        ['nonsense', '1'],
        ['_id', 'x'],
      ],
      false,
    );

    expect(query.ignored).toEqual(['nonsense']);
    expect(refused('_type=Observation&nonsense=1')).toThrow(expect.objectContaining({ at: 'nonsense' }));
  });

  test.each(['', 'x', Buffer.from('["Nothing","d"]').toString('base64url'), Buffer.from('["1","2","d"]').toString('base64url')])(
    'a page link that is none is refused: %j',
    async (cursor) => {
      const page = here.all.searchAcross(
        parseAcross(
          [
            ['_id', 'x'],
            ['_cursor', cursor],
          ],
          true,
        ),
      );

      await expect(page).rejects.toMatchObject({ code: 'parameter-invalid', at: '_cursor' });
    },
  );
});
