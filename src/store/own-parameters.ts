import { type IndexEntries, type OwnParameter, ownIndexer, ownParametersOf, parseJson, type Resource } from '../fhir/index.ts';
import type { Written } from './change.ts';
import type { Sql } from './database.ts';
import { canonical, type OwnLookup } from './search/context.ts';

/** The search parameters of a platform beyond those of R4, as this process knows them; the database says which is the latest. */
export interface OwnParameters extends OwnLookup {
  /** Of the set in force here. A commit by an older one than the database has is done again. */
  readonly version: number;
  readonly all: readonly OwnParameter[];
  /** Places that not everything stored is indexed by yet. */
  readonly unready: readonly OwnParameter[];
  /** Reads the set again where it has changed. */
  refresh(): Promise<void>;
}

interface Known {
  readonly version: number;
  readonly all: readonly OwnParameter[];
  readonly byName: ReadonlyMap<string, OwnParameter>;
  readonly ready: ReadonlySet<string>;
  readonly indexers: ReadonlyMap<string, (resource: Resource) => IndexEntries>;
}

export async function openOwnParameters(sql: Sql): Promise<OwnParameters> {
  let known = await readKnown(sql, await readSetVersion(sql));
  return {
    get version() {
      return known.version;
    },
    get all() {
      return known.all;
    },
    get unready() {
      return known.all.filter(({ place }) => !known.ready.has(place));
    },
    find: (type, code) => {
      const found = known.byName.get(`${type} ${code}`);
      return found && { parameter: found.parameter, isReady: known.ready.has(found.place) };
    },
    entriesOf: (resource) => known.indexers.get(resource.resourceType)?.(resource),
    refresh: async () => {
      const version = await readSetVersion(sql);
      if (version !== known.version) known = await readKnown(sql, version);
    },
  };
}

/** What is read may be newer than the version, never older: it is then read once more. */
async function readKnown(sql: Sql, version: number): Promise<Known> {
  const all = await readOwn(sql);
  const rows = await sql<{ place: string }[]>`select place from store.indexed_parameter`;
  return {
    version,
    all,
    byName: new Map(all.map((one) => [`${one.type} ${one.parameter.code}`, one])),
    ready: new Set(rows.map(({ place }) => place)),
    indexers: new Map([...Map.groupBy(all, ({ type }) => type)].map(([type, some]) => [type, ownIndexer(some, canonical)])),
  };
}

export async function readSetVersion(sql: Sql): Promise<number> {
  const [row] = await sql<{ version: number }[]>`select version from store.parameter_set`;
  return row?.version ?? 0;
}

/** All that are in force; where two define the same code for a type, the one that was there first. */
async function readOwn(sql: Sql): Promise<OwnParameter[]> {
  const rows = await sql<{ body: string }[]>`
    select body from reference.resource where type = 'SearchParameter' and not deleted order by updated_at, id`;
  const first = new Map<string, OwnParameter>();
  for (const { body } of rows)
    for (const one of ownParametersOf(parseJson(body) as Resource)) {
      const name = `${one.type} ${one.parameter.code}`;
      if (!first.has(name)) first.set(name, one);
    }
  return [...first.values()];
}

/**
 * Makes a new set of what a commit wrote, as part of it: every commit after it is indexed by it, whichever process does it.
 * A place that is no longer in the set counts as not indexed from now on.
 * @returns whether what is stored must be indexed anew
 */
export async function changeParameters(tx: Sql, written: readonly Written[]): Promise<boolean> {
  if (!written.some(({ row }) => row.type === 'SearchParameter')) return false;
  await tx`update store.parameter_set set version = version + 1`;
  const places = (await readOwn(tx)).map(({ place }) => place);
  const gone = await tx`delete from store.indexed_parameter where place <> all(${places}::text[]) returning place`;
  const [row] = await tx<{ missing: number }[]>`
    select count(*) as missing from unnest(${places}::text[]) as own (place)
     where not exists (select from store.indexed_parameter i where i.place = own.place)`;
  return gone.length > 0 || (row?.missing ?? 0) > 0;
}
