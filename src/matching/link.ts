import { type BlockReport, type Blocks, roomForKeys } from './blocks.ts';
import { type Calibration, calibrate, numberedThresholds, slipsOf } from './calibrate.ts';
import { Clusters } from './clusters.ts';
import { Comparer } from './compare.ts';
import { Decider, type Reason } from './decide.ts';
import { countWitnesses, type Edges, pickEdges } from './edges.ts';
import { estimate, type Histogram } from './estimate.ts';
import { type Errors, type Expected, expect } from './expectation.ts';
import { F } from './fields.ts';
import { countFrequencies } from './frequencies.ts';
import { type Model, usualRules, weightsOf } from './model.ts';
import type { People } from './people.ts';
import { orderBy } from './radix.ts';
import { type Part, Scorer, type Worths, worthsOf } from './scorer.ts';
import type { Counts, Pairs, Result, Task } from './tasks.ts';

/** Does a task, here or in another thread. */
export type Run = <T extends Task>(task: T) => Promise<Result<T>>;

/** Two records that somebody should look at, with what speaks for and against. */
export interface ReviewItem {
  readonly a: number;
  readonly b: number;
  readonly reason: Reason;
  readonly score: number;
  readonly prior: number;
  readonly parts: readonly Part[];
}

export interface Linkage {
  /** The cluster of each record, named by one of its records. */
  readonly roots: Uint32Array;
  readonly clusters: number;
  readonly model: Model;
  readonly blocks: readonly BlockReport[];
  readonly pairs: number;
  readonly links: number;
  readonly review: readonly ReviewItem[];
  readonly expected: Expected;
  readonly errors: Errors;
}

/** Pairs taken at random to learn how often people agree by chance. */
const RANDOM_PAIRS = 500_000;
/** Entries of a space that are one task. */
const ENTRIES = 100_000;

/** What was compared, with what result: half of the work of a linkage, from which it can go on. */
export interface Compared {
  /** How often pairs taken at random agree in which pattern; empty where a model is known. */
  readonly random: Counts;
  readonly counts: Counts;
  readonly pieces: readonly Pairs[];
}

export interface LinkOptions {
  /** Told how far it is, from 0 to 1. */
  readonly onStep: (share: number) => void;
  /** A model to use; without one it is learned from the records. */
  readonly model?: Model | undefined;
  /** What was compared by a run before this, of the same people in the same order. */
  readonly compared?: Compared | undefined;
  /** Told what was compared. */
  readonly onCompared?: ((compared: Compared) => void) | undefined;
}

/**
 * Finds which records are one person's. Without a model it learns one from the records themselves. The same records give the same
 * clusters in whatever order they come and on however many threads.
 */
export async function linkPeople(
  p: People,
  run: Run,
  { onStep, model: known, compared, onCompared }: LinkOptions,
): Promise<Linkage> {
  const { slots, places } = roomForKeys(p);
  const making = places.map((place) => run({ kind: 'blocks', slots, place }));
  const comparing = known || compared ? new Map<number, number>() : comparedAtRandom(p, run);
  const [spaces, found] = await Promise.all([Promise.all(making), comparing]);
  const random = compared?.random ?? found;
  const blocks = spaces.map((made) => made.blocks);
  onStep(0.35);
  const { pieces, counts } = compared ?? (await comparedInBlocks(blocks, run, (share) => onStep(0.35 + share * 0.35)));
  if (!compared) onCompared?.({ random, counts, pieces });
  const draft = known ?? learn(p, counts, random);
  const worths = worthsOf(p, draft);
  const scores = await scored(pieces, worths, run);
  onStep(0.8);
  const { model, errors, slips } = known
    ? { model: known, errors: { agreeing: [], other: [] }, slips: 0 }
    : withThresholds(draft, pieces, scores);
  const edges = pickEdges(p, new Comparer(p), pieces, scores, model);
  const scorer = new Scorer(p, worths);
  const clusters = new Clusters(p, scorer, model);
  const refused = join(clusters, edges);
  onStep(0.95);
  const roots = Uint32Array.from({ length: p.size }, (_, r) => clusters.rootOf(r));
  const review = toReview(p, model, scorer, edges, refused, roots);
  const sharedSpaces = await spacesOfLinks(edges, roots, blocks, run);
  onStep(1);
  return {
    roots,
    clusters: new Set(roots).size,
    model,
    blocks: spaces.map((made) => made.report),
    pairs: countPairs(pieces),
    ...expect(model, errors, slips, pieces, scores, roots, sharedSpaces),
    review,
    errors,
  };
}

async function comparedAtRandom(p: People, run: Run): Promise<Counts> {
  const order = new Uint32Array(new SharedArrayBuffer(p.size * 4));
  order.set(orderBy([p.mark2, p.mark]));
  const wanted = Math.min(RANDOM_PAIRS, (p.size * (p.size - 1)) / 2);
  const tasks: Task[] = [];
  for (let offset = 1, taken = 0; taken < wanted; offset++)
    for (let from = 0; from + offset < p.size && taken < wanted; from += ENTRIES) {
      const to = Math.min(p.size - offset, from + ENTRIES, from + wanted - taken);
      taken += to - from;
      tasks.push({ kind: 'random', order, offset, from, to });
    }
  const found = await Promise.all(tasks.map((task) => (task.kind === 'random' ? run(task) : new Map<number, number>())));
  return summed(found);
}

async function comparedInBlocks(
  blocks: readonly Blocks[],
  run: Run,
  onStep: (share: number) => void,
): Promise<{ pieces: Pairs[]; counts: Counts }> {
  const total = blocks.reduce((sum, { records }) => sum + records.length, 0);
  let done = 0;
  const tasks = blocks.flatMap(({ records }, index) =>
    Array.from({ length: Math.ceil(records.length / ENTRIES) }, async (_, part) => {
      const [from, to] = [part * ENTRIES, Math.min(records.length, (part + 1) * ENTRIES)];
      const result = await run({ kind: 'pairs', spaces: blocks, index, from, to });
      done += to - from;
      onStep(done / total);
      return result;
    }),
  );
  const results = await Promise.all(tasks);
  return { pieces: results.map(({ pairs }) => pairs), counts: summed(results.map(({ counts }) => counts)) };
}

function summed(parts: readonly Counts[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const part of parts) for (const [key, count] of part) sums.set(key, (sums.get(key) ?? 0) + count);
  return sums;
}

const histogram = (counts: Counts): Histogram => [...counts].sort(([a], [b]) => a - b);

function learn(p: People, candidates: Counts, random: Counts): Model {
  const { prior, fields, households } = estimate(histogram(candidates), histogram(random), p.size);
  const none = { link: 0, review: 0 };
  return {
    format: 'minkang-matching-model',
    version: 1,
    records: p.size,
    prior,
    fields,
    frequencies: countFrequencies(p),
    households,
    thresholds: { numbered: none, agreeing: none, other: none },
    rules: usualRules,
  };
}

async function scored(pieces: readonly Pairs[], worths: Worths, run: Run): Promise<Int32Array[]> {
  const shares = 8;
  const size = Math.ceil(pieces.length / shares);
  const tasks = Array.from({ length: Math.ceil(pieces.length / Math.max(1, size)) }, (_, part) =>
    run({ kind: 'scores', worths, pairs: pieces.slice(part * size, (part + 1) * size) }),
  );
  return (await Promise.all(tasks)).flat();
}

function withThresholds(draft: Model, pieces: readonly Pairs[], scores: readonly Int32Array[]) {
  const weights = weightsOf(draft)[F.number] ?? new Float64Array();
  const witnesses = countWitnesses(pieces, scores, weights, draft.households);
  const slips = slipsOf(witnesses.agreeing);
  const agreeing = calibrate(witnesses.agreeing, slips, draft.rules);
  const other = calibrate(witnesses.other, slips, draft.rules);
  const bits = ({ link, review }: Calibration) => ({ link, review });
  const model: Model = {
    ...draft,
    thresholds: { numbered: numberedThresholds(draft.rules), agreeing: bits(agreeing), other: bits(other) },
  };
  return { model, slips, errors: { agreeing: agreeing.errors, other: other.errors } };
}

const countPairs = (pieces: readonly Pairs[]) => pieces.reduce((sum, { a }) => sum + a.length, 0);

/** Joins what may be joined, the surest first; gives back the edges that were not. */
function join(clusters: Clusters, { a, b, links, order }: Edges): number[] {
  const refused: number[] = [];
  for (const edge of order) if (links[edge] !== 1 || !clusters.join(a[edge] ?? 0, b[edge] ?? 0)) refused.push(edge);
  return refused;
}

function toReview(
  p: People,
  model: Model,
  scorer: Scorer,
  edges: Edges,
  refused: readonly number[],
  roots: Uint32Array,
): ReviewItem[] {
  const items: ReviewItem[] = [];
  const shown = new Set<number>();
  const records = new Set<number>();
  // the most doubtful are left out first
  const most = Math.max(p.size * model.rules.reviewShare, model.rules.reviewLeast);
  const keyOf = (edge: number) => {
    const [one = 0, other = 0] = [roots[edges.a[edge] ?? 0], roots[edges.b[edge] ?? 0]];
    return one === other ? -1 : Math.min(one, other) * p.size + Math.max(one, other);
  };
  const decider = new Decider(model);
  const conflictOf = (edge: number) => decider.conflict(edges.patterns[edge] ?? 0);
  // of two clusters the pair with the differing numbers is shown, if there is one: it says why they were not joined
  const numbered = new Map(refused.filter((edge) => conflictOf(edge) === 'numbers').map((edge) => [keyOf(edge), edge]));
  for (const found of refused) {
    const key = keyOf(found);
    if (key < 0 || shown.has(key)) continue;
    const edge = numbered.get(key) ?? found;
    const [a = 0, b = 0, pattern = 0] = [edges.a[edge], edges.b[edge], edges.patterns[edge]];
    const more = (records.has(a) ? 0 : 1) + (records.has(b) ? 0 : 1);
    if (records.size + more > most) break;
    shown.add(key);
    records.add(a).add(b);
    const reason = decider.reason(pattern, edges.links[edge] === 1);
    items.push({ a, b, reason, score: scorer.score(a, b, pattern), prior: scorer.prior, parts: scorer.parts(a, b, pattern) });
  }
  return items;
}

/** How many spaces bring the links together that were made; of many links, every so many-th. */
async function spacesOfLinks({ a, b }: Edges, roots: Uint32Array, blocks: readonly Blocks[], run: Run): Promise<Counts> {
  const linked: number[] = [];
  const step = Math.ceil(a.length / 50_000);
  for (let edge = 0; edge < a.length; edge += step) if (roots[a[edge] ?? 0] === roots[b[edge] ?? 0]) linked.push(edge);
  return run({
    kind: 'spaces',
    spaces: blocks,
    a: Uint32Array.from(linked, (edge) => a[edge] ?? 0),
    b: Uint32Array.from(linked, (edge) => b[edge] ?? 0),
  });
}
