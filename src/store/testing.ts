/** Builders for tests: a store on a real database, and resources that are valid by default. */
import { setTimeout as sleep } from 'node:timers/promises';
import { freshDatabase } from '../../tests/support/database.ts';
import { healthRecordsCatalogue } from '../databases/health-records/index.ts';
import { medicalRecordsCatalogue } from '../databases/medical-records/index.ts';
import { keepEvents, keepResidents, populationCatalogue } from '../databases/population/index.ts';
import type { Resource } from '../fhir/index.ts';
import { openTerminology } from '../platform/terminology/index.ts';
import { validateResource } from '../standards/index.ts';
import { type Catalogue, databases, makeCatalogue } from './catalogue.ts';
import type { Database } from './database.ts';
import { FEED_START, readFeed } from './feed.ts';
import { type Scope, wholePlatform } from './scope.ts';
import { parseSearch } from './search/parse-search.ts';
import { openStore, type ScopedStore, type Store } from './store.ts';

/** Where whatever has no place of its own is: Gulou. */
const HOME = '350102';
const DIVISION = 'urn:minkang:extension:division';

export interface TestStore extends AsyncDisposable {
  readonly store: Store;
  readonly database: Database;
  /** The store under the scope of the whole platform. */
  readonly all: ScopedStore;
  /** The time of the next commits, ISO instant; the test moves it. */
  now: string;
}

export const testCatalogue: Catalogue = makeCatalogue([
  ...populationCatalogue,
  ...healthRecordsCatalogue,
  ...medicalRecordsCatalogue,
]);

export async function storeForTests(connections = 10, searchTimeoutMs?: number): Promise<TestStore> {
  const database = await freshDatabase(connections, searchTimeoutMs);
  const test = { now: '2026-11-01T08:00:00.000Z' };
  const store = openStore({
    database,
    catalogue: testCatalogue,
    placeOf: placeIn,
    now: () => new Date(test.now),
    validate: validateResource,
    participants: [keepResidents, keepEvents],
    terminology: openTerminology(database.sql).search,
  });
  return Object.assign(test, {
    store,
    database,
    all: store.as(wholePlatform),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  });
}

function placeIn(resource: Resource): string {
  const extensions = Array.isArray(resource['extension']) ? resource['extension'] : [];
  return extensions.find(({ url }) => url === DIVISION)?.valueCode ?? HOME;
}

export const aScope = (scope: Partial<Scope> = {}): Scope => ({ places: [''], databases, allows: () => true, ...scope });

export type Identified = Resource & { readonly id: string };

export const aPatient = (patient: { id: string; place?: string } & Record<string, unknown>): Identified => {
  const { place, ...rest } = patient;
  const extension = place ? { extension: [{ url: DIVISION, valueCode: place }] } : {};
  return { resourceType: 'Patient', name: [{ text: '林晓明' }], gender: 'female', ...extension, ...rest };
};

export const anObservation = (observation: { id: string; of?: string; on?: string } & Record<string, unknown>): Identified => {
  const { of, on, ...rest } = observation;
  return {
    resourceType: 'Observation',
    status: 'final',
    code: { text: '血压' },
    ...(of ? { subject: { reference: `Patient/${of}` } } : {}),
    ...(on ? { effectiveDateTime: on } : {}),
    ...rest,
  };
};

export const vitalSigns = { category: [{ coding: [{ code: 'vital-signs' }] }] };

export const aHousehold = (group: { id: string; members: readonly string[] }): Identified => ({
  resourceType: 'Group',
  id: group.id,
  type: 'person',
  actual: true,
  code: { coding: [{ code: 'household' }] },
  member: group.members.map((id) => ({ entity: { reference: `Patient/${id}` } })),
});

export const withoutId = ({ id: _id, ...rest }: Identified): Resource => rest;

interface EntryOptions {
  readonly fullUrl?: string;
  readonly ifNoneExist?: string;
  readonly ifMatch?: string;
}

export const post = (resource: Resource, { fullUrl, ...request }: EntryOptions = {}) => ({
  ...(fullUrl ? { fullUrl } : {}),
  resource,
  request: { method: 'POST', url: resource.resourceType, ...request },
});

export const put = (resource: Identified, request: EntryOptions = {}) => ({
  resource,
  request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}`, ...request },
});

export const get = (url: string) => ({ request: { method: 'GET', url } });
export const remove = (url: string) => ({ request: { method: 'DELETE', url } });

export const aTransaction = (...entry: object[]) => ({ resourceType: 'Bundle', type: 'transaction', entry });
export const aBatch = (...entry: object[]) => ({ resourceType: 'Bundle', type: 'batch', entry });

export interface EntryResponse {
  readonly resource?: Resource & { readonly entry?: readonly { readonly resource: Identified }[] };
  readonly response: {
    readonly status: string;
    readonly location?: string;
    readonly etag?: string;
    readonly outcome?: {
      readonly issue: readonly { readonly expression?: string[]; readonly details: { readonly coding: { code: string }[] } }[];
    };
  };
}

/** The entries of the answer to a bundle. */
export async function send(store: ScopedStore, bundle: object, idempotencyKey?: string): Promise<readonly EntryResponse[]> {
  return JSON.parse(await store.bundle({ bundle, idempotencyKey })).entry ?? [];
}

/** Ids that a search finds on its first page; parameters as in an address. */
export async function idsFound(store: ScopedStore, type: string, query: string): Promise<string[]> {
  return (await store.search(parseSearch(type, new URLSearchParams(query), true))).entries.map(({ id }) => id);
}

/** Ids on all pages of a search, in their order. */
export async function idsOnAllPages(store: ScopedStore, type: string, query: string): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const parameters = new URLSearchParams(query);
    if (cursor) parameters.set('_cursor', cursor);
    const { entries, next } = await store.search(parseSearch(type, parameters, true));
    pages.push(entries.map(({ id }) => id));
    cursor = next;
  } while (cursor);
  return pages;
}

/** `Type/id` of everything of a resident, page by page. */
export async function everythingOnAllPages(store: ScopedStore, patientId: string, count: number): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const { entries, next } = await store.everything(patientId, count, cursor);
    pages.push(entries.map(({ type, id }) => `${type}/${id}`));
    cursor = next;
  } while (cursor);
  return pages;
}

/**
 * What the feed says, as `action Type/id/version`. Waits until it shows all that is committed: transactions of other
 * test files, in other databases of the server, hold it back.
 */
export async function feedOf({ sql }: Database): Promise<string[]> {
  const [last] = await sql<{ xid: string }[]>`select xid::text from store.change order by change.xid desc limit 1`;
  for (;;) {
    const entries = await readFeed(sql, FEED_START, 20_000);
    if (!last || entries.at(-1)?.xid === last.xid)
      return entries.map(({ action, type, id, version }) => `${action} ${type}/${id}/${version}`);
    await sleep(20);
  }
}
