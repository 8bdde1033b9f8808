import { readRows } from './csv-rows.ts';

/** Clusters of two records or more from a file of `record_id,cluster_id`, each sorted by id, by their first. */
export async function readClusters(file: string): Promise<string[][]> {
  const members = new Map<string, string[]>();
  let isFirst = true;
  await readRows(file, ({ bytes, starts, ends }) => {
    const cell = (index: number) => Buffer.from(bytes.subarray(starts[index], ends[index])).toString('utf8');
    const known = members.get(cell(1));
    if (isFirst) isFirst = false;
    else if (known) known.push(cell(0));
    else members.set(cell(1), [cell(0)]);
  });
  return [...members.values()]
    .filter(({ length }) => length > 1)
    .map((ids) => ids.sort())
    .sort(([one = ''], [other = '']) => (one < other ? -1 : 1));
}
