import {
  type IndexEntries,
  isObject,
  latitudePlace,
  longitudePlace,
  type Position,
  type RangeEntry,
  type Resource,
} from '../../fhir/index.ts';
import { entriesOf } from '../row.ts';
import type { Comparison, Condition } from './condition.ts';
import { mainDateOf } from './main-date.ts';
import { isCloseTo } from './near.ts';

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

const DECIDABLE: ReadonlySet<string> = new Set([
  ...['ids', 'lexemes', 'patient', 'happened', 'range', 'text', 'updated', 'near', 'display'],
]);

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
      case 'updated': {
        const at = Date.parse(String(resource.meta?.lastUpdated));
        return compares(condition.comparison, { low: at, high: at + 1, isDate: true });
      }
      case 'near': {
        const at = positionAt(condition.keys[0] ?? '', entries());
        return at !== undefined && isCloseTo(condition, at);
      }
      case 'display':
        return condition.properties.some((path) => displaysAt(resource, path).some((text) => begins(text, condition.text)));
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

function positionAt(key: string, { ranges }: IndexEntries): Position | undefined {
  const at = (wanted: string) => ranges.find(({ place }) => place === wanted)?.low;
  const [latitude, longitude] = [at(latitudePlace(key)), at(longitudePlace(key))];
  return latitude === undefined || longitude === undefined ? undefined : { latitude, longitude };
}

/** The texts that `:text` looks at: of a concept, a coding, an identifier or a reference. */
function displaysAt(resource: Resource, path: readonly string[]): string[] {
  const found = path.reduce<readonly unknown[]>(inside, [resource]);
  const texts = DISPLAYS.flatMap((names) => names.reduce<readonly unknown[]>(inside, found));
  return texts.filter((text) => typeof text === 'string');
}

const DISPLAYS = [['text'], ['display'], ['coding', 'display'], ['type', 'text']] as const;

const inside = (values: readonly unknown[], name: string): readonly unknown[] =>
  values.flatMap((value) => (isObject(value) && Object.hasOwn(value, name) ? [value[name]].flat() : []));

const begins = (text: string, start: string): boolean => text.toLowerCase().startsWith(start.toLowerCase());

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
