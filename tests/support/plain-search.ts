import fc from 'fast-check';
import type { Identified } from '../../src/store/testing.ts';

/** Random records and questions about them, each with its answer by the plainest reading, apart from the code under test. */

const UCUM = 'http://unitsofmeasure.org';
/** Factor to the gram, apart from the code under test. */
const GRAMS: Readonly<Record<string, number>> = { mg: 0.001, g: 1, kg: 1000 };

/** Of the codes of urn:one; the other system has none that are known. */
const BELOW: Readonly<Record<string, readonly string[]>> = { a: ['a', 'b|c', 'x,y', '血'], 'b|c': ['b|c', 'x,y'], $: ['$'] };
export const hierarchy: Identified = {
  resourceType: 'CodeSystem',
  id: 'one',
  url: 'urn:one',
  status: 'active',
  content: 'complete',
  concept: [{ code: 'a', concept: [{ code: 'b|c', concept: [{ code: 'x,y' }] }, { code: '血' }] }, { code: '$' }],
};
const isBelow = (code: string | undefined, top: string | undefined) =>
  code !== undefined && top !== undefined && BELOW[top]?.includes(code) === true;
const isInSome = ([of, code]: readonly [string | undefined, string | undefined]) =>
  (of === 'urn:one' && isBelow(code, 'b|c')) || (of === 'urn:two' && code === '%');
export const someCodes: Identified = {
  resourceType: 'ValueSet',
  id: 'some',
  url: 'urn:some',
  status: 'active',
  compose: {
    include: [
      { system: 'urn:one', filter: [{ property: 'concept', op: 'is-a', value: 'b|c' }] },
      { system: 'urn:two', concept: [{ code: '%' }] },
    ],
  },
};

/** A record with little in it, so that random queries meet random records. */
export interface Plain {
  readonly codes: readonly (readonly [system: string | undefined, code: string | undefined])[];
  readonly words: string | undefined;
  /** Tenths of the unit. */
  readonly tenths: number | undefined;
  readonly unit: string;
  readonly subject: string | undefined;
  readonly issued: string | undefined;
  readonly isVital: boolean;
}

const codeText = fc.constantFrom('a', 'b|c', 'x,y', '$', '\\', '%', '血');
const system = fc.constantFrom(undefined, 'urn:one', 'urn:two');
const words = fc.constantFrom('Ärzte', 'arzte', 'AR_', '100%', '血压 高', 'e\u0301toile 😀', `${'长'.repeat(120)}尾`);
const subject = fc.constantFrom('Patient/p', 'Patient/q', 'Group/p', 'Device/d');
const day = fc.integer({ min: 1, max: 9 }).map((date) => `2024-03-0${date}`);

export const plain: fc.Arbitrary<Plain> = fc.record({
  codes: fc.uniqueArray(
    fc.oneof(fc.tuple(system, codeText), fc.tuple(fc.constantFrom('urn:one', 'urn:two'), fc.constant(undefined))),
    {
      maxLength: 3,
      selector: String,
    },
  ),
  words: fc.option(words, { nil: undefined }),
  tenths: fc.option(fc.integer({ min: -60, max: 60 }), { nil: undefined }),
  unit: fc.constantFrom('mg', 'g', 'kg'),
  subject: fc.option(subject, { nil: undefined }),
  issued: fc.option(day, { nil: undefined }),
  isVital: fc.boolean(),
});

export function toObservation(one: Plain, id: string, round: string): Identified {
  const coding = one.codes.map(([of, code]) => ({ ...(of ? { system: of } : {}), ...(code ? { code } : {}) }));
  const value = one.words ? { valueString: one.words } : {};
  const quantity = { value: (one.tenths ?? 0) / 10, unit: one.unit, system: UCUM, code: one.unit };
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    code: { text: 'x' },
    identifier: [{ system: 'urn:round', value: round }],
    ...(coding.length > 0 ? { method: { coding } } : {}),
    ...value,
    ...(one.tenths === undefined ? {} : { component: [{ code: { text: 'x' }, valueQuantity: quantity }] }),
    ...(one.subject ? { subject: { reference: one.subject } } : {}),
    ...(one.issued ? { effectiveDateTime: one.issued, valueDateTime: one.issued } : {}),
    ...(one.isVital ? { category: [{ coding: [{ code: 'vital-signs' }] }] } : {}),
  };
}

/** A parameter and what it says of a record, by the plainest reading. */
interface Asked {
  readonly name: string;
  readonly value: string;
  readonly holds: (one: Plain) => boolean;
}

const escaped = (text: string) => text.replaceAll(/[\\,|$]/g, '\\$&');
const folded = (text: string) => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

type Token = readonly [text: string, holds: (one: Plain) => boolean];
const token: fc.Arbitrary<Token> = fc.oneof(
  codeText.map((code): Token => [escaped(code), ({ codes }) => codes.some((one) => one[1] === code)]),
  fc
    .tuple(system, codeText)
    .map(
      ([of, code]): Token => [
        `${of ?? ''}|${escaped(code)}`,
        ({ codes }) => codes.some((one) => one[0] === of && one[1] === code),
      ],
    ),
  fc.constantFrom('urn:one', 'urn:two').map((of): Token => [`${of}|`, ({ codes }) => codes.some((one) => one[0] === of)]),
);
const tokens = fc.array(token, { minLength: 1, maxLength: 3 });
const alternatives = (all: readonly Token[]) => ({
  value: all.map(([text]) => text).join(','),
  met: (one: Plain) => all.some(([, holds]) => holds(one)),
});

const compare: Readonly<Record<string, (value: number, asked: number, half: number) => boolean>> = {
  '': (value, asked, half) => value >= asked - half && value < asked + half,
  ne: (value, asked, half) => value < asked - half || value >= asked + half,
  gt: (value, asked) => value > asked,
  ge: (value, asked) => value >= asked,
  lt: (value, asked) => value < asked,
  le: (value, asked) => value <= asked,
};
const prefix = fc.constantFrom(...Object.keys(compare));
const holds = (name: string, value: number, asked: number, half: number) => compare[name]?.(value, asked, half) ?? false;

/** Whole days: what begins after one has begun after its end. */
const compareDays: Readonly<Record<string, (value: string, asked: string) => boolean>> = {
  '': (value, on) => value === on,
  ne: (value, on) => value !== on,
  gt: (value, on) => value > on,
  sa: (value, on) => value > on,
  ge: (value, on) => value >= on,
  lt: (value, on) => value < on,
  eb: (value, on) => value < on,
  le: (value, on) => value <= on,
};

/** In tenths and milligrams: whole numbers, nothing is rounded. */
const milligrams = (tenths: number, unit: string) => Math.round(tenths * (GRAMS[unit] ?? 0) * 1000);

export const asked: fc.Arbitrary<Asked> = fc.oneof(
  tokens.map((all) => ({ name: 'method', value: alternatives(all).value, holds: alternatives(all).met })),
  tokens.map((all) => ({
    name: 'method:not',
    value: alternatives(all).value,
    holds: (one: Plain) => !alternatives(all).met(one),
  })),
  fc.constantFrom('urn:some', 'ValueSet/some').map((value) => ({
    name: 'method:in',
    value,
    holds: ({ codes }: Plain) => codes.some(isInSome),
  })),
  fc.constant({ name: 'method:not-in', value: 'urn:some', holds: ({ codes }: Plain) => !codes.some(isInSome) }),
  fc.constantFrom('a', 'b|c', '$').map((top) => ({
    name: 'method:below',
    value: `urn:one|${escaped(top)}`,
    holds: ({ codes }: Plain) => codes.some(([of, code]) => of === 'urn:one' && isBelow(code, top)),
  })),
  fc.constantFrom('a', 'x,y', '血').map((low) => ({
    name: 'method:above',
    value: `urn:one|${escaped(low)}`,
    holds: ({ codes }: Plain) => codes.some(([of, code]) => of === 'urn:one' && (code === low || isBelow(low, code))),
  })),
  fc.constantFrom('true', 'false').map((value) => ({
    name: 'method:missing',
    value,
    holds: ({ codes }: Plain) => (codes.length === 0) === (value === 'true'),
  })),
  words.map((text) => ({
    name: 'value-string',
    value: escaped(text),
    holds: (one: Plain) => one.words !== undefined && folded(one.words).startsWith(folded(text)),
  })),
  fc.constantFrom('_', '%', '压', 'R', '尾', '😀', 'toile').map((text) => ({
    name: 'value-string:contains',
    value: text,
    holds: (one: Plain) => one.words !== undefined && folded(one.words).includes(folded(text)),
  })),
  words.map((text) => ({ name: 'value-string:exact', value: escaped(text), holds: (one: Plain) => one.words === text })),
  fc.tuple(prefix, fc.integer({ min: -60, max: 60 })).map(([name, tenths]) => ({
    name: 'component-value-quantity',
    value: `${name}${(tenths / 10).toFixed(1)}`,
    holds: (one: Plain) => one.tenths !== undefined && holds(name, one.tenths, tenths, 0.5),
  })),
  fc.tuple(prefix, fc.integer({ min: -60, max: 60 }), fc.constantFrom('mg', 'g', 'kg')).map(([name, tenths, unit]) => ({
    name: 'component-value-quantity',
    value: `${name}${(tenths / 10).toFixed(1)}|${UCUM}|${unit}`,
    holds: (one: Plain) =>
      one.tenths !== undefined &&
      holds(name, milligrams(one.tenths, one.unit), milligrams(tenths, unit), milligrams(1, unit) / 2),
  })),
  // every record is final, and the system of that code is said by its definition
  fc
    .constantFrom(
      ...([
        'final',
        '|final',
        'http://hl7.org/fhir/observation-status|final',
        'http://hl7.org/fhir/observation-status|',
      ] as const),
      ...(['urn:other|final', 'urn:other|', 'amended', 'http://hl7.org/fhir/observation-status|nonsense'] as const),
    )
    .map((value) => ({ name: 'status', value, holds: () => /^(\|?final|http.*status\|(final)?)$/.test(value) })),
  subject.map((name) => ({ name: 'subject', value: name, holds: (one: Plain) => one.subject === name })),
  subject.map((name) => ({ name: 'subject:not', value: name, holds: (one: Plain) => one.subject !== name })),
  fc.constant({ name: 'subject', value: 'p', holds: ({ subject: to }: Plain) => to === 'Patient/p' || to === 'Group/p' }),
  fc.constant({ name: 'patient', value: 'p,q', holds: ({ subject: to }: Plain) => to === 'Patient/p' || to === 'Patient/q' }),
  fc.constantFrom('true', 'false').map((value) => ({
    name: 'patient:missing',
    value,
    holds: ({ subject: to }: Plain) => (to?.startsWith('Patient/') !== true) === (value === 'true'),
  })),
  fc.tuple(fc.constantFrom('date', 'value-date'), fc.constantFrom(...Object.keys(compareDays)), day).map(([name, of, on]) => ({
    name,
    value: `${of}${on}`,
    holds: ({ issued }: Plain) => issued !== undefined && compareDays[of]?.(issued, on) === true,
  })),
);

export const order = fc.constantFrom(
  '_id',
  '-_id',
  '-date',
  'value-date',
  '-value-date',
  'component-value-quantity',
  'value-string',
  '-date,_id',
  'method',
  '-method',
  'subject',
  '-subject,value-date',
  'category,-_id',
);
