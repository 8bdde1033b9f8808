import type { DatabaseName } from '../catalogue.ts';
import { unionAll } from '../fragments.ts';
import type { PageRow } from './entry.ts';
import type { Plan } from './plan.ts';
import type { SearchQuery } from './query.ts';
import type { Reach } from './reach.ts';
import { entriesFor } from './sql-condition.ts';

/** Ids of one database. */
export interface Candidates {
  readonly database: DatabaseName;
  readonly ids: readonly string[];
}

/**
 * A page in the order of the ids, from what one condition finds: its entries are read in the index alone, and only the first of
 * them are fetched and asked of the other conditions, more of them where those were not enough.
 * @param select asks for the page among these
 * @returns with the window that was enough; undefined where none was
 */
export async function pageAmongEntries(
  reach: Reach,
  query: SearchQuery,
  { among, windows }: Plan,
  select: (candidates: readonly Candidates[]) => Promise<PageRow[]>,
): Promise<{ readonly rows: PageRow[]; readonly window: number } | undefined> {
  if (among === undefined) return undefined;
  for (const [window, size] of windows.entries()) {
    const candidates = await firstEntries(reach, query, among, size);
    if (!candidates) return undefined;
    const rows = await select(candidates);
    const all = candidates.reduce((sum, { ids }) => sum + ids.length, 0);
    if (rows.length > query.count || all < size) return { rows, window };
  }
  return undefined;
}

/** The first ids of all databases together; undefined where the condition has no entries of its own. */
async function firstEntries(
  { sql, databases, ...rest }: Reach,
  { conditions, after }: SearchQuery,
  among: number,
  size: number,
): Promise<Candidates[] | undefined> {
  const leading = conditions[among];
  const selects = databases.flatMap((database, index) => {
    const entries = leading && entriesFor({ sql, ...rest, database }, leading);
    return (entries ?? []).map((one) => sql`select ${index}::integer as database, s.id ${one}`);
  });
  const all = unionAll(sql, selects);
  if (!all) return undefined;
  const rows = await sql<{ database: number; id: string }[]>`
    select distinct id, database from (${all}) found
     ${after ? sql`where id > ${after.id}` : sql``}
     order by id, database limit ${size}`;
  return databases.map((database, index) => ({
    database,
    ids: rows.filter((row) => row.database === index).map(({ id }) => id),
  }));
}
