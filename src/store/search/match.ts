import type { IndexEntries, Resource } from '../../fhir/index.ts';
import { entriesOf } from '../row.ts';
import type { Condition } from './condition.ts';
import type { SearchContext } from './context.ts';

/** Something with a resource that is not stored yet. */
interface Unstored {
  readonly resource: Resource;
}

/**
 * Finds among resources that are not stored yet those that meet conditions by what they say themselves: exact values and texts.
 * Conditions on other resources, on numbers and dates are not met here, nor is their opposite; whoever asks goes on without the
 * resource. Each is indexed once, whatever the number of questions; one that names exact values looks at those that have the
 * rarest of them.
 */
export function amongUnstored<Item extends Unstored>(
  items: readonly Item[],
  { own }: SearchContext = { base: '' },
): (conditions: readonly Condition[]) => Item[] {
  const indexed = items.map((item): Indexed<Item> => ({ item, entries: entriesWith(item.resource, own) }));
  const byLexeme = new Map<string, Indexed<Item>[]>();
  for (const one of indexed)
    for (const lexeme of one.entries.lexemes) {
      const those = byLexeme.get(lexeme);
      if (those) those.push(one);
      else byLexeme.set(lexeme, [one]);
    }
  return (conditions) => {
    const narrowed = conditions.flatMap((condition) =>
      condition.kind === 'lexemes' || condition.kind === 'patient'
        ? [condition.any.flatMap((lexeme) => byLexeme.get(lexeme) ?? [])]
        : [],
    );
    const [fewest = indexed] = narrowed.toSorted((a, b) => a.length - b.length);
    return [...new Set(fewest)]
      .filter(({ entries }) => conditions.every((condition) => holdsOf(entries, condition) === true))
      .map(({ item }) => item);
  };
}

interface Indexed<Item> {
  readonly item: Item;
  readonly entries: Entries;
}

function entriesWith(resource: Resource, own: SearchContext['own']): Entries {
  const [official, others] = [entriesOf(resource), own?.entriesOf(resource)];
  return others ? { lexemes: official.lexemes.union(others.lexemes), texts: [...official.texts, ...others.texts] } : official;
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
