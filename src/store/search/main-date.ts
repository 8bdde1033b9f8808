import { type SearchParameter, searchParametersOf } from '../../fhir/index.ts';

/**
 * The parameter `date` of a type, whose value every row carries in columns of its own: records of a resident lie in its
 * order. Its places are not in the table of ranges, unless another parameter looks there too.
 */
export const mainDateOf = (type: string): SearchParameter | undefined => {
  const parameter = searchParametersOf(type).get('date');
  return parameter?.kind === 'date' ? parameter : undefined;
};

export const hasMainDate = (type: string): boolean => mainDateOf(type) !== undefined;

const known = new Map<string, ReadonlySet<string>>();

/** Places of dates that the columns stand for. */
export function columnPlaces(type: string): ReadonlySet<string> {
  const found = known.get(type);
  if (found) return found;
  const main = mainDateOf(type)?.paths.map(({ key }) => key) ?? [];
  const others = [...searchParametersOf(type).values()].filter(({ code, kind }) => code !== 'date' && kind === 'date');
  const shared = new Set(others.flatMap(({ paths }) => paths.map(({ key }) => key)));
  const made = new Set(main.filter((key) => !shared.has(key)));
  known.set(type, made);
  return made;
}
