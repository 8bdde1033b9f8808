import type { Catalogue, DatabaseName } from '../catalogue.ts';
import type { Sql } from '../database.ts';
import { inPlaces } from '../read.ts';
import type { Scope } from '../scope.ts';
import type { Condition } from './condition.ts';
import type { SearchQuery } from './query.ts';
import { type Form, joined, toSql } from './sql-condition.ts';

/** Where a search looks. */
export interface Reach {
  readonly sql: Sql;
  readonly catalogue: Catalogue;
  readonly scope: Scope;
  readonly databases: readonly DatabaseName[];
}

/** In which form each condition is asked, in the order of the query. */
export type Plan = readonly Form[];

/** More matches than this, and walking along the sort order finds a page sooner than sorting all of them. */
const MANY = 10_000;

/**
 * Decides whether to begin with a condition or with the order. What is about given residents or ids is few. Otherwise the
 * matches of each condition are counted up to a bound: the one with fewest leads; where all have many and the order has
 * an index, the order leads and every condition is checked on the way.
 */
export async function planSearch(reach: Reach, { type, conditions, sort }: SearchQuery): Promise<Plan> {
  if (conditions.some(isAnchor)) return conditions.map((condition) => (isAnchor(condition) ? 'driver' : 'check'));
  const groups = groupsOf(conditions);
  const counts = await Promise.all(
    groups.map((group) =>
      countUpTo(
        reach,
        type,
        group.map((index) => conditions[index]).filter((one) => one !== undefined),
      ),
    ),
  );
  const fewest = counts.reduce((best, count, index) => (count < (counts[best] ?? Number.POSITIVE_INFINITY) ? index : best), 0);
  const leads = (counts[fewest] ?? 0) <= MANY || !isIndexed(sort) ? new Set(groups[fewest]) : new Set<number>();
  return conditions.map((condition, index) => (leads.has(index) || !isProbed(condition) ? 'driver' : 'check'));
}

const isAnchor = ({ kind }: Condition): boolean => kind === 'ids' || kind === 'patient' || kind === 'compartment';

const isIndexed = (sort: SearchQuery['sort']): boolean =>
  sort.length === 0 || (sort.length === 1 && sort.every(({ by }) => by === 'id' || by === 'updated' || by === 'happened'));

function isProbed(condition: Condition): boolean {
  if (condition.kind === 'any' || condition.kind === 'all') return condition.conditions.every(isProbed);
  return condition.kind === 'lexemes' || condition.kind === 'range' || condition.kind === 'text';
}

/** Conditions that one index answers together: all lexemes; each other one by itself. */
function groupsOf(conditions: readonly Condition[]): number[][] {
  const lexemes = conditions.flatMap(({ kind }, index) => (kind === 'lexemes' ? [index] : []));
  const others = conditions.flatMap((condition, index) => (condition.kind !== 'lexemes' && isProbed(condition) ? [[index]] : []));
  return [...(lexemes.length > 0 ? [lexemes] : []), ...others];
}

/** How many rows meet the conditions, counted to just above MANY. */
export async function countUpTo(reach: Reach, type: string, conditions: readonly Condition[], most = MANY): Promise<number> {
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
         where r.type = ${type} and not r.deleted and ${inPlaces(sql, database, scope)} and ${inside} limit ${most + 1 - count}) found`;
    count += row?.count ?? 0;
  }
  return count;
}
