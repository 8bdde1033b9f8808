import { isResourceType, resourceTypes } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import type { SearchContext } from './context.ts';
import { checkCost } from './cost.ts';
import { parseSearch } from './parse-search.ts';
import type { SearchQuery } from './query.ts';

/** A search of several types: for each the same question in its own words. */
export interface AcrossQuery {
  readonly queries: readonly SearchQuery[];
  /** As the client got it; its values are those of the sort, and the type. */
  readonly cursor: string | undefined;
  readonly understood: SearchQuery['understood'];
  readonly ignored: SearchQuery['ignored'];
}

/** Parameters of every type. https://hl7.org/fhir/R4/search.html#all */
const COMMON: ReadonlySet<string> = new Set(['_id', '_lastUpdated', '_tag', '_profile', '_security', '_source', '_list']);

/**
 * Reads a search of the types that `_type` names; without it, of all types by what all of them have.
 * @throws Problem parameter-unsupported, parameter-invalid, too-large
 */
export function parseAcross(
  parameters: readonly (readonly [string, string])[],
  strict: boolean,
  context: SearchContext = { base: '' },
): AcrossQuery {
  const types = typesAmong(parameters);
  const asked = parameters.filter(([name]) => name !== '_type' && name !== '_cursor');
  const queries = (types ?? resourceTypes).map((type) => parseSearch(type, asked, strict, context));
  const [first, ...others] = queries;
  if (!first) throw new Problem('parameter-invalid', '_type names no type', { at: '_type' });
  if (!types) checkCommon(first);
  checkSameForAll(first, others);
  checkCost(queries.flatMap(({ conditions }) => conditions));
  return {
    queries,
    cursor: parameters.findLast(([name]) => name === '_cursor')?.[1],
    understood: [...(types ? [['_type', types.join(',')] as const] : []), ...first.understood],
    ignored: first.ignored,
  };
}

function typesAmong(parameters: readonly (readonly [string, string])[]): readonly string[] | undefined {
  const given = parameters.flatMap(([name, value]) => (name === '_type' ? value.split(',') : []));
  if (given.length === 0) return undefined;
  const types = [...new Set(given.map((type) => type.trim()))];
  if (types.every(isResourceType)) return types;
  throw new Problem('parameter-invalid', '_type names a type that is none of R4', { at: '_type' });
}

function checkCommon({ understood, ignored }: SearchQuery): void {
  const names = understood.map(([name]) => name.split(':')[0] ?? '');
  if (ignored.length === 0 && names.some((name) => COMMON.has(name))) return;
  throw new Problem(
    'parameter-unsupported',
    `A search of all types asks by ${[...COMMON].join(', ')}; with _type=Type,Type also by what these types share`,
    { at: ignored[0] ?? '_type' },
  );
}

/** What one type understands and another does not would answer another question than was asked. */
function checkSameForAll(first: SearchQuery, others: readonly SearchQuery[]): void {
  for (const other of others) {
    const isKnown = (query: SearchQuery, name: string) => !query.ignored.includes(name);
    const odd = [...first.ignored, ...other.ignored].find((name) => isKnown(first, name) !== isKnown(other, name));
    if (odd !== undefined)
      throw new Problem('parameter-unsupported', `${first.type} and ${other.type} do not share ${odd}`, { at: odd });
    if (first.sort.some(({ by }, index) => other.sort[index]?.by !== by))
      throw new Problem('parameter-invalid', `${first.type} and ${other.type} do not share an order`, { at: '_sort' });
  }
}
