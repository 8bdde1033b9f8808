import type { DatabaseName } from '../catalogue.ts';
import type { Fragment } from '../database.ts';
import { joined, unionAll } from '../fragments.ts';
import { inPlaces } from '../read.ts';
import type { Condition } from './condition.ts';
import type { Reach } from './reach.ts';
import { rangeEntries, textEntries, toSql } from './sql-condition.ts';

interface PlanNode {
  readonly 'Plan Rows': number;
  readonly Plans?: readonly PlanNode[];
}

/** Resources of a type that meet conditions; `isBare` where the conditions tell the type themselves. */
export interface Asked {
  readonly type: string;
  readonly conditions: readonly Condition[];
  readonly isBare?: boolean;
}

/**
 * How many resources there are of each, as the planner thinks: its statistics know the most common lexemes, so it tells a
 * code that half of the records have from a rare one without reading any of them.
 * @returns a number for each; undefined where the plan does not tell
 */
export async function estimateRows(
  { sql, scope, databases, catalogue }: Reach,
  asked: readonly Asked[],
): Promise<(number | undefined)[]> {
  const select = (database: DatabaseName, { type, conditions, isBare }: Asked): Fragment => {
    const place = { sql, scope, catalogue, database };
    const inside = joined(
      sql,
      conditions.map((condition) => toSql(place, type, condition, 'driver')),
      'and',
    );
    // a lexeme names its type; to multiply its share by that of the type would count it twice
    return isBare
      ? sql`select from ${sql(database)}.resource r where ${inside}`
      : sql`select from ${sql(database)}.resource r
             where r.type = ${type} and not r.deleted and ${inPlaces(sql, database, scope, type)} and ${inside}`;
  };
  const parts = asked.flatMap((one) => databases.map((database) => select(database, one)));
  const all = unionAll(sql, parts);
  if (!all) return [];
  const [row] = await sql<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }[]>`
    explain (format json) ${all}`;
  const top = row?.['QUERY PLAN'][0]?.Plan;
  const nodes = parts.length === 1 && top ? [top] : (top?.Plans ?? []);
  // what the planner sees to be empty it leaves out, and then it cannot be told which one is missing
  if (nodes.length !== parts.length) return asked.map(() => undefined);
  return asked.map((_, index) =>
    nodes.slice(index * databases.length, (index + 1) * databases.length).reduce((sum, node) => sum + node['Plan Rows'], 0),
  );
}

/**
 * How many entries of the index meet a condition, to just above `most`: of ranges and texts counted in the index alone, since the
 * statistics know nothing of the values at one place. Of alternatives the sum, of parts the fewest.
 */
export async function countEntries(reach: Reach, type: string, condition: Condition, most: number): Promise<number> {
  switch (condition.kind) {
    case 'range':
      return countIn(reach, (database) => rangeEntries({ ...reach, database }, condition), most);
    case 'text':
      return countIn(reach, (database) => [textEntries({ ...reach, database }, condition)], most);
    case 'any': {
      let sum = 0;
      for (const one of condition.conditions) if (sum <= most) sum += await countEntries(reach, type, one, most - sum);
      return sum;
    }
    case 'all': {
      let fewest = most + 1;
      for (const one of condition.conditions) fewest = Math.min(fewest, await countEntries(reach, type, one, fewest));
      return fewest;
    }
    default: {
      const [rows] = await estimateRows(reach, [{ type, conditions: [condition], isBare: true }]);
      return rows ?? most + 1;
    }
  }
}

async function countIn(
  { sql, databases }: Reach,
  entriesIn: (database: DatabaseName) => Fragment[],
  most: number,
): Promise<number> {
  const all = unionAll(
    sql,
    databases.flatMap(entriesIn).map((entries) => sql`select ${entries}`),
  );
  if (!all) return 0;
  const [row] = await sql<{ count: number }[]>`
    select count(*) as count from (${all} limit ${most + 1}) found`;
  return row?.count ?? 0;
}

/** How many rows meet the conditions, counted to just above `most`. */
export async function countUpTo(reach: Reach, type: string, conditions: readonly Condition[], most: number): Promise<number> {
  const { sql, scope, databases } = reach;
  let count = 0;
  for (const database of databases) {
    if (count > most) return count;
    const place = { ...reach, database };
    const inside = joined(
      sql,
      conditions.map((condition) => toSql(place, type, condition, 'driver')),
      'and',
    );
    const [row] = await sql<{ count: number }[]>`
      select count(*) as count from (
        select from ${sql(database)}.resource r
         where r.type = ${type} and not r.deleted and ${inPlaces(sql, database, scope, type)} and ${inside} limit ${most + 1 - count}) found`;
    count += row?.count ?? 0;
  }
  return count;
}
