import type { Resource } from '../../fhir/index.ts';
import { entriesOf } from '../row.ts';
import type { Condition } from './condition.ts';
import type { SearchContext } from './context.ts';

/**
 * Whether a resource that is not stored yet meets conditions by what it says itself: exact values and texts.
 * Conditions on other resources, on numbers and dates are not met here; whoever asks goes on without the resource.
 */
export function isMetBy(resource: Resource, conditions: readonly Condition[], { own }: SearchContext = { base: '' }): boolean {
  const [official, others] = [entriesOf(resource), own?.entriesOf(resource)];
  const entries = others
    ? { lexemes: official.lexemes.union(others.lexemes), texts: [...official.texts, ...others.texts] }
    : official;
  const holds = (condition: Condition): boolean => {
    switch (condition.kind) {
      case 'lexemes':
        return condition.any.some((lexeme) => entries.lexemes.has(lexeme));
      case 'patient':
        return condition.any.some((lexeme) => entries.lexemes.has(lexeme));
      case 'text':
        return entries.texts.some(
          ({ place, text }) =>
            condition.places.includes(place) &&
            (condition.match === 'starts' ? text.startsWith(condition.text) : text.includes(condition.text)),
        );
      case 'not':
        return !holds(condition.condition);
      case 'all':
        return condition.conditions.every(holds);
      case 'any':
        return condition.conditions.some(holds);
      default:
        return false;
    }
  };
  return conditions.every(holds);
}
