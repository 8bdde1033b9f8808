import { createHash } from 'node:crypto';
import {
  datesOf,
  forEachReference,
  identifiersOf,
  ownerOf,
  parseLocalReference,
  patientsOf,
  type Resource,
  toInterval,
} from '../fhir/index.ts';
import { shardOf } from '../kernel/index.ts';
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
    lexemes: [...identifierLexemes(resource), ...alsoIn.map(patientLexeme)],
    links: linksOf(resource, catalogue),
  };
}

/** The lexeme of a Patient in whose compartment a resource lies. */
export const patientLexeme = (id: string): string => `patient=${id}`;

/** The lexemes that find an identifier: by system and value, by value alone, by system alone. */
export function identifierLexeme(system: string | undefined, value: string | undefined): string {
  return bounded(`identifier=${system ?? '*'}|${value ?? '*'}`);
}

function identifierLexemes(resource: Resource): string[] {
  const lexemes = new Set<string>();
  for (const { system, value } of identifiersOf(resource)) {
    if (value !== undefined) lexemes.add(identifierLexeme(undefined, value)).add(identifierLexeme(system ?? '', value));
    if (system !== undefined) lexemes.add(identifierLexeme(system, undefined));
  }
  return [...lexemes];
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
