import { describe, expect, test } from 'vitest';
import { checkStrictly, evaluateOn, FhirPathError, parseExpression, toSystem } from '../../src/fhir/fhirpath/index.ts';
import { isObject, parseJson } from '../../src/fhir/index.ts';
import { hasSamples, sampleText } from '../support/samples.ts';

/** One of the official FHIRPath cases for R4, https://github.com/FHIR/fhir-test-cases */
interface Case {
  readonly name: string;
  readonly inputfile?: string;
  readonly expression: string;
  /** `strict`: refused also for what no resource of the type can have. */
  readonly mode?: string;
  /** The kind of error that is expected. */
  readonly invalid?: string;
  readonly outputs: readonly { readonly value?: unknown }[];
}

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
  const input = inputOf(one);
  try {
    if (one.mode === 'strict') checkStrictly(parseExpression(one.expression), [typeOf(input)]);
    return evaluateOn(one.expression, input, now).map((item) => String(toSystem(item)));
  } catch (thrown) {
    if (thrown instanceof FhirPathError) return 'refused';
    throw thrown;
  }
}

const typeOf = (resource: unknown): string => (isObject(resource) ? String(resource['resourceType']) : '');

/** A decimal has no zero below zero: `-0.0` is how one engine writes 0.0. */
const expectedOf = ({ outputs }: Case) =>
  outputs.map(({ value }) =>
    String(value)
      .replace(/^@T?/, '')
      .replace(/^-(?=0*\.?0*$)/, ''),
  );

describe.skipIf(!hasSamples)('the official cases in shared/samples/fhirpath', () => {
  test('are all there', () => {
    expect(cases).toHaveLength(467);
  });

  test.each(cases)('$name: $expression', (one) => {
    const result = resultOf(one);

    // an error is expected; some such cases give the result of an engine that is lenient
    if (one.invalid && (one.outputs.length === 0 || result === 'refused')) expect(result).toBe('refused');
    else expect(result).toEqual(expectedOf(one));
  });
});
