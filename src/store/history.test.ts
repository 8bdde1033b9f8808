import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HistoryQuery } from './history.ts';
import type { ScopedStore } from './store.ts';
import { anObservation, aPatient, aScope, storeForTests, type TestStore, vitalSigns } from './testing.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
});
afterAll(() => here[Symbol.asyncDispose]());

type Asked = Omit<HistoryQuery, 'after' | 'count'>;

/** `Type/id/version` on all pages; `between` runs before each page but the first. */
async function versionsOf(store: ScopedStore, asked: Asked, count: number, between = async (): Promise<unknown> => undefined) {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    if (cursor) await between();
    const { entries, next } = await store.historyPage({ ...asked, count }, cursor);
    expect(entries.length).toBeLessThanOrEqual(count);
    found.push(...entries.map(({ type, id, version }) => `${type}/${id}/${version}`));
    cursor = next;
  } while (cursor);
  return found;
}

const put = (id: string, text: string) => here.all.put(anObservation({ id, code: { text } }), undefined);
const time = (minute: number) => new Date(Date.parse('2026-05-01T00:00:00.000Z') + minute * 60_000).toISOString();

/** A version as the test wrote it. */
interface Wrote {
  readonly name: string;
  readonly id: string;
  readonly from: number;
  to: number;
}

const step = fc.record({
  id: fc.integer({ min: 1, max: 4 }),
  action: fc.constantFrom('put', 'put', 'vital', 'delete'),
  minutes: fc.integer({ min: 0, max: 2 }),
});

describe('history', () => {
  test('of a type holds exactly what was written, newest first, on pages of any size, while others write', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 14 }),
        fc.integer({ min: 1, max: 5 }),
        fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
        fc.option(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 5 })), { nil: undefined }),
        async (steps, count, since, at) => {
          round += 1;
          const start = round * 1000;
          const wrote: Wrote[] = [];
          let now = 0;
          for (const [index, { id, action, minutes }] of steps.entries()) {
            now += minutes;
            here.now = time(start + now);
            const key = `r${round}-${id}`;
            const written =
              action === 'delete'
                ? await here.all.delete('Observation', key, undefined)
                : await here.all.put(
                    anObservation({ id: key, code: { text: `${index}` }, ...(action === 'vital' ? vitalSigns : {}) }),
                    undefined,
                  );
            if (written.action === 'none') continue;
            for (const one of wrote) if (one.id === key && one.to === Number.POSITIVE_INFINITY) one.to = now;
            wrote.push({ name: `Observation/${key}/${written.version}`, id: key, from: now, to: Number.POSITIVE_INFINITY });
          }
          here.now = time(start + 900);
          const ms = (minute: number) => Date.parse(time(start + minute));
          const from = since ?? 0;

          const found = await versionsOf(
            here.all,
            { type: 'Observation', since: ms(from), ...(at ? { at: { from: ms(at[0]), to: ms(at[0] + at[1]) } } : {}) },
            count,
            async () => {
              // every resource that is shown gets newer versions, and another appears
              for (const id of new Set(wrote.map((one) => one.id))) await put(id, `later ${Math.random()}`);
              await put(`later-${round}`, `${Math.random()}`);
            },
          );

          const expected = wrote.filter((one) => one.from >= from && (!at || (one.from < at[0] + at[1] && one.to > at[0])));
          expect(found.toSorted()).toEqual(expected.map(({ name }) => name).toSorted());
          const order = found.map((name) => wrote.find((one) => one.name === name)?.from ?? Number.NaN);
          expect(order).toEqual(order.toSorted((a, b) => b - a));
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  test('of the system goes through all types and databases, those of one instant too', async () => {
    here.now = '2027-01-01T00:00:00.000Z';
    await here.all.commit(
      [
        ...['p1', 'p2'].map((id) => aPatient({ id })),
        ...['o1', 'o2', 'o3'].map((id) => anObservation({ id, of: 'p1' })),
        { resourceType: 'Organization', id: 'org', name: '医院' },
        {
          resourceType: 'Encounter',
          id: 'visit',
          status: 'finished',
          class: { code: 'AMB' },
          subject: { reference: 'Patient/p1' },
        },
      ].map((resource) => ({ kind: 'put', resource })),
      { atomic: true },
    );

    const found = await versionsOf(here.all, { since: Date.parse(here.now) }, 2);

    expect(found.toSorted()).toEqual([
      'Encounter/visit/1',
      'Observation/o1/1',
      'Observation/o2/1',
      'Observation/o3/1',
      'Organization/org/1',
      'Patient/p1/1',
      'Patient/p2/1',
    ]);
  });

  test('shows deletions, whose they were, and what came back after one', async () => {
    here.now = '2027-02-01T00:00:00.000Z';
    await here.all.put(aPatient({ id: 'owner' }), undefined);
    await here.all.put(anObservation({ id: 'back', of: 'owner' }), undefined);
    await here.all.delete('Observation', 'back', undefined);
    await here.all.put(anObservation({ id: 'back', of: 'owner' }), undefined);
    await here.all.put(anObservation({ id: 'back', of: 'owner', status: 'amended' }), undefined);

    const { entries } = await here.all.historyPage({ type: 'Observation', id: 'back', count: 10 });

    expect(entries.map(({ version, isNew, resident, body }) => [version, isNew, resident, body === undefined])).toEqual([
      [4, false, 'owner', false],
      [3, true, 'owner', false],
      [2, false, 'owner', true],
      [1, true, 'owner', false],
    ]);
  });

  test('shows nothing outside of the places, databases and types of the scope', async () => {
    here.now = '2027-03-01T00:00:00.000Z';
    const since = Date.parse(here.now);
    for (const [id, place] of [
      ['east', '350102001'],
      ['west', '350102002'],
    ] as const) {
      await here.all.put(aPatient({ id, place }), undefined);
      for (const status of ['final', 'amended']) {
        await here.all.put(anObservation({ id: `${id}-lab`, of: id, status }), undefined);
        await here.all.put(anObservation({ id: `${id}-vital`, of: id, status, ...vitalSigns }), undefined);
      }
      await here.all.delete('Observation', `${id}-lab`, undefined);
    }
    const seen = (scope: Parameters<typeof aScope>[0]) => versionsOf(here.store.as(aScope(scope)), { since }, 3);

    const [east, healthRecords, patients, nobody] = [
      await seen({ places: ['350102001'] }),
      await seen({ databases: ['health_records'] }),
      await seen({ allows: (type) => type === 'Patient' }),
      await seen({ places: [] }),
    ];

    const six = (id: string) => [
      ...[1, 2, 3].map((version) => `Observation/${id}-lab/${version}`),
      ...[1, 2].map((version) => `Observation/${id}-vital/${version}`),
    ];
    expect(east.toSorted()).toEqual([...six('east'), 'Patient/east/1']);
    expect(healthRecords.toSorted()).toEqual(['east', 'west'].flatMap((id) => six(id).filter((name) => name.includes('vital'))));
    expect(patients.toSorted()).toEqual(['Patient/east/1', 'Patient/west/1']);
    expect(nobody).toEqual([]);
  });

  test.each([
    '',
    'x',
    Buffer.from('["a","b","c","d"]').toString('base64url'),
    Buffer.from('["infinity","Nothing","1","d"]').toString('base64url'),
  ])('a page link that is none is refused: %j', async (cursor) => {
    const page = here.all.historyPage({ count: 1 }, cursor);

    await expect(page).rejects.toMatchObject({ code: 'parameter-invalid', at: '_cursor' });
  });
});
