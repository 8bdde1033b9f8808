import type { Database, Sql } from '../../../store/index.ts';
import { countAgain } from './count.ts';
import { FUTURE, OLD, QUALITY_VERSION } from './quality-rules.ts';

const PAGE = 500;

/**
 * Counts one page of residents anew, in a short transaction. For databases from before they were counted, and for rules
 * that are new; what is right already stays.
 * @param within said in the same transaction, with how many they were and the last of them; undefined: there are no more
 */
export async function recountPage(
  database: Database,
  { after, today }: { readonly after: string; readonly today: string },
  within: (tx: Sql, page: { readonly count: number; readonly last: string | undefined }) => Promise<void>,
): Promise<{ readonly count: number; readonly last: string | undefined }> {
  return database.begin(async (tx) => {
    const rows = await tx<{ id: string }[]>`
      select id from population.resident where id > ${after} order by id limit ${PAGE}`;
    const ids = rows.map(({ id }) => id);
    await countAgain(tx, ids, today);
    const page = { count: rows.length, last: rows.length < PAGE ? undefined : rows.at(-1)?.id };
    await within(tx, page);
    return page;
  });
}

/** Whether residents were counted by other rules than those of this program, or not at all. */
export async function isRecountDue(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ version: number }[]>`select version from population.counted_by`;
  if (row?.version === QUALITY_VERSION) return false;
  const [any] = await sql`select from population.resident limit 1`;
  if (any) return true;
  await finishRecount(sql);
  return false;
}

export async function finishRecount(sql: Sql): Promise<void> {
  await sql`
    insert into population.counted_by (version) values (${QUALITY_VERSION}) on conflict (only_one) do update set version = excluded.version`;
}

/**
 * Time alone breaks and mends some rules: who has become too old, whose birth date lies in the future no more.
 * @param today YYYY-MM-DD @param month of it
 */
export async function recountByTime(database: Database, today: string, month: number): Promise<number> {
  return database.begin(async (tx) => {
    const rows = await tx<{ id: string }[]>`
      select id from population.counted
       where (born between 0 and ${month - 120 * 12} and died = 0 and not ${OLD} = any(faults))
          or (born between ${month - 1} and ${month} and ${FUTURE} = any(faults)) limit ${PAGE}`;
    await countAgain(
      tx,
      rows.map(({ id }) => id),
      today,
    );
    return rows.length;
  });
}
