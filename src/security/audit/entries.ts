import type { Bilingual } from '../../kernel/index.ts';
import { inScope, type Sql } from '../../store/index.ts';
import type { AccessRow } from './contract.ts';

export interface AccessFilter {
  readonly resident?: string | undefined;
  readonly actor?: string | undefined;
  /** Division prefixes whose residents' entries may be seen. */
  readonly places: readonly string[];
  /** Of the last entry of the page before. */
  readonly before?: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** As stored; names of roles and divisions are added by whoever answers. */
export type AccessEntry = Omit<AccessRow, 'roleName' | 'fromName' | 'residentName'>;

/** Entries, newest first, at most `limit`. */
export async function findAccesses(sql: Sql, filter: AccessFilter): Promise<AccessEntry[]> {
  const rows = await sql<
    (Omit<AccessEntry, 'at' | 'resident'> & { at: string; resident: string | null; actorName: Bilingual })[]
  >`
    select id, to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor, actor_name as "actorName", role, from_division as "from",
           purpose, action, what, count, resident, outcome
      from audit.entry entry
     where ${inScope(sql, filter, 'entry.place')}
       ${filter.resident ? sql`and resident = ${filter.resident}` : sql``}
       ${filter.actor ? sql`and actor = ${filter.actor}` : sql``}
       ${filter.before ? sql`and (entry.at, entry.id) < (${filter.before.at}::timestamptz, ${filter.before.id}::uuid)` : sql``}
     order by entry.at desc, entry.id desc limit ${filter.limit}`;
  return rows.map(({ resident, ...row }) => ({ ...row, ...(resident ? { resident } : {}) }));
}

/** Acts of one actor since an instant. */
export async function countAccesses(sql: Sql, actor: string, since: Date): Promise<number> {
  const [row] = await sql<
    { count: number }[]
  >`select count(*) as count from audit.entry where actor = ${actor} and at >= ${since}`;
  return row?.count ?? 0;
}
