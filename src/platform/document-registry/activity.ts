import { chinaDay } from '../../kernel/index.ts';
import {
  type ChangeEntry,
  type Database,
  type DatabaseName,
  movePosition,
  readFeed,
  readPosition,
  type Sql,
} from '../../store/index.ts';

const CONSUMER = 'document-registry.activity';
const BATCH = 5000;

/**
 * Counts what the change feed brings, by day, database, type and institution. Position and counts move together.
 * @returns how many entries were counted; less than a batch means that the end was reached
 */
export async function countActivity(database: Database): Promise<number> {
  return database.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${CONSUMER}, 3))`;
    const entries = await readFeed(tx, await readPosition(tx, CONSUMER), BATCH);
    const last = entries.at(-1);
    if (!last) return 0;
    await addToDays(tx, entries);
    await addToInstitutions(tx, entries);
    await movePosition(tx, CONSUMER, last);
    return entries.length;
  });
}

async function addToDays(tx: Sql, entries: readonly ChangeEntry[]): Promise<void> {
  const groups = [...Map.groupBy(entries, ({ at, database, type }) => `${chinaDay(new Date(at))} ${database} ${type}`)];
  const rows = groups.map(([key, group]) => {
    const [day = '', database = '', type = ''] = key.split(' ');
    const count = (action: ChangeEntry['action']) => group.filter((entry) => entry.action === action).length;
    return { day, database, type, created: count('create'), updated: count('update'), deleted: count('delete') };
  });
  await tx`
    insert into document_registry.activity (day, database, type, created, updated, deleted)
    select * from unnest(${rows.map((r) => r.day)}::date[], ${rows.map((r) => r.database)}::text[], ${rows.map((r) => r.type)}::text[],
                         ${rows.map((r) => r.created)}::bigint[], ${rows.map((r) => r.updated)}::bigint[], ${rows.map((r) => r.deleted)}::bigint[])
        on conflict (day, database, type) do update
       set created = activity.created + excluded.created, updated = activity.updated + excluded.updated, deleted = activity.deleted + excluded.deleted`;
}

/** A new record counts for each institution that it names. */
async function addToInstitutions(tx: Sql, entries: readonly ChangeEntry[]): Promise<void> {
  const created = entries.filter(({ action, database }) => action === 'create' && database !== 'reference');
  for (const [database, group] of Map.groupBy(created, (entry) => entry.database)) {
    await tx`
      insert into document_registry.institution_activity (institution, records, last_at)
      select substr(link, 14), count(*), max(updated_at)
        from (select unnest(links) as link, updated_at from ${tx(database)}.resource
               where (type, id) in (select * from unnest(${group.map(({ type }) => type)}::text[], ${group.map(({ id }) => id)}::text[]))) named
       where starts_with(link, 'Organization/')
       group by link
          on conflict (institution) do update
         set records = institution_activity.records + excluded.records, last_at = greatest(institution_activity.last_at, excluded.last_at)`;
  }
}

/** Current resources by database, as far as the feed has been counted. */
export async function countRecords(sql: Sql): Promise<Record<DatabaseName, number>> {
  const rows = await sql<{ database: DatabaseName; count: number }[]>`
    select database, sum(created - deleted)::bigint as count from document_registry.activity group by database`;
  return {
    population: 0,
    health_records: 0,
    medical_records: 0,
    reference: 0,
    ...Object.fromEntries(rows.map(({ database, count }) => [database, count])),
  };
}

export interface DayActivity {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly database: DatabaseName;
  readonly written: number;
}

/** Writes by day and database since a day, oldest first; days without any are missing. */
export function activitySince(sql: Sql, day: string): Promise<DayActivity[]> {
  return sql<DayActivity[]>`
    select day::text, database, sum(created + updated + deleted)::bigint as written
      from document_registry.activity where day >= ${day}::date group by day, database order by day, database`;
}
