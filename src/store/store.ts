import { belowBase, isId, type Labels, type Meta, mapReferences, ownerOf, type Resource } from '../fhir/index.ts';
import { newId, newIdBeside, Problem } from '../kernel/index.ts';
import { conditionsIn } from './bundle/conditions.ts';
import { type BundleRequest, type BundleStore, processBundle } from './bundle/process.ts';
import type { Catalogue } from './catalogue.ts';
import type { Change, CommitOptions, Guard, Outcome, Participant, Plan, Registrar, Written } from './change.ts';
import { changeMeta, type MetaChange } from './change-meta.ts';
import { commit } from './commit.ts';
import { type Database, type Sql, sqlState } from './database.ts';
import { everythingOfEncounter } from './encounter-everything.ts';
import { type Everything, type EverythingLimits, everythingOf } from './everything.ts';
import { type HistoryPage, type HistoryQuery, historyOf } from './history.ts';
import { keepLabels, labelsInUse } from './labels.ts';
import type { OwnParameters } from './own-parameters.ts';
import type { PlaceOf } from './place.ts';
import { readAllCurrent, readCurrent, readHistory, readVersion, type Stored } from './read.ts';
import { type ScanQuestion, scanType } from './scan.ts';
import type { Scope } from './scope.ts';
import { answerOthers } from './search/answer-others.ts';
import { type SearchTerminology, withCodes } from './search/concepts.ts';
import type { Condition } from './search/condition.ts';
import { parseCursor } from './search/cursor.ts';
import type { SearchEntry } from './search/entry.ts';
import { type Included, includeAround } from './search/include.ts';
import type { AcrossQuery } from './search/parse-across.ts';
import type { SearchQuery } from './search/query.ts';
import { runSearch, type SearchResult } from './search/run.ts';
import { runAcross } from './search/run-across.ts';
import { type StandingResources, StandingSearch } from './search/standing.ts';
import { contextOf } from './security-context.ts';
import { openSingles, type Single } from './singles.ts';
import { readStanding, withStanding } from './standing-page.ts';
import type { PrepareCheck, ResourceCheck } from './validation.ts';
import { versionsOf } from './versions.ts';

export interface StoreOptions {
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly placeOf: PlaceOf;
  readonly now: () => Date;
  readonly participants: readonly Participant[];
  readonly guard?: Guard;
  /** Asked whose the Patients are that are written. */
  readonly registrar?: Registrar | undefined;
  /** Search parameters beyond those of R4; without it there are none. */
  readonly parameters?: OwnParameters | undefined;
  /** Told after each commit. */
  readonly committed?: (written: readonly Written[]) => void;
  /** What may not be stored, and why. */
  readonly validate: ResourceCheck;
  /** Looks for definitions that resources name, before they are validated. */
  readonly prepare?: PrepareCheck;
  /** Answers about codes in searches: `:in`, `:above`, `:below`. */
  readonly terminology?: SearchTerminology;
  /** Address of the FHIR interface: references below it are kept relative. */
  readonly base?: string;
  /** Reference data that is there without being stored. */
  readonly standing?: StandingResources;
}

/** What the store keeps for all who open it. */
interface Opened extends StoreOptions {
  /** A reference by the own address, as it is kept. */
  readonly ownReference: (text: string) => string | undefined;
  readonly search: StandingSearch | undefined;
  /** Writes a change that is asked for by itself. */
  readonly single: (single: Single) => Promise<Outcome>;
}

/** The FHIR store of one platform. It opens only under a scope. */
export interface Store {
  readonly database: Database;
  readonly catalogue: Catalogue;
  /** What queries may use beyond the parameters of R4. */
  readonly parameters: OwnParameters | undefined;
  readonly terminology: SearchTerminology | undefined;
  /** @param on a transaction that reads on; nothing is written through what is opened on it */
  as(scope: Scope, on?: Sql): ScopedStore;
}

type Found = SearchResult & { readonly included: Included };
/** A Binary that names no security context may keep the one that it has. */
type PutOptions = Pick<Change & { kind: 'put' }, 'keepsContext'>;
type Within = (tx: Sql, written: readonly Written[]) => Promise<void>;

/** The store as one bearer sees it: what lies outside the scope is not there. */
export interface ScopedStore {
  /** @throws Problem resource-unknown, resource-gone */
  read(type: string, id: string): Promise<Stored & { readonly body: string }>;
  /** @throws Problem resource-unknown, resource-gone */
  readVersion(type: string, id: string, version: number): Promise<Stored & { readonly body: string }>;
  /** Versions of a resource, a type or all, newest first; empty where there is nothing. */
  historyPage(query: Omit<HistoryQuery, 'after'>, cursor?: string): Promise<HistoryPage>;
  /** Newest first; empty where there is nothing. */
  history(type: string, id: string, limit: number, before?: number): Promise<Stored[]>;
  /** Validates, assigns an id, writes. */
  create(resource: Resource, within?: Within): Promise<Written>;
  /** Updates, or creates under the id given. @throws Problem version-conflict */
  put(
    resource: Resource & { readonly id: string },
    ifMatch: number | undefined,
    within?: Within,
    options?: PutOptions,
  ): Promise<Written>;
  delete(type: string, id: string, ifMatch: number | undefined, within?: Within): Promise<Written>;
  /** Many changes in one transaction; validation is the caller's. For bulk work. */
  commit(changes: readonly Change[], options: Omit<CommitOptions, 'scope'>): Promise<Outcome[]>;
  /** The same of what is found out inside the transaction. */
  carryOut(plan: Plan, options: Omit<CommitOptions, 'scope'>): Promise<Outcome[]>;
  bundle(request: BundleRequest): Promise<string>;
  /** Adds or takes labels without a new version; the meta as it is then. */
  changeMeta(change: MetaChange, within?: Within): Promise<Meta>;
  /** Profiles, tags and security labels in use, of a type or of all. */
  labelsInUse(type: string | undefined): Promise<Labels>;
  /** Every current resource of a type, page by page. */
  scan(question: ScanQuestion): AsyncGenerator<readonly SearchEntry[]>;
  /** One page, with what it includes. */
  search(query: SearchQuery): Promise<Found>;
  /** The same of several types. */
  searchAcross(query: AcrossQuery): Promise<Found>;
  /** What conditions ask about others, answered for a few resources, each of which then decides alone. */
  answerOthers(
    resources: readonly (Resource & { readonly id: string })[],
    conditions: readonly Condition[],
  ): Promise<readonly Condition[]>;
  everything(patientId: string, count: number, cursor?: string, limits?: EverythingLimits): Promise<Everything>;
  everythingOfEncounter(encounterId: string, count: number, cursor?: string, limits?: EverythingLimits): Promise<Everything>;
}

/** Opens the store of a platform; several may be open in one process. */
export function openStore(options: StoreOptions): Store {
  const commits = { ...options, participants: [...options.participants, keepLabels()] };
  const opened: Opened = {
    ...commits,
    ownReference: belowBase(options.base ?? ''),
    single: openSingles(commits),
    search: options.standing && new StandingSearch(options.standing),
  };
  const { database, catalogue, parameters, terminology } = options;
  return { database, catalogue, parameters, terminology, as: (scope, on) => openScoped(opened, scope, on) };
}

function openScoped(options: Opened, scope: Scope, on?: Sql): ScopedStore {
  const { database, catalogue, validate, prepare, parameters, terminology, single } = options;
  const context = { base: options.base ?? '', own: parameters };
  const [sql, searching] = on ? [on, on] : [database.sql, database.searching];
  const run = async (plan: Plan, rest: Omit<CommitOptions, 'scope'>) => {
    if (on) throw notInTransaction();
    const outcomes = await commit(options, plan, { ...rest, scope });
    // whoever defined a parameter can search by it, or is told that it is being indexed
    if (outcomes.some((one) => !(one instanceof Problem) && one.row.type === 'SearchParameter')) await parameters?.refresh();
    return outcomes;
  };
  const one = async (change: Change, within?: Within): Promise<Written> => {
    if (on) throw notInTransaction();
    const outcome = await single({ change, scope, within });
    if (outcome instanceof Problem) throw outcome;
    if (outcome.row.type === 'SearchParameter') await parameters?.refresh();
    return outcome;
  };
  const checkFor = async (resources: readonly Resource[]) => (await prepare?.(resources)) ?? validate;
  /** Valid, and with its references as they are kept. What a Bundle holds has its own names. */
  const checked = async <Value extends Resource>(given: Value): Promise<Value> => {
    const resource = given.resourceType === 'Bundle' ? given : mapReferences(given, (text) => options.ownReference(text) ?? text);
    const problem = (await checkFor([resource]))(resource, resource.resourceType);
    if (problem) throw problem;
    return resource;
  };
  const findStored = async (from: Sql, type: string, id: string) =>
    isId(id) && scope.allows(type, 'r') ? await readCurrent(from, catalogue, scope, type, id) : undefined;
  const readFrom = async (from: Sql, type: string, id: string) => {
    const stored = await findStored(from, type, id);
    return (stored?.body === undefined ? readStanding(options.search, scope, type, id) : undefined) ?? present(stored, type);
  };
  const resolved = async (query: SearchQuery): Promise<SearchQuery> => ({
    ...query,
    conditions: await withCodes(terminology, query.conditions),
  });
  const searchWith = async (from: Sql, query: SearchQuery): Promise<Found> => {
    const result = await withStanding(options.search, scope, from, await resolved(query), (asked) =>
      runSearch(from, catalogue, scope, asked),
    );
    return { ...result, included: await includeAround(from, catalogue, scope, result.entries, query.inclusions, parameters) };
  };
  const readOld = async (from: Sql, type: string, id: string, version: number) =>
    present(isId(id) && scope.allows(type, 'r') ? await readVersion(from, catalogue, scope, type, id, version) : undefined, type);
  const bundleStore: BundleStore = {
    sql,
    commit: run,
    ownReference: options.ownReference,
    checkFor,
    conditions: conditionsIn(catalogue, scope, context, terminology),
    currents: (tx, names) =>
      readAllCurrent(
        tx,
        catalogue,
        scope,
        names.filter(({ type, id }) => isId(id) && scope.allows(type, 'r')),
      ),
    now: () => options.now().toISOString(),
    version: (type, id, version) => readOld(sql, type, id, version),
    versionsOf: (tx, names) => versionsOf(tx, catalogue, names),
    get: async (from, { type, id = '', version }) => {
      const stored = version === undefined ? await readFrom(from, type, id) : await readOld(from, type, id, version);
      return { text: stored.body, shown: stored, version: stored };
    },
    prepareSearches: (tx) => database.prepareSearches(tx),
  };
  return {
    read: (type, id) => readFrom(sql, type, id),
    readVersion: (type, id, version) => readOld(sql, type, id, version),
    historyPage: async (query, cursor) =>
      inTime(() =>
        historyOf(searching, catalogue, scope, {
          ...query,
          after: cursor === undefined ? undefined : parseCursor(cursor, 3),
        }),
      ),
    history: async (type, id, limit, before) =>
      isId(id) && scope.allows(type, 'r') ? readHistory(sql, catalogue, scope, type, id, limit, before) : [],
    create: async (given, within) => {
      const resource = await checked(given);
      return one({ kind: 'create', resource: { ...resource, id: assignId(resource) } }, within);
    },
    put: async (resource, ifMatch, within, rest) =>
      one({ kind: 'put', resource: await checked(resource), ifMatch, ...rest }, within),
    delete: async (type, id, ifMatch, within) => {
      if (!isId(id)) throw new Problem('input-invalid', 'An id has 1 to 64 letters, digits, hyphens or dots', { at: 'id' });
      return one({ kind: 'delete', type, id, ifMatch }, within);
    },
    commit: (changes, rest) => run(async () => changes, rest),
    carryOut: run,
    bundle: (request) => processBundle(bundleStore, request),
    changeMeta: (change, within) => changeMeta(change, { commits: options, scope, checkFor, within }),
    labelsInUse: (type) => labelsInUse(sql, scope, type),
    scan: (question) => scanType(sql, catalogue, scope, question),
    searchAcross: (query) =>
      inTime(async () => {
        const queries = await Promise.all(query.queries.map(resolved));
        const result = await runAcross(searching, catalogue, scope, { ...query, queries });
        const inclusions = query.queries[0]?.inclusions ?? [];
        return { ...result, included: await includeAround(searching, catalogue, scope, result.entries, inclusions, parameters) };
      }),
    search: (query) => inTime(() => searchWith(searching, query)),
    answerOthers: (resources, conditions) =>
      inTime(async () => {
        const known = await withCodes(terminology, conditions);
        // the readers of the feed wait meanwhile
        return database.searchBriefly(BRIEF_MS, (brief) =>
          answerOthers({ sql: brief, catalogue, scope, databases: [] }, resources, known),
        );
      }),
    everything: async (patientId, count, cursor, limits) =>
      everythingOf(sql, catalogue, scope, patientId, count, cursor ? parseCursor(cursor, 1) : undefined, limits),
    everythingOfEncounter: async (encounterId, count, cursor, limits) =>
      everythingOfEncounter(sql, catalogue, scope, encounterId, count, cursor ? parseCursor(cursor, 1) : undefined, limits),
  };
}

const notInTransaction = () => new Problem('input-invalid', 'It is asked for in a batch or by itself, not in a transaction');

const BRIEF_MS = 5000;
const QUERY_CANCELED = '57014';

/** @throws Problem search-too-costly where the database ends a statement that takes too long */
async function inTime<Result>(search: () => Promise<Result>): Promise<Result> {
  try {
    return await search();
  } catch (thrown) {
    if (sqlState(thrown) !== QUERY_CANCELED) throw thrown;
    throw new Problem('search-too-costly', 'The search takes too long: narrow it by a resident, a code or a date', {
      at: 'parameters',
      cause: thrown,
    });
  }
}

function assignId(resource: Resource): string {
  const beside = resource.resourceType === 'Patient' ? undefined : (ownerOf(resource) ?? contextOf(resource)?.id);
  return beside ? newIdBeside(beside) : newId();
}

function present(stored: Stored | undefined, type: string): Stored & { readonly body: string } {
  if (!stored) throw new Problem('resource-unknown', 'Nothing is here under this id', { at: type });
  const { body } = stored;
  if (body === undefined) throw new Problem('resource-gone', 'What was here under this id was deleted', { at: type });
  return { ...stored, body };
}
