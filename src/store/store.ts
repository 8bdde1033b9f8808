import type { Resource } from '../fhir/index.ts';
import { ownerOf } from '../fhir/index.ts';
import { newId, newIdBeside, Problem } from '../kernel/index.ts';
import type { BundleEntry } from './bundle/entries.ts';
import { type BundleRequest, type BundleStore, processBundle } from './bundle/process.ts';
import type { Catalogue } from './catalogue.ts';
import type { Change, CommitOptions, Outcome, Participant, Plan, Written } from './change.ts';
import { commit } from './commit.ts';
import type { Database, Sql } from './database.ts';
import { type Everything, everythingOf } from './everything.ts';
import type { PlaceOf } from './place.ts';
import { readCurrent, readHistory, readVersion, type Stored } from './read.ts';
import type { Scope } from './scope.ts';
import { parseCursor } from './search/cursor.ts';
import { parseSearch, type SearchQuery } from './search/query.ts';
import { runSearch, type SearchResult } from './search/run.ts';

export interface StoreOptions {
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly placeOf: PlaceOf;
  readonly now: () => Date;
  readonly participants: readonly Participant[];
  /** What may not be stored, and why. */
  readonly validate: (resource: Resource, at: string) => Problem | undefined;
}

/** The FHIR store of one platform. It opens only under a scope. */
export interface Store {
  readonly database: Database;
  readonly catalogue: Catalogue;
  as(scope: Scope): ScopedStore;
}

type Within = (tx: Sql, written: readonly Written[]) => Promise<void>;

/** The store as one bearer sees it: what lies outside the scope is not there. */
export interface ScopedStore {
  /** @throws Problem resource-unknown, resource-gone */
  read(type: string, id: string): Promise<Stored & { readonly body: string }>;
  /** @throws Problem resource-unknown, resource-gone */
  readVersion(type: string, id: string, version: number): Promise<Stored & { readonly body: string }>;
  /** Newest first; empty where there is nothing. */
  history(type: string, id: string, limit: number, before?: number): Promise<Stored[]>;
  /** Validates, assigns an id, writes. */
  create(resource: Resource, within?: Within): Promise<Written>;
  /** Updates, or creates under the id given. @throws Problem version-conflict */
  put(resource: Resource & { readonly id: string }, ifMatch: number | undefined, within?: Within): Promise<Written>;
  delete(type: string, id: string, ifMatch: number | undefined, within?: Within): Promise<Written>;
  /** Many changes in one transaction; validation is the caller's. For bulk work. */
  commit(changes: readonly Change[], options: Omit<CommitOptions, 'scope'>): Promise<Outcome[]>;
  bundle(request: BundleRequest): Promise<string>;
  search(query: SearchQuery): Promise<SearchResult>;
  everything(patientId: string, count: number, cursor?: string): Promise<Everything>;
}

/** Opens the store of a platform; several may be open in one process. */
export function openStore(options: StoreOptions): Store {
  return { database: options.database, catalogue: options.catalogue, as: (scope) => openScoped(options, scope) };
}

function openScoped(options: StoreOptions, scope: Scope): ScopedStore {
  const { database, catalogue, validate } = options;
  const { sql } = database;
  const run = (plan: Plan, rest: Omit<CommitOptions, 'scope'>) => commit(options, plan, { ...rest, scope });
  const one = async (change: Change, within?: Within): Promise<Written> => {
    const [outcome] = await run(async () => [change], { atomic: true, within });
    if (!outcome || outcome instanceof Problem) throw outcome ?? new Error('a commit has an outcome for each change');
    return outcome;
  };
  const checked = <Value extends Resource>(resource: Value): Value => {
    const problem = validate(resource, resource.resourceType);
    if (problem) throw problem;
    return resource;
  };
  const scoped: ScopedStore = {
    read: async (type, id) =>
      present(scope.allows(type, 'r') ? await readCurrent(sql, catalogue, scope, type, id) : undefined, type, id),
    readVersion: async (type, id, version) =>
      present(scope.allows(type, 'r') ? await readVersion(sql, catalogue, scope, type, id, version) : undefined, type, id),
    history: async (type, id, limit, before) =>
      scope.allows(type, 'r') ? readHistory(sql, catalogue, scope, type, id, limit, before) : [],
    create: (resource, within) => one({ kind: 'create', resource: { ...checked(resource), id: assignId(resource) } }, within),
    put: (resource, ifMatch, within) => one({ kind: 'put', resource: checked(resource), ifMatch }, within),
    delete: (type, id, ifMatch, within) => one({ kind: 'delete', type, id, ifMatch }, within),
    commit: (changes, rest) => run(async () => changes, rest),
    bundle: (request) => processBundle(bundleStore(), request),
    search: (query) => runSearch(sql, catalogue, scope, query),
    everything: (patientId, count, cursor) =>
      everythingOf(sql, catalogue, scope, patientId, count, cursor ? parseCursor(cursor) : undefined),
  };
  const bundleStore = (): BundleStore => ({
    commit: run,
    validate,
    find: async (tx, type, query) => {
      const parsed = parseSearch(type, new URLSearchParams(query), true);
      if (parsed.conditions.length === 0)
        throw new Problem('parameter-invalid', 'A condition names at least one search parameter', { at: `${type}?` });
      return (await runSearch(tx, catalogue, scope, { ...parsed, count: 2 })).entries.map(({ id }) => id);
    },
    get: (entry) => getEntry(scoped, entry),
  });
  return scoped;
}

async function getEntry(scoped: ScopedStore, { type, id, query }: BundleEntry): Promise<string> {
  if (id) return (await scoped.read(type, id)).body;
  const { entries } = await scoped.search(parseSearch(type, new URLSearchParams(query), true));
  return `{"resourceType":"Bundle","type":"searchset","entry":[${entries.map(({ body }) => `{"resource":${body}}`).join(',')}]}`;
}

function assignId(resource: Resource): string {
  const owner = resource.resourceType === 'Patient' ? undefined : ownerOf(resource);
  return owner ? newIdBeside(owner) : newId();
}

function present(stored: Stored | undefined, type: string, id: string): Stored & { readonly body: string } {
  if (!stored) throw new Problem('resource-unknown', `${type}/${id} is not here`);
  const { body } = stored;
  if (body === undefined) throw new Problem('resource-gone', `${type}/${id} was deleted`);
  return { ...stored, body };
}
