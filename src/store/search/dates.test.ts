import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anObservation, type Identified, idsFound, storeForTests, type TestStore, vitalSigns } from '../testing.ts';

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
