import {
  type IndexEntries,
  indexer,
  ownerOf,
  parseLocalReference,
  patientsOf,
  type RangeEntry,
  type Resource,
  referencesInText,
} from '../fhir/index.ts';
import { shardOf } from '../kernel/index.ts';
import type { Catalogue, DatabaseName } from './catalogue.ts';
import { instant, isWide, WIDE_SUFFIX } from './search/compare.ts';
import { canonical, type OwnLookup } from './search/context.ts';
import { columnPlaces, mainDateOf } from './search/main-date.ts';
import { contextLexeme, contextName } from './security-context.ts';

/** What is written about one version of one resource, ready for its columns. */
export interface Row {
  readonly database: DatabaseName;
  readonly shard: number;
  readonly type: string;
  readonly id: string;
  readonly resident: string | undefined;
  /** Patients that the resource concerns without being theirs alone. */
  readonly alsoIn: readonly string[];
  readonly happenedFrom: string;
  readonly happenedTo: string;
  /** The interval is so long that it is looked for by itself. */
  readonly lasting: boolean;
  /** Texts under which it is found. */
  readonly lexemes: readonly string[];
  readonly ranges: readonly { readonly place: string; readonly low: number; readonly high: number }[];
  readonly texts: readonly { readonly place: string; readonly text: string }[];
  /** `Type/id` of everything that it refers to, its owner left out. */
  readonly links: readonly string[];
}

/** Index entries of a resource by all official R4 search parameters. */
export const entriesOf: (resource: Resource) => IndexEntries = indexer(canonical);

/**
 * Index values of a resource that has its id. Pure: what it yields depends on what is given alone.
 * @param json the resource as text, where there is one already
 * @param own parameters beyond those of R4
 */
export function toRow(
  resource: Resource & { readonly id: string },
  catalogue: Catalogue,
  json: string = JSON.stringify(resource),
  own?: OwnLookup,
): Row {
  const row = officialRow(resource, catalogue, json);
  const entries = own?.entriesOf(resource);
  return entries ? withEntries(row, entries) : row;
}

function officialRow(resource: Resource & { readonly id: string }, catalogue: Catalogue, json: string): Row {
  const resident = ownerOf(resource);
  const alsoIn = patientsOf(resource).filter((id) => id !== resident);
  const { lexemes, ranges, texts } = entriesOf(resource);
  const context = contextName(resource);
  const columns = columnPlaces(resource.resourceType);
  return {
    database: catalogue.databaseOf(resource),
    shard: shardOf(resident ?? resource.id),
    type: resource.resourceType,
    id: resource.id,
    resident,
    alsoIn,
    ...happened(ranges.filter(({ place, isDate }) => isDate && isMainDate(resource.resourceType, place))),
    lexemes: [...lexemes, ...alsoIn.map(compartmentLexeme), ...(context === undefined ? [] : [contextLexeme(context)])],
    ranges: ranges.filter(({ place }) => !columns.has(place)).map(toRange),
    texts: texts.map(({ place, text }) => ({ place, text })),
    links: linksOf(json, resident, context),
  };
}

/** The row with entries by further parameters. */
function withEntries(row: Row, { lexemes, ranges, texts }: IndexEntries): Row {
  return {
    ...row,
    lexemes: [...row.lexemes, ...lexemes],
    ranges: [...row.ranges, ...ranges.map(toRange)],
    texts: [...row.texts, ...texts],
  };
}

const isMainDate = (type: string, place: string): boolean => mainDateOf(type)?.paths.some(({ key }) => key === place) === true;

function happened([main]: readonly RangeEntry[]): Pick<Row, 'happenedFrom' | 'happenedTo' | 'lasting'> {
  if (!main) return { happenedFrom: '-infinity', happenedTo: '-infinity', lasting: false };
  const { low, high } = main;
  return { happenedFrom: toInstant(low), happenedTo: toInstant(high), lasting: isWide(low, high, true) };
}

function toInstant(ms: number): string {
  if (ms === Number.NEGATIVE_INFINITY) return '-infinity';
  return ms === Number.POSITIVE_INFINITY ? 'infinity' : instant(ms);
}

/** Wide intervals stand apart. A zero-based double holds every millisecond and every measured value. */
const toRange = ({ place, low, high, isDate }: RangeEntry) => ({
  place: isWide(low, high, isDate) ? place + WIDE_SUFFIX : place,
  low,
  high,
});

/** The lexeme of a Patient in whose compartment a resource lies without being his alone. */
export const compartmentLexeme = (id: string): string => `compartment=${id}`;

/**
 * What the resource refers to: `$everything` returns the reference data among it, chains go along it.
 * @param first what decides about a Binary; conditions on it look there
 */
function linksOf(json: string, owner: string | undefined, first: string | undefined): string[] {
  const links = new Set(first === undefined ? [] : [first]);
  for (const text of referencesInText(json)) {
    const reference = parseLocalReference(text);
    if (reference && !(reference.type === 'Patient' && reference.id === owner)) links.add(`${reference.type}/${reference.id}`);
  }
  return [...links];
}
