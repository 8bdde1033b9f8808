import type { DatabaseName } from '../catalogue.ts';
import type { Fragment } from '../database.ts';
import { joined, unionAll } from '../fragments.ts';
import { inPlaces } from '../read.ts';
import { pageAmongEntries } from './candidates.ts';
import type { Condition } from './condition.ts';
import type { Cursor } from './cursor.ts';
import type { PageRow } from './entry.ts';
import { findFew } from './few.ts';
import { firstToTry, isAnchor, type Plan, planSearch } from './plan.ts';
import type { SearchQuery } from './query.ts';
import type { Reach } from './reach.ts';
import { remember, rememberedPlan } from './remembered.ts';
import { type Form, isOfType, toSql } from './sql-condition.ts';
import { isAfter, isUpTo, orderInside, orderOutside, sortColumns, sortTexts } from './sql-sort.ts';

/**
 * The rows of one page, and one more where there is a next page. What meets a condition is usually little, and then all
 * of it is fetched and sorted; else the plan says among which of the first of the order a page is likely to be full.
 */
export async function fetchPage(reach: Reach, query: SearchQuery): Promise<PageRow[]> {
  const leading = firstToTry(query.conditions);
  // where nothing leads, as where a resident is given, the plan costs nothing, and would drive out those that do
  const known = leading && rememberedPlan(reach, query);
  const few = leading && !known && (await findFew(reach, query, leading));
  if (few) return few;
  const plan = known ?? (await planSearch(reach, query));
  const page = await (plan.among === undefined ? pageInWindows : pageAmongCandidates)(reach, query, plan);
  // windows that were not enough are passed over the next time; the end of a search says nothing of its beginning
  if (leading && !query.after) remember(reach, query, { ...plan, windows: page ? plan.windows.slice(page.window) : [] });
  return page?.rows ?? select(reach, query, (database) => found(reach, query, database, plan.forms));
}

/** A page and the position of the window that it was found in. */
interface Windowed {
  readonly rows: PageRow[];
  readonly window: number;
}

async function pageInWindows(reach: Reach, query: SearchQuery, { forms, windows }: Plan): Promise<Windowed | undefined> {
  for (const [window, size] of windows.entries()) {
    const end = await endOfWindow(reach, query, size);
    if (!end) return undefined;
    const rows = await select(reach, query, (database) => found(reach, query, database, forms, end));
    if (rows.length > query.count) return { rows, window };
  }
  return undefined;
}

const pageAmongCandidates = (reach: Reach, query: SearchQuery, plan: Plan): Promise<Windowed | undefined> =>
  pageAmongEntries(reach, query, plan, (candidates) => {
    const idsIn = new Map(candidates.map(({ database, ids }) => [database, ids]));
    const conditions = (database: DatabaseName): Condition[] => [
      { kind: 'ids', ids: idsIn.get(database) ?? [] },
      ...query.conditions,
    ];
    const forms = plan.forms.map((): Form => 'check');
    return select(reach, query, (database) =>
      found(reach, { ...query, conditions: conditions(database) }, database, ['driver', ...forms]),
    );
  });

/** Where the first `size` resources of the type end in the order of the answer; undefined where there are no more. */
async function endOfWindow(reach: Reach, query: SearchQuery, size: number): Promise<Cursor | undefined> {
  const { sql, databases } = reach;
  const ends = databases.map(
    (database) => sql`
      (select r.id ${sortColumns(sql, database, query.sort)} from ${sql(database)}.resource r
        where r.type = ${query.type} ${isBeyond(reach, query, database)}
        order by ${orderInside(sql, database, query.sort)} offset ${size} limit 1)`,
  );
  const all = unionAll(sql, ends);
  if (!all) return undefined;
  // the nearest end of all databases: what comes before it is looked at in each of them
  const [row] = await sql<{ id: string; sorted: string[] }[]>`
    select id, ${sortTexts(sql, query.sort)} as sorted from (${all}) ends
     order by ${orderOutside(sql, query.sort)} limit 1`;
  return row && { id: row.id, values: row.sorted };
}

async function select(
  { sql, databases }: Reach,
  query: SearchQuery,
  pagesOf: (database: DatabaseName) => readonly Fragment[],
): Promise<PageRow[]> {
  const all = unionAll(
    sql,
    databases.flatMap(pagesOf).map((page) => sql`(${page})`),
  );
  if (!all) return [];
  return sql<PageRow[]>`
    select type, id, version, resident, body, ${sortTexts(sql, query.sort)} as sorted
      from (${all}) found
     order by ${orderOutside(sql, query.sort)} limit ${query.count + 1}`;
}

/** What the conditions find, sorted: where time may lead, short and long intervals each from their own index. */
function found(reach: Reach, query: SearchQuery, database: DatabaseName, forms: readonly Form[], end?: Cursor): Fragment[] {
  const isLedByTime = query.conditions.some(({ kind }) => kind === 'happened') && !query.conditions.some(isAnchor);
  if (end || !isLedByTime) return [foundOf(reach, query, database, forms, end)];
  return [false, true].map((isLasting) => foundOf(reach, query, database, forms, undefined, isLasting));
}

function foundOf(
  reach: Reach,
  query: SearchQuery,
  database: DatabaseName,
  forms: readonly Form[],
  end: Cursor | undefined,
  isLasting?: boolean,
): Fragment {
  const { sql, scope } = reach;
  const known = { isLasting, ...(end && query.sort.length === 0 ? { lastId: end.id } : {}) };
  const conditions = query.conditions.map((one, index) =>
    toSql({ ...reach, database, known }, query.type, one, forms[index] ?? 'driver'),
  );
  const leading = end ? [] : query.conditions.filter((_, index) => forms[index] === 'driver');
  return sql`
    select r.type, r.id, r.version, r.resident, r.body ${sortColumns(sql, database, query.sort)}
      from ${sql(database)}.resource r
     where ${isOfType(sql, query.type, leading)} and not r.deleted and ${inPlaces(sql, database, scope, query.type)} and ${joined(sql, conditions, 'and')}
           ${isLasting === undefined ? sql`` : isLasting ? sql`and r.lasting` : sql`and not r.lasting`}
           ${isBeyond(reach, query, database)}
           ${end ? sql`and ${isUpTo(sql, database, query.sort, end)}` : sql``}
     order by ${orderInside(sql, database, query.sort)} limit ${query.count + 1}`;
}

const isBeyond = ({ sql }: Reach, { after, sort }: SearchQuery, database: DatabaseName): Fragment =>
  after ? sql`and ${isAfter(sql, database, sort, after)}` : sql``;
