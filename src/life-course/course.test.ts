import { expect, test } from 'vitest';
import { type Piece, toEvents } from './course.ts';

test('a contact holds what was observed at it, and hides neither of two diseases that were found there', () => {
  const piece = (source: string, facts: Piece['facts']): Piece => ({ source, facts, contact: 'e1', day: 100 });

  const events = toEvents([
    piece('Condition/1', { condition: 'I10' }),
    piece('Condition/2', { condition: 'E11' }),
    piece('Encounter/e1', { contact: 'hypertension/follow-up' }),
    piece('Observation/1', { systolic: 150 }),
  ]);

  expect(events.map(({ facts }) => facts)).toEqual([
    { condition: 'I10' },
    { condition: 'E11' },
    { contact: 'hypertension/follow-up', systolic: 150 },
  ]);
});
