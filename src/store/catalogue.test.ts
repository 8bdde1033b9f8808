import { describe, expect, test } from 'vitest';
import { resourceTypes } from '../fhir/index.ts';
import { makeCatalogue } from './catalogue.ts';
import { testCatalogue } from './testing.ts';

describe('catalogue', () => {
  const categorised = (...codes: string[]) => ({
    resourceType: 'Observation',
    category: codes.map((code) => ({ coding: [{ system: 'urn:any', code }] })),
  });

  test.each([
    ['a vital sign', categorised('vital-signs'), 'health_records'],
    ['a laboratory result', categorised('laboratory'), 'medical_records'],
    ['one of both categories', categorised('laboratory', 'vital-signs'), 'health_records'],
    ['an observation without a category', { resourceType: 'Observation' }, 'medical_records'],
    [
      'a category without a code',
      { resourceType: 'Observation', category: [{ text: 'vital-signs' }, null, 'x'] },
      'medical_records',
    ],
    ['a resident', { resourceType: 'Patient' }, 'population'],
    ['an immunisation', { resourceType: 'Immunization' }, 'health_records'],
    ['a stay', { resourceType: 'Encounter' }, 'medical_records'],
    ['an institution', { resourceType: 'Organization' }, 'reference'],
  ])('puts %s into its database', (_, resource, database) => {
    expect(testCatalogue.databaseOf(resource)).toBe(database);
  });

  test('looks for a type wherever a resource of it may be put', () => {
    for (const type of resourceTypes)
      for (const code of ['vital-signs', 'laboratory', 'problem-list-item', 'survey'])
        expect(testCatalogue.databasesOf(type)).toContain(
          testCatalogue.databaseOf({ resourceType: type, category: [{ coding: [{ code }] }] }),
        );
  });

  test('takes the first rule that fits', () => {
    const catalogue = makeCatalogue([
      { database: 'population', type: 'Basic', categories: ['a'] },
      { database: 'health_records', type: 'Basic', categories: ['a', 'b'] },
    ]);

    expect(catalogue.databaseOf({ resourceType: 'Basic', category: { coding: [{ code: 'a' }] } })).toBe('population');
    expect(catalogue.databaseOf({ resourceType: 'Basic', category: { coding: [{ code: 'b' }] } })).toBe('health_records');
  });
});
