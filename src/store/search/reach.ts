import type { Catalogue, DatabaseName } from '../catalogue.ts';
import type { Sql } from '../database.ts';
import type { Scope } from '../scope.ts';

/** Where a search looks. */
export interface Reach {
  readonly sql: Sql;
  readonly catalogue: Catalogue;
  readonly scope: Scope;
  readonly databases: readonly DatabaseName[];
}
