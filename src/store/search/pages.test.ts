import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  anObservation,
  type Identified,
  idsFound,
  idsOnAllPages,
  storeForTests,
  type TestStore,
  vitalSigns,
} from '../testing.ts';
import { formatCursor } from './cursor.ts';
import { parseSearch } from './parse-search.ts';

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

describe('pages', () => {
  const days = [
    '2024-01-01',
    '2024-01-01',
    '2024-01-02',
    undefined,
    '2024-01-02T10:00:00Z',
    undefined,
    '2024',
    '2023-05',
    '9999-12-31',
  ];

  beforeAll(async () => {
    for (const [index, on] of [...days, ...days, ...days].entries()) {
      here.now = new Date(Date.parse('2026-11-01T08:00:00Z') + Math.floor(index / 4) * 7).toISOString();
      await put(
        anObservation({
          id: `page-${String(index).padStart(2, '0')}`,
          of: 'paged',
          ...(on ? { on } : {}),
          ...(index % 3 ? vitalSigns : {}),
        }),
      );
    }
    here.now = '2026-11-01T08:00:00.000Z';
  });

  test.each(['_id', '-_id', 'date', '-date', '_lastUpdated', '-_lastUpdated'])(
    'sorted by %s hold every entry once, in one order',
    async (sort) => {
      const whole = await idsFound(here.all, 'Observation', `patient=paged&_sort=${sort}&_count=1000`);
      const opposite = await idsFound(
        here.all,
        'Observation',
        `patient=paged&_sort=${sort.startsWith('-') ? sort.slice(1) : `-${sort}`}&_count=1000`,
      );

      expect(new Set(whole).size).toBe(27);
      expect(opposite).toEqual(whole.toReversed());
      for (const count of [1, 2, 5, 9, 26, 27, 28]) {
        const pages = await idsOnAllPages(here.all, 'Observation', `patient=paged&_sort=${sort}&_count=${count}`);
        expect(pages.flat()).toEqual(whole);
        expect(pages).toHaveLength(Math.ceil(27 / count));
      }
    },
  );

  test('lose nothing and repeat nothing while others write', async () => {
    for (const sort of ['_id', '-_lastUpdated', 'date']) {
      const seen: string[] = [];
      let cursor: string | undefined;
      let written = 0;
      do {
        const query = new URLSearchParams({ patient: 'paged', _sort: sort, _count: '4', ...(cursor ? { _cursor: cursor } : {}) });
        const page = await here.all.search(parseSearch('Observation', query, true));
        seen.push(...page.entries.map(({ id }) => id));
        cursor = page.next;
        written += 1;
        await put(anObservation({ id: `page-${written}x-${sort.length}`, of: 'paged', on: `2024-01-0${1 + (written % 9)}` }));
      } while (cursor && written < 60);

      expect(new Set(seen).size).toBe(seen.length);
      const old = Array.from({ length: 27 }, (_, index) => `page-${String(index).padStart(2, '0')}`);
      expect(old.filter((id) => !seen.includes(id))).toEqual([]);
    }
  });

  test('come with the whole number when asked, and alone when that is all that is asked', async () => {
    const search = (query: string) => here.all.search(parseSearch('Observation', new URLSearchParams(query), true));

    expect((await search('patient=paged&date=2023-05&_count=1&_total=accurate')).total).toBe(3);
    expect(await search('patient=paged&date=2023-05&_summary=count')).toMatchObject({ entries: [], total: 3 });
    expect(await search('patient=paged&date=2023-05&_count=0')).toMatchObject({ entries: [] });
  });

  test.each([
    ['date', { values: ['yesterday'], id: 'x' }],
    ['date', { values: [''], id: 'x' }],
    ['date', { values: ['2024-13-45 00:00:00+00'], id: 'x' }],
    ['_lastUpdated', { values: ["'; drop table"], id: 'x' }],
  ])('sorted by %s from a link that says %j are refused', async (sort, cursor) => {
    const query = new URLSearchParams({ _sort: sort, _cursor: formatCursor(cursor) });

    await expect(here.all.search(parseSearch('Observation', query, true))).rejects.toMatchObject({
      code: 'parameter-invalid',
      at: '_cursor',
    });
  });
});
