import type { Sql } from '../database.ts';
import type { Plan } from './plan.ts';
import type { SearchQuery } from './query.ts';
import type { Reach } from './reach.ts';

/** A plan for so long: what is common changes slowly, and a plan that no longer fits is only slower. */
const FOR_MS = 60_000;
const MOST = 500;
const LONGEST_KEY = 4000;

interface Known {
  readonly plan: Plan;
  readonly until: number;
}

const memories = new WeakMap<Sql, Map<string, Known>>();

/** The plan of the same question asked a short while ago, of this database: popular questions are not planned each time. */
export function rememberedPlan(reach: Reach, query: SearchQuery): Plan | undefined {
  const known = memories.get(reach.sql)?.get(keyOf(reach, query));
  return known && known.until > performance.now() ? known.plan : undefined;
}

/** The oldest makes room. */
export function remember(reach: Reach, query: SearchQuery, plan: Plan): void {
  const memory = memories.get(reach.sql) ?? new Map<string, Known>();
  memories.set(reach.sql, memory);
  const key = keyOf(reach, query);
  if (key.length > LONGEST_KEY) return;
  memory.delete(key);
  memory.set(key, { plan, until: performance.now() + FOR_MS });
  const [oldest] = memory.keys();
  if (memory.size > MOST && oldest !== undefined) memory.delete(oldest);
}

/** All that a plan depends on; pages of one search share theirs. */
const keyOf = ({ databases, scope }: Reach, { type, conditions, sort, count }: SearchQuery): string =>
  JSON.stringify([type, conditions, sort, count, databases, scope.places]);
