import type { Database, Scope, ScopedStore, Sql, Written } from '../../../store/index.ts';
import type { CompiledSchedule } from '../immunization/index.ts';
import type { By } from './visit-resources.ts';

/** With what a desk works. */
export interface Desk {
  readonly database: Database;
  readonly store: ScopedStore;
  readonly scope: Scope;
  readonly schedule: CompiledSchedule;
  readonly now: Date;
  /** YYYY-MM-DD in China. */
  readonly today: string;
  readonly by: By;
  /** Writes along in the transaction: the audit entries. */
  readonly within: (tx: Sql, written: readonly Written[]) => Promise<void>;
}
