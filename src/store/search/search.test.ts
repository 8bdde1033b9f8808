import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identityNumber } from '../../standards/index.ts';
import {
  aHousehold,
  anObservation,
  aPatient,
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

/** Days of a fortnight at several precisions, so that intervals touch, overlap and contain each other. */
const dateText = fc.oneof(
  fc.integer({ min: 1, max: 14 }).map((day) => `2024-03-${String(day).padStart(2, '0')}`),
  fc.constantFrom('2024', '2024-02', '2024-03', '2024-02-29', '2023-12-31'),
  fc
    .tuple(fc.integer({ min: 1, max: 14 }), fc.nat({ max: 23 }), fc.constantFrom('Z', '+08:00', ''))
    .map(([day, hour, zone]) => `2024-03-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00${zone}`),
);
/** Periods that end before they begin are no data (invariant per-1). */
const isOrdered = ({ start, end }: { start: string; end: string }) => span(start)[0] < span(end)[1];

const dateValue = fc.oneof(
  { weight: 4, arbitrary: dateText.map((text) => ({ effectiveDateTime: text })) },
  {
    weight: 2,
    arbitrary: fc
      .record({ start: dateText, end: dateText })
      .filter(isOrdered)
      .map((period) => ({ effectivePeriod: period })),
  },
  dateText.map((start) => ({ effectivePeriod: { start } })),
  dateText.map((end) => ({ effectivePeriod: { end } })),
  fc.constant({}),
);
const prefix = fc.constantFrom('', 'eq', 'ne', 'gt', 'ge', 'lt', 'le', 'sa', 'eb', 'ap');

/** Interval in milliseconds by the plainest reading, apart from the code under test. */
function span(text: string): [number, number] {
  const at = (value: string) => Date.parse(/Z$|\+08:00$/.test(value) ? value : `${value}+08:00`);
  if (text.length > 10) return [at(text), at(text) + 60_000];
  const [year = 0, month, day] = text.split('-').map(Number);
  const midnight = (y: number, m: number, d: number) => Date.UTC(y, m - 1, d) - 8 * 3_600_000;
  if (day && month) return [midnight(year, month, day), midnight(year, month, day + 1)];
  return month ? [midnight(year, month, 1), midnight(year, month + 1, 1)] : [midnight(year, 1, 1), midnight(year + 1, 1, 1)];
}

interface Dated {
  readonly effectiveDateTime?: string;
  readonly effectivePeriod?: { readonly start?: string; readonly end?: string };
}

function spanOf({ effectiveDateTime, effectivePeriod }: Dated): [number, number] | undefined {
  if (effectiveDateTime) return span(effectiveDateTime);
  if (!effectivePeriod) return undefined;
  const { start, end } = effectivePeriod;
  return [start ? span(start)[0] : -Infinity, end ? span(end)[1] : Infinity];
}

/** https://hl7.org/fhir/R4/search.html#prefix, word by word. */
function holds(name: string, [low, high]: [number, number], [from, to]: [number, number]): boolean {
  const contained = low >= from && high <= to;
  const answers: Record<string, boolean> = {
    '': contained,
    eq: contained,
    ne: !contained,
    gt: high > to,
    ge: high > to || contained,
    lt: low < from,
    le: low < from || contained,
    sa: low >= to,
    eb: high <= from,
    ap: low < to && high > from,
  };
  return answers[name] ?? false;
}

describe('search by date', () => {
  test('with every prefix finds what a plain reading of the specification finds', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(dateValue, { minLength: 1, maxLength: 12 }),
        fc.array(fc.tuple(prefix, dateText), { minLength: 1, maxLength: 12 }),
        async (values, queries) => {
          round += 1;
          const of = `dated-${round}`;
          const all = values.map((value, index) => ({ value, id: `d${round}-${String(index).padStart(2, '0')}` }));
          await put(...all.map(({ value, id }, index) => anObservation({ id, of, ...value, ...(index % 2 ? vitalSigns : {}) })));

          for (const [name, text] of queries) {
            const expected = all.flatMap(({ value, id }) => {
              const interval = spanOf(value);
              return interval && holds(name, interval, span(text)) ? [id] : [];
            });
            const found = await idsFound(
              here.all,
              'Observation',
              new URLSearchParams({ patient: of, date: `${name}${text}` }).toString(),
            );
            expect({ name, text, found }).toEqual({ name, text, found: expected });
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test('takes alternatives and several conditions', async () => {
    await put(
      ...['2024-01-01', '2024-02-01', '2024-03-01'].map((on, index) => anObservation({ id: `alt-${index + 1}`, of: 'alt', on })),
    );

    expect(await idsFound(here.all, 'Observation', 'patient=alt&date=2024-01-01,2024-03-01')).toEqual(['alt-1', 'alt-3']);
    expect(await idsFound(here.all, 'Observation', 'patient=alt&date=ge2024-01-15&date=lt2024-03')).toEqual(['alt-2']);
  });

  test('knows the ends of time', async () => {
    await put(anObservation({ id: 'for-ever', of: 'ends', effectivePeriod: { start: '0001-01-01', end: '9999-12-31' } }));

    expect(await idsFound(here.all, 'Observation', 'patient=ends&date=ap2024')).toEqual(['for-ever']);
    expect(await idsFound(here.all, 'Observation', 'patient=ends&date=gt9999-12-31')).toEqual([]);
    expect(await idsFound(here.all, 'Observation', 'patient=ends&date=ge0001-01-01')).toEqual(['for-ever']);
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
