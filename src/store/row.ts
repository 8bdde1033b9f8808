import { createHash } from 'node:crypto';
import {
  datesOf,
  forEachReference,
  identifiersOf,
  ownerOf,
  parseLocalReference,
  patientsOf,
  type Resource,
  subjectsOf,
  toInterval,
} from '../fhir/index.ts';
import { shardOf } from '../kernel/index.ts';
import { canonicalValue } from '../standards/index.ts';
import type { Catalogue, DatabaseName } from './catalogue.ts';

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
  readonly lexemes: readonly string[];
  readonly links: readonly string[];
}

const MAX_LEXEME_BYTES = 1000;

/** Index values of a resource that has its id. Pure: what it yields depends on the resource and the catalogue alone. */
export function toRow(resource: Resource & { readonly id: string }, catalogue: Catalogue): Row {
  const resident = ownerOf(resource);
  const alsoIn = patientsOf(resource).filter((id) => id !== resident);
  const named = subjectsOf(resource).filter((id) => id !== resident);
  const interval = datesOf(resource)
    .map(toInterval)
    .find((found) => found !== undefined);
  return {
    database: catalogue.databaseOf(resource),
    shard: shardOf(resident ?? resource.id),
    type: resource.resourceType,
    id: resource.id,
    resident,
    alsoIn,
    happenedFrom: interval ? (interval.from ?? '-infinity') : '-infinity',
    happenedTo: interval ? (interval.to ?? 'infinity') : '-infinity',
    lexemes: [...identifierLexemes(resource), ...alsoIn.map(compartmentLexeme), ...named.map(patientLexeme)],
    links: linksOf(resource, catalogue),
  };
}

/** The lexeme of a Patient whom a resource names where the search parameter `patient` looks, along with others. */
export const patientLexeme = (id: string): string => `patient=${id}`;

/** The lexeme of a Patient in whose compartment a resource lies without being his alone. */
export const compartmentLexeme = (id: string): string => `compartment=${id}`;

/** An identifier as it is looked for; an empty system means that it has none, undefined that any will do. */
export function identifierLexeme(system: string | undefined, value: string | undefined): string {
  if (value === undefined) return bounded(`identifier-system=${system ?? ''}`);
  if (system === undefined) return bounded(`identifier-value=${value}`);
  return bounded(`identifier=${system.replaceAll('|', '%7C')}|${canonicalValue(system, value)}`);
}

/** The lexemes that find the identifiers of a resource: by system and value, by value alone, by system alone. */
export function identifierLexemes(resource: Resource): string[] {
  const lexemes = new Set<string>();
  for (const { system, value } of identifiersOf(resource)) {
    if (value !== undefined)
      lexemes.add(identifierLexeme(undefined, canonicalValue(system, value))).add(identifierLexeme(system ?? '', value));
    if (system !== undefined) lexemes.add(identifierLexeme(system, undefined));
  }
  return [...lexemes];
}

/** A tsquery that any of the lexemes satisfies; quoted, so that no character of a value means anything. */
export function anyOf(lexemes: readonly string[]): string {
  return lexemes.map((lexeme) => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`).join(' | ');
}

/** A lexeme of a tsvector is at most 2,046 bytes; a longer one is stood for by its hash. */
function bounded(lexeme: string): string {
  if (Buffer.byteLength(lexeme) <= MAX_LEXEME_BYTES) return lexeme;
  return `sha256=${createHash('sha256').update(lexeme).digest('hex')}`;
}

/** Reference data that the resource names: `$everything` returns them with it. */
function linksOf(resource: Resource, catalogue: Catalogue): string[] {
  const links = new Set<string>();
  forEachReference(resource, (text) => {
    const reference = parseLocalReference(text);
    if (reference && catalogue.databasesOf(reference.type).includes('reference')) links.add(`${reference.type}/${reference.id}`);
  });
  return [...links];
}
