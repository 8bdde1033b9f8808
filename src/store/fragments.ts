import type { Fragment, Sql } from './database.ts';

/** Conditions put together; of none, what holds always or never. */
export function joined(sql: Sql, parts: readonly Fragment[], word: 'and' | 'or'): Fragment {
  const [first, ...others] = parts;
  if (!first) return word === 'and' ? sql`true` : sql`false`;
  return others.reduce((all, part) => (word === 'and' ? sql`${all} and ${part}` : sql`${all} or ${part}`), first);
}

export const commas = (sql: Sql, parts: readonly Fragment[]): Fragment =>
  parts.reduce((all, part, index) => (index === 0 ? part : sql`${all}, ${part}`), sql``);

/** The rows of all selects, usually one a database; undefined where there is none to ask. */
export function unionAll(sql: Sql, selects: readonly Fragment[]): Fragment | undefined {
  const [first, ...others] = selects;
  return first && others.reduce((all, select) => sql`${all} union all ${select}`, first);
}
