import { Problem } from '../../kernel/index.ts';
import {
  type ChangeEntry,
  type DatabaseName,
  type EntryRow,
  movePosition,
  readFeed,
  readPosition,
  SCAN_PAGE,
  type SearchEntry,
  type Sql,
  scanPage,
  toEntry,
  wholePlatform,
} from '../../store/index.ts';
import { type Build, consumerOf, makeCurrent, tableOf } from './builds.ts';
import type { MadeView } from './made.ts';
import { replaceRows, toRows } from './rows.ts';

const FEED_BATCH = 2000;

/**
 * One step of a build that this transaction has locked: a page of what is there, or a batch of what changed. Rows and the
 * place up to which they are right move together.
 * @returns whether there is more to do at once
 * @throws Problem view-failed where a resource has no rows by this definition
 */
export const step = (tx: Sql, build: Build, made: MadeView): Promise<boolean> =>
  build.state === 'filling' ? fill(tx, build, made) : follow(tx, build, made);

async function fill(tx: Sql, build: Build, { view, table, databases }: MadeView): Promise<boolean> {
  const total = build.total ?? (await countOf(tx, databases, view.resource));
  const page = await scanPage(tx, databases, wholePlatform, { type: view.resource }, build.afterId);
  const rows = toRows(view, table, page, isReference(databases));
  const grown = await replaceRows(
    tx,
    tableOf(build),
    page.map(({ id }) => id),
    rows,
  );
  const isLast = page.length < SCAN_PAGE;
  await tx`
    update views._build
       set total = ${total}, scanned = scanned + ${page.length}, rows = rows + ${grown}, after_id = ${page.at(-1)?.id ?? build.afterId},
           state = ${isLast ? 'following' : 'filling'}
     where view = ${build.view} and build = ${build.build}`;
  return true;
}

async function follow(tx: Sql, build: Build, { view, table, databases }: MadeView): Promise<boolean> {
  const entries = await readFeed(tx, await readPosition(tx, consumerOf(build)), FEED_BATCH);
  const last = entries.at(-1);
  if (last) {
    const ids = idsIn(entries, view.resource);
    const current = await readCurrent(tx, databases, view.resource, ids);
    const grown = await replaceRows(tx, tableOf(build), ids, toRows(view, table, current, isReference(databases)));
    if (grown !== 0)
      await tx`update views._build set rows = rows + ${grown} where view = ${build.view} and build = ${build.build}`;
    await movePosition(tx, consumerOf(build), last);
  }
  if (build.state === 'following' && entries.length < FEED_BATCH) await makeCurrent(tx, build);
  return entries.length === FEED_BATCH;
}

const idsIn = (entries: readonly ChangeEntry[], type: string): string[] => [
  ...new Set(entries.flatMap((entry) => (entry.type === type ? [entry.id] : []))),
];

const isReference = (databases: readonly DatabaseName[]): boolean => databases.every((database) => database === 'reference');

/** What these resources are now; those that are deleted are left out. */
async function readCurrent(
  tx: Sql,
  databases: readonly DatabaseName[],
  type: string,
  ids: readonly string[],
): Promise<SearchEntry[]> {
  if (ids.length === 0) return [];
  const found = databases.map(
    (database) => tx<EntryRow[]>`
      select type, id, version, resident, body from ${tx(database)}.resource
       where type = ${type} and id = any(${ids}::text[]) and not deleted`,
  );
  return (await Promise.all(found)).flat().map(toEntry);
}

async function countOf(tx: Sql, databases: readonly DatabaseName[], type: string): Promise<number> {
  let total = 0;
  for (const database of databases) {
    const [row] = await tx<{ count: number }[]>`
      select count(*) as count from ${tx(database)}.resource where type = ${type} and not deleted`;
    total += row?.count ?? 0;
  }
  return total;
}

/** A problem of the definition or of the values, as opposed to one of the database that passes. */
export function toBuildProblem(thrown: unknown, state: string | undefined): Problem | undefined {
  if (thrown instanceof Problem) return thrown;
  // class 22: a value that no column of that type can have; 54011: too wide a table
  if (state?.startsWith('22') || state?.startsWith('54'))
    return new Problem('view-failed', 'The database refuses a value or the size of the table', { at: 'ViewDefinition.select' });
  return undefined;
}
