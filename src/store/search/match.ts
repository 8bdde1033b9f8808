import type { IndexEntries, Resource } from '../../fhir/index.ts';
import { entriesOf } from '../row.ts';
import type { Condition } from './condition.ts';
import type { SearchContext } from './context.ts';

/**
 * Whether a resource that is not stored yet meets conditions by what it says itself: exact values and texts.
 * Conditions on other resources, on numbers and dates are not met here, nor is their opposite; whoever asks goes on without the
 * resource.
 */
export function isMetBy(resource: Resource, conditions: readonly Condition[], { own }: SearchContext = { base: '' }): boolean {
  const [official, others] = [entriesOf(resource), own?.entriesOf(resource)];
  const entries = others
    ? { lexemes: official.lexemes.union(others.lexemes), texts: [...official.texts, ...others.texts] }
    : official;
  return conditions.every((condition) => holdsOf(entries, condition) === true);
}

type Entries = Pick<IndexEntries, 'texts'> & { readonly lexemes: ReadonlySet<string> };

/** undefined where the entries of the index do not tell. */
function holdsOf(entries: Entries, condition: Condition): boolean | undefined {
  const holds = (one: Condition) => holdsOf(entries, one);
  switch (condition.kind) {
    case 'lexemes':
    case 'patient':
      return condition.any.some((lexeme) => entries.lexemes.has(lexeme));
    case 'text':
      return entries.texts.some(
        ({ place, text }) =>
          condition.places.includes(place) &&
          (condition.match === 'starts' ? text.startsWith(condition.text) : text.includes(condition.text)),
      );
    case 'not': {
      const inside = holds(condition.condition);
      return inside === undefined ? undefined : !inside;
    }
    case 'all':
      return together(condition.conditions.map(holds), false);
    case 'any':
      return together(condition.conditions.map(holds), true);
    default:
      return undefined;
  }
}

/** One that is `decisive` decides; else one that cannot be told leaves all untold. */
function together(answers: readonly (boolean | undefined)[], decisive: boolean): boolean | undefined {
  if (answers.includes(decisive)) return decisive;
  return answers.includes(undefined) ? undefined : !decisive;
}
