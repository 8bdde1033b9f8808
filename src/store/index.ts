/** FHIR R4 on PostgreSQL: versions, search, transactions, change feed. Opened under a scope; knows nobody's rights. */
export { outcomeOf, type Preference } from './bundle/dress.ts';
export { type Question, readIfMatch } from './bundle/entries.ts';
export type { Told } from './bundle/respond.ts';
export { BINARY, type Catalogue, type CatalogueRule, type DatabaseName, databases, makeCatalogue } from './catalogue.ts';
export type { Change, Guard, Outcome, Participant, Plan, Registrar, Registration, ScopeOf, Written } from './change.ts';
export { type Changed, readChanged } from './changed.ts';
export { type Database, openDatabase, type Sql, sqlState } from './database.ts';
export { countDefinitions, definitionsVersion } from './definitions.ts';
export type { Everything, EverythingLimits } from './everything.ts';
export { countForExport, type ExportPage, membersOf, openExport } from './export.ts';
export {
  type ChangeEntry,
  type FeedPosition,
  feedLag,
  lockPosition,
  movePosition,
  readFeed,
  readFeedEnd,
  readPosition,
  removePosition,
  seenUntil,
} from './feed.ts';
export type { HistoryEntry, HistoryPage, HistoryQuery } from './history.ts';
export { findLinked, type LinkedPatients, setLinked } from './linked.ts';
export { lockPeople, lockResources } from './locks.ts';
export { findMigrations, migrate, NewerDatabaseError } from './migrate.ts';
export { changeParameters, type OwnParameters, openOwnParameters } from './own-parameters.ts';
export type { PlaceOf } from './place.ts';
export type { Stored } from './read.ts';
export { currentReferenceData, type ReferenceVersion, readReferenceData } from './reference-data.ts';
export { countToReindex, finishReindex, indexDigest, isIndexOutdated, reindexPage, storedTypes } from './reindex.ts';
export { SCAN_PAGE, type ScanQuestion, scanPage } from './scan.ts';
export { type Interaction, inScope, isInside, ownedPlace, type Scope, type ScopeBearer, wholePlatform } from './scope.ts';
export { within } from './search/compartment.ts';
export type { CodeOf, SearchTerminology } from './search/concepts.ts';
export type { Condition } from './search/condition.ts';
export type { SearchContext } from './search/context.ts';
export { type EntryRow, type SearchEntry, toEntry } from './search/entry.ts';
export { type Included, MAX_INCLUDED } from './search/include.ts';
export { isDecidable, meets } from './search/meets.ts';
export { type AcrossQuery, parseAcross } from './search/parse-across.ts';
export { parseSearch, parseSubset } from './search/parse-search.ts';
export { type SearchQuery, type Sort, tellsValues } from './search/query.ts';
export type { SearchResult } from './search/run.ts';
export type { Standing, StandingResources } from './search/standing.ts';
export { hiddenContexts, seesContext } from './security-context.ts';
export { awaitRunning, settledInstant } from './settled.ts';
export { openStore, type ScopedStore, type Store } from './store.ts';
export { type Ongoing, takeTurns } from './turn.ts';
export type { PrepareCheck, ResourceCheck } from './validation.ts';
export { type ToWrite, writeAll } from './write-all.ts';
