/**
 * A telephone, number, household or dwelling that more records than this bear is a placeholder or an institution's, and says nothing: it
 * is taken for unknown.
 */
export const MOST_SHARED = { phone: 40, number: 40, household: 80, dwelling: 400 } as const;

/** Forgets values that too many records bear. The values are numbers below `distinct`. */
export function quiet(column: Uint32Array, distinct: number, most: number): Uint32Array {
  const counts = new Uint32Array(distinct + 1);
  for (const value of column) counts[value] = (counts[value] ?? 0) + 1;
  for (let r = 0; r < column.length; r++) if ((counts[column[r] ?? 0] ?? 0) > most) column[r] = 0;
  return column;
}

/** The same for hashes. */
export function quietHashes(column: Uint32Array, most: number): Uint32Array {
  const sorted = Uint32Array.from(column).sort();
  const loud = new Set<number>();
  for (let at = 0; at < sorted.length; ) {
    let end = at;
    while (end < sorted.length && sorted[end] === sorted[at]) end++;
    if (end - at > most) loud.add(sorted[at] ?? 0);
    at = end;
  }
  loud.delete(0);
  if (loud.size > 0) for (let r = 0; r < column.length; r++) if (loud.has(column[r] ?? 0)) column[r] = 0;
  return column;
}
