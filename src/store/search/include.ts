import {
  isObject,
  parseJson,
  parseLocalReference,
  type Resource,
  referenceLexeme,
  type SearchParameter,
  searchParametersOf,
  walk,
} from '../../fhir/index.ts';
import type { Catalogue } from '../catalogue.ts';
import { shardsOf } from '../commit-sql.ts';
import type { Sql } from '../database.ts';
import { databasesFor, inPlaces } from '../read.ts';
import type { Scope } from '../scope.ts';
import type { OwnLookup } from './context.ts';
import { type EntryRow, type SearchEntry, toEntry } from './entry.ts';
import type { Inclusion } from './query.ts';
import { hashes } from './sql-condition.ts';

const MAX_ROUNDS = 5;
/** What is included beyond this is left out, and the answer says so. */
export const MAX_INCLUDED = 2000;

export interface Included {
  readonly entries: readonly SearchEntry[];
  readonly isCut: boolean;
}

/** What `_include` and `_revinclude` add to a page: fetched in one go a round, each resource once, within the scope. */
export async function includeAround(
  sql: Sql,
  catalogue: Catalogue,
  scope: Scope,
  page: readonly SearchEntry[],
  inclusions: readonly Inclusion[],
  own: OwnLookup | undefined,
): Promise<Included> {
  const seen = new Map(page.map((entry) => [nameOf(entry), entry]));
  const added: SearchEntry[] = [];
  let fresh: readonly SearchEntry[] = page;
  let isCut = false;
  for (let round = 0; round < MAX_ROUNDS && fresh.length > 0 && added.length <= MAX_INCLUDED; round++) {
    const wanted = inclusions.filter(({ iterate }) => iterate || round === 0);
    const names = targetNames(
      fresh,
      wanted.filter(({ kind }) => kind === 'include'),
      seen,
      own,
    );
    isCut ||= names.length > MAX_INCLUDED;
    const found = [
      ...(await fetchNamed(sql, catalogue, scope, names.slice(0, MAX_INCLUDED))),
      ...(await fetchReferring(
        sql,
        catalogue,
        scope,
        fresh,
        wanted.filter(({ kind }) => kind === 'revinclude'),
      )),
    ];
    fresh = [...new Map(found.map((entry) => [nameOf(entry), entry])).values()].filter((entry) => !seen.has(nameOf(entry)));
    for (const entry of fresh) seen.set(nameOf(entry), entry);
    added.push(...fresh);
  }
  return { entries: added.slice(0, MAX_INCLUDED), isCut: isCut || added.length > MAX_INCLUDED };
}

const nameOf = ({ type, id }: Pick<SearchEntry, 'type' | 'id'>) => `${type}/${id}`;

/** `Type/id` of what the inclusions lead to and is not there yet. */
function targetNames(
  from: readonly SearchEntry[],
  inclusions: readonly Inclusion[],
  seen: ReadonlyMap<string, SearchEntry>,
  own: OwnLookup | undefined,
): string[] {
  const names = new Set<string>();
  for (const entry of from) {
    const here = inclusions.filter(({ type }) => type === '*' || type === entry.type);
    if (here.length === 0) continue;
    const resource = parseJson(entry.body) as Resource;
    for (const inclusion of here) for (const name of targetsOf(resource, inclusion, own)) if (!seen.has(name)) names.add(name);
  }
  return [...names];
}

/** `Type/id` of what a resource refers to by the parameter of an inclusion. */
function targetsOf(resource: Resource, inclusion: Inclusion, own: OwnLookup | undefined): string[] {
  if (inclusion.ownPlaces) return ownTargetsOf(resource, inclusion.ownPlaces, inclusion.target, own);
  const { code, target } = inclusion;
  const found: string[] = [];
  for (const { paths } of referencesOf(resource.resourceType, code))
    for (const { steps, target: only } of paths)
      walk(resource, steps, (value) => {
        const text = isObject(value) ? value['reference'] : undefined;
        const local = typeof text === 'string' ? parseLocalReference(text) : undefined;
        if (local && (!target || target === local.type) && (!only || only === local.type))
          found.push(`${local.type}/${local.id}`);
      });
  return found;
}

const known = new WeakMap<Resource, readonly string[]>();

/** Worked out once for all inclusions. */
function ownLexemes(resource: Resource, own: OwnLookup | undefined): readonly string[] {
  const lexemes = known.get(resource) ?? [...(own?.entriesOf(resource)?.lexemes ?? [])];
  known.set(resource, lexemes);
  return lexemes;
}

/** What a parameter of one's own leads to: it is evaluated anew, as for the index. */
function ownTargetsOf(
  resource: Resource,
  places: readonly string[],
  target: string | undefined,
  own: OwnLookup | undefined,
): string[] {
  const lexemes = ownLexemes(resource, own);
  const beginnings = places.map((place) => referenceLexeme(place, ''));
  const named = beginnings.flatMap((beginning) =>
    lexemes.flatMap((lexeme) => (lexeme.startsWith(beginning) ? [lexeme.slice(beginning.length)] : [])),
  );
  return named.filter((name) => {
    const local = parseLocalReference(name);
    return local !== undefined && (!target || target === local.type);
  });
}

function referencesOf(type: string, code: string): SearchParameter[] {
  const all = [...searchParametersOf(type).values()].filter(({ kind }) => kind === 'reference');
  return code === '*' ? all : all.filter((parameter) => parameter.code === code);
}

async function fetchNamed(sql: Sql, catalogue: Catalogue, scope: Scope, names: readonly string[]): Promise<SearchEntry[]> {
  const keys = names.flatMap((name) => parseLocalReference(name) ?? []).filter(({ type }) => scope.allows(type, 'r'));
  if (keys.length === 0) return [];
  const shards = await shardsOf(sql, keys);
  const byDatabase = new Map(
    [...new Set(keys.flatMap(({ type }) => databasesFor(catalogue, scope, type)))].map((database) => [
      database,
      keys.filter(({ type }) => databasesFor(catalogue, scope, type).includes(database)),
    ]),
  );
  const found = [...byDatabase].map(
    ([database, here]) => sql<EntryRow[]>`
      select r.type, r.id, r.version, r.resident, r.body from ${sql(database)}.resource r
       where (r.type, r.id, r.shard) in (select * from unnest(${here.map(({ type }) => type)}::text[], ${here.map(({ id }) => id)}::text[], ${here.map(shards)}::bigint[]))
         and not r.deleted and ${inPlaces(
           sql,
           database,
           scope,
           here.map(({ type }) => type),
         )}`,
  );
  return (await Promise.all(found)).flat().map(toEntry);
}

async function fetchReferring(
  sql: Sql,
  catalogue: Catalogue,
  scope: Scope,
  from: readonly SearchEntry[],
  inclusions: readonly Inclusion[],
): Promise<SearchEntry[]> {
  const found = [...Map.groupBy(inclusions, ({ type }) => type)].flatMap(([type, group]) => {
    const texts = [...new Set(group.flatMap((inclusion) => referringTexts(inclusion, from)))];
    if (texts.length === 0 || !scope.allows(type, 's')) return [];
    return databasesFor(catalogue, scope, type).map(
      (database) => sql<EntryRow[]>`
        select r.type, r.id, r.version, r.resident, r.body from ${sql(database)}.resource r
         where r.type = ${type} and not r.deleted and ${inPlaces(sql, database, scope, type)} and r.tokens && ${hashes(sql, texts)}
         order by r.id limit ${MAX_INCLUDED + 1}`,
    );
  });
  return (await Promise.all(found)).flat().map(toEntry);
}

/** Texts under which is found what refers to the entries by the parameter of an inclusion. */
function referringTexts({ type, code, target, ownPlaces }: Inclusion, from: readonly SearchEntry[]): string[] {
  const to = from.filter((entry) => !target || entry.type === target).map(nameOf);
  const places = ownPlaces ?? referencesOf(type, code).flatMap(({ paths }) => paths.map(({ key }) => key));
  return [...new Set(places)].flatMap((place) => to.map((name) => referenceLexeme(place, name)));
}
