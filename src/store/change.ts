import type { Resource } from '../fhir/index.ts';
import type { Problem } from '../kernel/index.ts';
import type { Sql } from './database.ts';
import type { Row } from './row.ts';
import type { Scope } from './scope.ts';

/**
 * One thing to be done. `create` carries an id that the server assigned; `put` updates, or creates under the given id. With
 * `keepsContext` a Binary that names no security context keeps the one that it has.
 */
export type Change = (
  | { readonly kind: 'create'; readonly resource: Resource & { readonly id: string } }
  | {
      readonly kind: 'put';
      readonly resource: Resource & { readonly id: string };
      readonly ifMatch?: number | undefined;
      readonly keepsContext?: boolean;
    }
  | { readonly kind: 'delete'; readonly type: string; readonly id: string; readonly ifMatch?: number | undefined }
) & {
  /** It follows from other changes of the commit, and is the platform's own: the writer's scope does not bind it. */
  readonly isOwn?: boolean | undefined;
  /** Where it was asked for, such as `Bundle.entry[3]`: a refusal names it. */
  readonly at?: string | undefined;
};

/** What became of it. */
export interface Written {
  /** `none`: the content is what is already there, or what is to be deleted does not exist; nothing was written. */
  readonly action: 'create' | 'update' | 'delete' | 'none';
  readonly row: Row;
  /** 0 where `none` met nothing. */
  readonly version: number;
  /** Division code that decides who sees it. */
  readonly place: string;
  /** ISO instant. */
  readonly updatedAt: string;
  /** The resource as stored, undefined after a delete. */
  readonly body: string | undefined;
  readonly resource: Resource | undefined;
}

export type Outcome = Written | Problem;

/** Does its own writing in the transaction of a commit: resident rows, audit entries. Called once for all of it. */
export type Participant = (tx: Sql, written: readonly Written[], scopeOf: ScopeOf) => Promise<void>;

/** Under which scope a resource is written: what is written in one commit may be asked for by several. */
export type ScopeOf = (named: Pick<Row, 'type' | 'id'>) => Scope;

/**
 * Has a say in each change that the scope allows: refuses it, or sets what is the platform's to set.
 * @param current the resource as it is, as JSON text; undefined where there is none, or none any more
 */
export type Guard = (change: Change, current: string | undefined, scope: Scope) => Change | Problem;

/**
 * Knows whose Patients are. Asked inside the transaction, once what is asked for is locked; asked again, with fewer, where some
 * of its changes were refused.
 */
export interface Registrar {
  /** @param scopeOf who asks for the changes */
  register(tx: Sql, changes: readonly Change[], scopeOf: ScopeOf): Promise<Registration | undefined>;
}

export interface Registration {
  /** Changes asked for that cannot be; he is asked again without them. */
  readonly refused: ReadonlyMap<Change, Problem>;
  /** What becomes of changes asked for. */
  readonly replaced: ReadonlyMap<Change, Change>;
  /** What follows for Patients that nobody asked about, which the registrar has locked. */
  readonly others: readonly Change[];
  /** Of those, from which change asked for they follow. */
  readonly causes: ReadonlyMap<Change, Change>;
  /** Writes down what was decided, after the Patients: its statements are issued when it is called, without waiting for one another. */
  record(tx: Sql, written: readonly Written[]): Promise<void>;
}

/** Finds out, inside the transaction, what is to be done; called again when the commit is tried again. */
export type Plan = (tx: Sql) => Promise<readonly Change[]>;

export interface CommitOptions {
  readonly scope: Scope;
  /** true: one problem undoes everything. false: what is possible is done, the rest comes back as problems. */
  readonly atomic: boolean;
  /** First to write once the resources are, before those who write along. */
  readonly first?: ((tx: Sql) => Promise<void>) | undefined;
  /** Last word in the transaction; sees every outcome, those without a write too. */
  readonly within?: ((tx: Sql, written: readonly Written[], outcomes: readonly Outcome[]) => Promise<void>) | undefined;
  /** Whose each change is, where they are not all of one; `scope` is then of what follows from them. */
  readonly scopeOf?: ScopeOf | undefined;
  /**
   * Told for each change what was written for it, itself and what follows; undefined where it is refused. While others write along: it
   * does not see what they write.
   */
  readonly withinEach?: ((tx: Sql, shares: readonly (readonly Written[] | undefined)[]) => Promise<void>) | undefined;
}

/**
 * The text that is stored and returned: id and version are ours, everything else is as received.
 * @param updatedAt ISO instant
 */
export function render(resource: Resource & { readonly id: string }, version: number, updatedAt: string): string {
  const { resourceType, id, meta, ...rest } = resource;
  const { versionId: _version, lastUpdated: _updated, ...kept } = meta ?? {};
  return JSON.stringify({ resourceType, id, meta: { versionId: String(version), lastUpdated: updatedAt, ...kept }, ...rest });
}
