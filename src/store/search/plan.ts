import type { Condition } from './condition.ts';
import { countEntries, estimateRows } from './estimate.ts';
import type { SearchQuery } from './query.ts';
import type { Reach } from './reach.ts';
import type { Form } from './sql-condition.ts';

export interface Plan {
  /** In which form each condition is asked, in the order of the query. */
  readonly forms: readonly Form[];
  /**
   * Look only among so many resources of the type that come first in the order of the answer: a page is likely to be full
   * of those. Where it is not, look among the next number of them, and at last among all.
   */
  readonly windows: readonly number[];
  /** The windows are among what this condition finds, by id, not among all of the type: its position in the query. */
  readonly among?: number;
}

// what work costs beside other work, in microseconds: a row that is fetched, an entry of an index that is passed
const ROW = 10;
const ENTRY = 0.3;
/** How many times the rows of a page are looked for in a window. */
const MARGIN = 4;
const MOST_IN_WINDOW = 500_000;

/**
 * Decides with which condition a search begins, and whether it looks at everything that meets it. What is about given
 * residents or ids is few. Otherwise the database is asked how many rows each condition has, by its statistics for what is
 * found by lexemes and by counting up to a bound for ranges and texts: the one with fewest leads. Where even those are
 * many and the order has an index, most of them need not be fetched: the first of the order are enough to fill a page.
 */
export async function planSearch(reach: Reach, query: SearchQuery): Promise<Plan> {
  const { type, conditions, sort, count } = query;
  if (conditions.some(isAnchor))
    return { forms: conditions.map((condition) => (isAnchor(condition) ? 'driver' : 'check')), windows: [] };
  const groups = groupsOf(conditions);
  if (groups.length === 0) return { forms: conditions.map(() => 'driver'), windows: [] };
  const asked = groups.map((group) => group.flatMap((index) => conditions[index] ?? []));
  const { total, fewest, rows, isCounted } = await sizesOf(reach, type, asked);
  const leading = new Set(groups[fewest]);
  const forms = conditions.map((condition, index): Form => (leading.has(index) || !isProbed(condition) ? 'driver' : 'check'));
  const [among] = leading;
  if (isCounted && sort.length === 0 && among !== undefined)
    return { forms, among, windows: [1, 8, 64].map((times) => MARGIN * (count + 1) * times).filter((size) => size < rows) };
  return { forms, windows: isIndexed(sort) ? windowsFor(count + 1, total, rows) : [] };
}

/** Other conditions may leave few of the rows that the leading one has, hence more than one. */
function windowsFor(page: number, total: number, rows: number): number[] {
  const first = (MARGIN * page * total) / Math.max(1, rows);
  return [1, 8, 64]
    .map((times) => ({ size: Math.ceil(first * times), fetched: MARGIN * page * times }))
    .filter(({ size, fetched }) => size <= MOST_IN_WINDOW && fetched * ROW + size * ENTRY < rows * ROW)
    .map(({ size }) => size);
}

interface Sizes {
  /** Resources of the type. */
  readonly total: number;
  /** The group that has fewest, and how many. */
  readonly fewest: number;
  readonly rows: number;
  /** They are entries of its index, counted to the last one. */
  readonly isCounted?: boolean;
}

/** So few rows that finding a condition with fewer costs more than it saves. */
const FEW = 300;

async function sizesOf(reach: Reach, type: string, groups: readonly (readonly Condition[])[]): Promise<Sizes> {
  const exact = groups.findIndex((group) => group.every(({ kind }) => kind === 'lexemes'));
  const bare = (groups[exact] ?? []).map((condition) => ({ type, conditions: [condition], isBare: true }));
  const [total = 0, ...each] = await estimateRows(reach, [{ type, conditions: [] }, ...bare]);
  // each condition has its share of the type, whatever the others have
  const known = each.reduce<number>((rows, one) => rows * Math.min(1, (one ?? total) / Math.max(1, total)), total);
  let best: Sizes = { total, fewest: Math.max(0, exact), rows: exact < 0 ? Number.POSITIVE_INFINITY : known };
  const most = Math.ceil(Math.max(FEW, Math.sqrt(MARGIN * 100 * total)));
  for (const [index, [condition]] of groups.entries()) {
    if (index === exact || !condition || best.rows <= FEW) continue;
    const bound = Math.ceil(Math.min(best.rows, most));
    const rows = await countEntries(reach, type, condition, bound);
    // beyond the bound there may be any number: another condition whose number is known is the safer one
    if (rows <= bound || best.rows === Number.POSITIVE_INFINITY) best = { total, fewest: index, rows, isCounted: rows <= bound };
  }
  return best;
}

/** About given residents or ids: few, however many there are of the type. */
export const isAnchor = ({ kind }: Condition): boolean => kind === 'ids' || kind === 'patient' || kind === 'compartment';

/** Positions of the conditions to begin with before anything is known of their numbers; undefined where none can lead. */
export function firstToTry(conditions: readonly Condition[]): ReadonlySet<number> | undefined {
  if (conditions.some(isAnchor)) return undefined;
  const [first] = groupsOf(conditions);
  return first && new Set(first);
}

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
