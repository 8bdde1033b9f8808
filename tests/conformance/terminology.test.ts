import { describe, expect, test } from 'vitest';
import { isObject, parseJson } from '../../src/fhir/index.ts';
import { createResourceValidator } from '../../src/standards/index.ts';
import { aLibrary } from '../../src/standards/terminology/value-sets/testing.ts';
import { exampleBundles, exampleLines } from './samples.ts';

/** What is held against a resource when all value sets that are here are asked, by the place. */
const validator = createResourceValidator({ terminology: aLibrary() });
const faultsOf = (resource: unknown): string[] => {
  const type = isObject(resource) ? String(resource['resourceType']) : '';
  return validator
    .issuesOf(resource, type)
    .filter(({ severity }) => severity === 'error')
    .map(({ at, detail }) => `${at}: ${detail}`);
};

describe('value sets that are asked about beyond the required ones of the program', () => {
  const lines = ['r4-examples', 'us-core'].flatMap(exampleLines);
  const bundles = exampleBundles('synthea');

  test.skipIf(lines.length === 0)('refuse none of the published examples of R4 and US Core', () => {
    expect(lines.flatMap((line) => faultsOf(parseJson(line)))).toEqual([]);
  });

  test.skipIf(bundles.length === 0)('refuse no record of Synthea', () => {
    expect(bundles.flatMap(({ text }) => faultsOf(parseJson(text)))).toEqual([]);
  });
});
