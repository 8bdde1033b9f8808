import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

export interface Judgement {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Pairs of people, by the kind of likeness, of whom records came into one cluster. */
  readonly merged: Readonly<Record<string, number>>;
  readonly traps: Readonly<Record<string, number>>;
}

/** Compares clusters with the truth, pair by pair. Files are `record_id,cluster_id`; traps `cluster_a,cluster_b,kind`; also gzipped. */
export async function judge(truthFile: string, clustersFile: string, trapsFile?: string): Promise<Judgement> {
  const truth = await cellsOf(truthFile);
  const clusterOf = new Map((await cellsOf(clustersFile)).map(([record = '', cluster = '']) => [record, cluster]));
  const [people, clusters, both] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  const clustersOf = new Map<string, Set<string>>();
  for (const [record = '', person = ''] of truth) {
    const cluster = clusterOf.get(record) ?? `alone ${record}`;
    count(people, person);
    count(clusters, cluster);
    count(both, `${person} ${cluster}`);
    clustersOf.set(person, (clustersOf.get(person) ?? new Set()).add(cluster));
  }
  const [right, linked, wanted] = [pairs(both), pairs(clusters), pairs(people)];
  const [precision, recall] = [linked === 0 ? 1 : right / linked, wanted === 0 ? 1 : right / wanted];
  const merged: Record<string, number> = {};
  const traps: Record<string, number> = {};
  for (const [a = '', b = '', kind = ''] of trapsFile ? await cellsOf(trapsFile) : []) {
    const [ofA, ofB] = [clustersOf.get(a), clustersOf.get(b)];
    if (!ofA || !ofB) continue;
    traps[kind] = (traps[kind] ?? 0) + 1;
    merged[kind] = (merged[kind] ?? 0) + (ofA.isDisjointFrom(ofB) ? 0 : 1);
  }
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall), merged, traps };
}

const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
const pairs = (counts: Map<string, number>) => [...counts.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);

async function cellsOf(file: string): Promise<string[][]> {
  const bytes = await readFile(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .trimEnd()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));
}
