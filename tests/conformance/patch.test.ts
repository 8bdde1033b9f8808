import { describe, expect, test } from 'vitest';
import { applyJsonPatch } from '../../src/fhir/patch/json-patch.ts';
import { Problem } from '../../src/kernel/index.ts';
import { hasSamples, sampleText } from '../support/samples.ts';

/** A case of JSON Patch, https://github.com/FHIR/fhir-test-cases. Of FHIRPath Patch and XML Patch the samples have none. */
interface Case {
  readonly comment?: string;
  readonly doc: unknown;
  readonly patch: unknown;
  readonly expected?: unknown;
  /** Why the patch is to be refused. */
  readonly error?: string;
  readonly disabled?: boolean;
}

/** Cases not passed, by comment, and why. */
const NOT_PASSED: Readonly<Record<string, string>> = {};

const cases: readonly Case[] = hasSamples ? JSON.parse(sampleText('patch/json-patch-tests.json')) : [];

describe.skipIf(!hasSamples)('the cases of JSON Patch in shared/samples/patch', () => {
  test('are all there, and none is left out', () => {
    expect(cases.length).toBeGreaterThan(15);
    expect(cases.filter(({ disabled }) => disabled)).toEqual([]);
    expect(Object.keys(NOT_PASSED)).toEqual([]);
  });

  test.each(cases.map((one, index) => ({ ...one, name: one.comment ?? `${index}` })))(
    '$name',
    ({ doc, patch, expected, error }) => {
      if (error === undefined) expect(applyJsonPatch(doc, patch)).toEqual(expected ?? doc);
      else expect(() => applyJsonPatch(doc, patch)).toThrow(Problem);
    },
  );
});
