import { expect, test } from 'vitest';
import type { Collector } from './adders.ts';
import { elementReader, type Typed } from './own-composite.ts';

const canonical = { unit: () => undefined, identifier: (_system: string | undefined, value: string) => value };

test.each([
  [20, 400],
  [300, 0],
])('an element of two concepts with %i codes each is filed in %i combinations', (codes, combinations) => {
  const concept = (name: string): Typed => ({
    type: 'CodeableConcept',
    value: { coding: Array.from({ length: codes }, (_, index) => ({ code: `${name}${index}` })) },
  });
  const values = [[concept('a')], [concept('b')]];
  const parts = ['code', 'value'].map((expression) => ({ kind: 'token' as const, expression }));
  let turn = 0;
  const read = elementReader('Observation.own', parts, () => values[turn++] ?? [], canonical);
  const out: Collector = { lexemes: new Set(), ranges: [], texts: [] };

  read({}, out);

  const together = [...out.lexemes].filter((lexeme) => lexeme.startsWith('Observation.own=') && lexeme.includes('$'));
  expect(together).toHaveLength(combinations);
});
