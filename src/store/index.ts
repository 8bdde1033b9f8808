/** FHIR R4 on PostgreSQL: versions, search, transactions, change feed. Opened under a scope; knows nobody's rights. */
export { readIfMatch } from './bundle/entries.ts';
export { type Catalogue, type CatalogueRule, type DatabaseName, databases, makeCatalogue } from './catalogue.ts';
export type { Change, Outcome, Participant, Written } from './change.ts';
export { type Database, openDatabase, type Sql } from './database.ts';
export type { Everything, EverythingLimits } from './everything.ts';
export { type ChangeEntry, type FeedPosition, feedLag, movePosition, readFeed, readPosition } from './feed.ts';
export type { HistoryEntry, HistoryPage, HistoryQuery } from './history.ts';
export { findMigrations, migrate, NewerDatabaseError } from './migrate.ts';
export type { PlaceOf } from './place.ts';
export type { Stored } from './read.ts';
export type { ScanQuestion } from './scan.ts';
export { type Interaction, type Scope, wholePlatform } from './scope.ts';
export { within } from './search/compartment.ts';
export { type Included, MAX_INCLUDED } from './search/include.ts';
export { parseSearch, parseSubset } from './search/parse-search.ts';
export type { SearchQuery } from './search/query.ts';
export type { SearchEntry, SearchResult } from './search/run.ts';
export { openStore, type ScopedStore, type Store } from './store.ts';
