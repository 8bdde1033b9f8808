import type { Sql } from './database.ts';

/** A current resource of the reference data, told apart by its version. */
export interface ReferenceVersion {
  readonly type: string;
  readonly id: string;
  readonly version: number;
}

/** What there is of these types of reference data now; for whoever keeps it in memory. */
export async function currentReferenceData(sql: Sql, types: readonly string[]): Promise<readonly ReferenceVersion[]> {
  return sql<ReferenceVersion[]>`
    select type, id, version from reference.resource where type = any(${[...types]}::text[]) and not deleted`;
}

/** Their JSON texts; what was deleted in between is left out. */
export async function readReferenceData(
  sql: Sql,
  wanted: readonly { readonly type: string; readonly id: string }[],
): Promise<readonly (ReferenceVersion & { readonly body: string })[]> {
  if (wanted.length === 0) return [];
  return sql<(ReferenceVersion & { readonly body: string })[]>`
    select r.type, r.id, r.version, r.body
      from reference.resource r
      join unnest(${wanted.map(({ type }) => type)}::text[], ${wanted.map(({ id }) => id)}::text[]) as wanted (type, id)
        on r.type = wanted.type and r.id = wanted.id
     where not r.deleted`;
}
