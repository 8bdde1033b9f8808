import type { Resource } from '../../../fhir/index.ts';
import { formatCanonical } from './canonical-address.ts';
import { type Contained, type Expansions, tooCostly } from './expansion.ts';
import { designationsOf, displayOfContained } from './names.ts';
import type { ValueSet } from './value-set.ts';

export interface ExpandOptions {
  /** Text that the code or a name must contain, word by word. */
  readonly filter: string | undefined;
  readonly offset: number | undefined;
  readonly count: number | undefined;
  readonly activeOnly: boolean;
  readonly includeDesignations: boolean;
  readonly excludeAbstract: boolean;
  readonly displayLanguage: string | undefined;
}

/** Codes that one answer lists at most; more are asked for page by page. */
export const MOST_LISTED = 10_000;

/**
 * The value set with its codes counted out. https://hl7.org/fhir/R4/valueset-operation-expand.html
 * @param resource what the value set says of itself
 * @param id of the expansion, `urn:uuid:…`
 * @throws Problem expansion-too-costly, terminology-incomplete
 */
export function expand(
  { expansions, resource, valueSet }: { expansions: Expansions; resource: Resource; valueSet: ValueSet },
  options: ExpandOptions,
  { id, timestamp }: { id: string; timestamp: string },
): Resource {
  const all = expansions.of(valueSet).filter((one) => isWanted(one, options));
  const { offset = 0, count = all.length } = options;
  if (Math.min(count, all.length) > MOST_LISTED)
    throw tooCostly(`${all.length} codes; ask for pages of at most ${MOST_LISTED} with count and offset`);
  const page = all.slice(offset, offset + count);
  const { compose: _compose, expansion: _expansion, text: _text, ...head } = resource;
  return {
    ...head,
    expansion: {
      identifier: id,
      timestamp,
      total: all.length,
      ...(options.offset === undefined && options.count === undefined ? {} : { offset }),
      parameter: [...given(options), ...versionsIn(page)],
      ...(page.length > 0 ? { contains: page.map((one) => toContains(one, options)) } : {}),
    },
  };
}

function isWanted(one: Contained, { filter, activeOnly, excludeAbstract, displayLanguage }: ExpandOptions): boolean {
  if (activeOnly && one.concept?.isInactive) return false;
  if (excludeAbstract && one.concept?.isAbstract) return false;
  if (!filter) return true;
  const texts = [one.code, displayOfContained(one, displayLanguage), ...designationsOf(one, undefined).map(({ value }) => value)];
  const text = texts.join('\n').toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function toContains(one: Contained, { includeDesignations, displayLanguage }: ExpandOptions) {
  const display = displayOfContained(one, displayLanguage);
  const designation = includeDesignations ? designationsOf(one, display).map(({ language, value }) => ({ language, value })) : [];
  return {
    system: one.system,
    ...(one.concept?.isAbstract ? { abstract: true } : {}),
    ...(one.concept?.isInactive ? { inactive: true } : {}),
    ...(one.version === undefined ? {} : { version: one.version }),
    code: one.code,
    ...(display === undefined ? {} : { display }),
    ...(designation.length > 0 ? { designation } : {}),
  };
}

function given({ filter, offset, count, activeOnly, includeDesignations, displayLanguage }: ExpandOptions) {
  return [
    ...(filter ? [{ name: 'filter', valueString: filter }] : []),
    ...(offset === undefined ? [] : [{ name: 'offset', valueInteger: offset }]),
    ...(count === undefined ? [] : [{ name: 'count', valueInteger: count }]),
    ...(activeOnly ? [{ name: 'activeOnly', valueBoolean: true }] : []),
    ...(includeDesignations ? [{ name: 'includeDesignations', valueBoolean: true }] : []),
    ...(displayLanguage ? [{ name: 'displayLanguage', valueCode: displayLanguage }] : []),
  ];
}

/** Which versions of code systems it was made of. */
function versionsIn(page: readonly Contained[]) {
  const versions = new Set(
    page.flatMap(({ system, version }) => (version === undefined ? [] : [formatCanonical(system, version)])),
  );
  return [...versions].map((valueUri) => ({ name: 'version', valueUri }));
}
