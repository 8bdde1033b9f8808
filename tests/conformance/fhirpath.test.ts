import { describe, expect, test } from 'vitest';
import { evaluateOn, FhirPathError, toSystem } from '../../src/fhir/fhirpath/index.ts';
import { isObject, parseJson } from '../../src/fhir/index.ts';
import { hasSamples, sampleText } from '../support/samples.ts';

/** One of the official FHIRPath cases for R4, https://github.com/FHIR/fhir-test-cases */
interface Case {
  readonly name: string;
  readonly inputfile?: string;
  readonly expression: string;
  /** The kind of error that is expected. */
  readonly invalid?: string;
  readonly outputs: readonly { readonly value?: unknown }[];
}

/** Cases not passed, and why. */
const NOT_PASSED: Readonly<Record<string, string>> = {
  testPolymorphismAsB: 'strict mode, which refuses a child that the type cannot have; here it is an empty collection',
  testDollarOrderNotAllowed: 'strict mode, which refuses to count on the order of children()',
  LowBoundaryDecimal15: 'the case cuts -0.00345 to -0.0, which is not below the value',
  HighBoundaryDecimal15: 'the case cuts 0.00345 to 0.0, which is not above the value',
};

const now = () => '2026-11-25T10:00:00.000+08:00';
const cases: readonly Case[] = hasSamples ? JSON.parse(sampleText('fhirpath/tests-fhir-r4.json')) : [];

/** Input files by name, each read once. */
const inputs = new Map<string, unknown>();
function inputOf({ inputfile }: Case): unknown {
  if (inputfile === undefined) return {};
  const name = inputfile.replace(/\.xml$/, '.json');
  if (!inputs.has(name)) inputs.set(name, parseJson(sampleText(`fhirpath/input/${name}`)));
  return inputs.get(name);
}

/** What the expression yields, as texts; `refused` where it cannot be read or evaluated. */
function resultOf(one: Case): readonly string[] | 'refused' {
  try {
    return evaluateOn(one.expression, inputOf(one), now).map((item) => String(toSystem(item)));
  } catch (thrown) {
    if (thrown instanceof FhirPathError) return 'refused';
    throw thrown;
  }
}

const expectedOf = ({ outputs }: Case) => outputs.map(({ value }) => String(value).replace(/^@T?/, ''));

describe.skipIf(!hasSamples)('the official cases in shared/samples/fhirpath', () => {
  test('are all there', () => {
    expect(cases).toHaveLength(467);
  });

  test.each(cases.filter(({ name }) => !(name in NOT_PASSED)))('$name: $expression', (one) => {
    const result = resultOf(one);

    // an error is expected; some such cases give the result of an engine that is lenient
    if (one.invalid && (one.outputs.length === 0 || result === 'refused')) expect(result).toBe('refused');
    else expect(result).toEqual(expectedOf(one));
  });

  test.each(Object.entries(NOT_PASSED))('%s is not passed: %s', (name) => {
    const one = cases.find((other) => other.name === name);

    expect(isObject(one)).toBe(true);
    expect(one && resultOf(one)).not.toEqual(one?.invalid ? 'refused' : one && expectedOf(one));
  });
});
