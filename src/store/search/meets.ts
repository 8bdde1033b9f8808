import type { IndexEntries, RangeEntry, Resource } from '../../fhir/index.ts';
import { entriesOf } from '../row.ts';
import type { Comparison, Condition } from './condition.ts';
import { mainDateOf } from './main-date.ts';

/** Whether the resource alone tells if it meets the condition: nothing of other resources, nothing of the store. */
export function isDecidable(condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.conditions.every(isDecidable);
    case 'not':
      return isDecidable(condition.condition);
    default:
      return DECIDABLE.has(condition.kind);
  }
}

const DECIDABLE: ReadonlySet<string> = new Set(['ids', 'lexemes', 'patient', 'happened', 'range', 'text']);

/**
 * Answers, for one version of a resource and without the database, whether it meets conditions: the same entries and
 * the same comparisons as those of a search. Conditions that are not decidable are never met.
 */
export function meets(resource: Resource & { readonly id: string }): (conditions: readonly Condition[]) => boolean {
  let kept: IndexEntries | undefined;
  const entries = () => {
    kept ??= entriesOf(resource);
    return kept;
  };
  const holds = (condition: Condition): boolean => {
    switch (condition.kind) {
      case 'ids':
        return condition.ids.includes(resource.id);
      case 'lexemes':
      case 'patient':
        return condition.any.some((lexeme) => entries().lexemes.has(lexeme));
      case 'text':
        return entries().texts.some(
          ({ place, text }) =>
            condition.places.includes(place) &&
            (condition.match === 'starts' ? text.startsWith(condition.text) : text.includes(condition.text)),
        );
      case 'range':
        return entries().ranges.some(
          (range) =>
            range.isDate === condition.isDate &&
            condition.places.includes(range.place) &&
            condition.comparisons.every((comparison) => compares(comparison, range)),
        );
      case 'happened': {
        const main = mainDateIn(resource.resourceType, entries());
        return main !== undefined && compares(condition.comparison, main);
      }
      case 'not':
        return isDecidable(condition.condition) && !holds(condition.condition);
      case 'all':
        return condition.conditions.every(holds);
      case 'any':
        return condition.conditions.some(holds);
      default:
        return false;
    }
  };
  return (conditions) => conditions.every(holds);
}

/** A row carries the first one. */
function mainDateIn(type: string, { ranges }: IndexEntries): RangeEntry | undefined {
  const places = mainDateOf(type)?.paths.map(({ key }) => key) ?? [];
  return ranges.find(({ place, isDate }) => isDate && places.includes(place));
}

/** As https://hl7.org/fhir/R4/search.html#prefix says; `compare.ts` has the same in SQL. Dates end before `high`. */
export function compares({ prefix, from, to }: Comparison, { low, high, isDate }: Omit<RangeEntry, 'place'>): boolean {
  // a point stands inside [from, to); an interval may reach to its end
  const isPoint = !isDate && low === high;
  const inside = low >= from && (isPoint ? low < to : low <= to && high <= to);
  switch (prefix) {
    case 'eq':
      return inside;
    case 'ne':
      return !inside;
    case 'gt':
      return high > to;
    case 'ge':
      return isDate ? high > to || inside : high >= to;
    case 'lt':
      return low < from;
    case 'le':
      return isDate ? low < from || inside : low <= from;
    case 'sa':
      return isDate ? low >= to : low > to;
    case 'eb':
      return isDate ? low < from && high <= from : high < from;
    case 'ap':
      return isDate ? low < to && high > from : low <= to && high >= from;
  }
}
