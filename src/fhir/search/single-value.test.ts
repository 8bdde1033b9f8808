import { expect, test } from 'vitest';
import { searchParametersOf } from './parameters.ts';
import { isSingleValue } from './single-value.ts';

test.each([
  ['Patient', 'birthdate', true],
  ['Patient', 'death-date', true],
  ['Encounter', 'date', true],
  ['Immunization', 'status-reason', false],
  ['RiskAssessment', 'probability', false],
  ['Encounter', 'location-period', false],
  ['Observation', 'value-date', true],
  ['CarePlan', 'activity-date', false],
])('%s %s: at most one value is %s', (type, code, isSingle) => {
  const paths = searchParametersOf(type).get(code)?.paths ?? [];
  expect(paths).not.toEqual([]);
  expect(paths.every((path) => isSingleValue(type, path))).toBe(isSingle);
});
