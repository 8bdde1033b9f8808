import { mix } from './address.ts';
import { DAY } from './calendar.ts';
import { isAgreeing, standingOf, type Witness, witnessOf } from './calibrate.ts';
import type { Comparer } from './compare.ts';
import { F, GIVEN, levelOf } from './fields.ts';
import type { Model } from './model.ts';
import type { People } from './people.ts';
import { orderBy } from './radix.ts';
import { findConflict, isForReview } from './rules.ts';
import type { Pairs } from './tasks.ts';

/** Why a pair is shown to somebody instead of being linked. */
export type Reason = 'doubtful' | 'part-of-name' | 'cluster' | 'numbers';

/** Pairs worth a decision, in columns; `order` lists them, the surest first. */
export interface Edges {
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly patterns: Uint32Array;
  /** In 1024ths of a bit. */
  readonly scores: Int32Array;
  /** 1 where the pair may be linked by itself. */
  readonly links: Uint8Array;
  readonly order: Uint32Array;
}

/** What numbers say of scored pairs, by standing and by score without the number. */
export function countWitnesses(
  pieces: readonly Pairs[],
  scores: readonly Int32Array[],
  numberWeights: Float64Array,
  households: boolean,
): { readonly agreeing: ReadonlyMap<number, Witness>; readonly other: ReadonlyMap<number, Witness> } {
  const counts = {
    agreeing: new Map<number, { same: number; different: number }>(),
    other: new Map<number, { same: number; different: number }>(),
  };
  forEachScored(pieces, scores, (_a, _b, pattern, score) => {
    const witness = witnessOf(pattern);
    if (witness === undefined || (households && isForReview(pattern))) return;
    if (witness === 'same' && findConflict(pattern, households) !== undefined) return;
    const kind = counts[isAgreeing(pattern) ? 'agreeing' : 'other'];
    const bits = Math.floor(score / 1024 - (numberWeights[levelOf(pattern, F.number)] ?? 0));
    const found = kind.get(bits) ?? { same: 0, different: 0 };
    found[witness]++;
    kind.set(bits, found);
  });
  return counts;
}

function forEachScored(
  pieces: readonly Pairs[],
  scores: readonly Int32Array[],
  use: (a: number, b: number, pattern: number, score: number) => void,
): void {
  for (const [index, { a, b, patterns }] of pieces.entries())
    for (let pair = 0; pair < a.length; pair++) use(a[pair] ?? 0, b[pair] ?? 0, patterns[pair] ?? 0, scores[index]?.[pair] ?? 0);
}

/** Picks the pairs that may be linked or shown to somebody, and puts the surest first. */
export function pickEdges(
  p: People,
  comparer: Comparer,
  pieces: readonly Pairs[],
  scores: readonly Int32Array[],
  model: Model,
): Edges {
  const picked = {
    a: [] as number[],
    b: [] as number[],
    patterns: [] as number[],
    scores: [] as number[],
    links: [] as number[],
  };
  const numberWeights = (model.fields[F.number]?.m ?? []).map((m, level) =>
    level === 0 ? 0 : Math.log2(m / (model.fields[F.number]?.u[level] ?? 1)),
  );
  forEachScored(pieces, scores, (a, b, pattern, score) => {
    const conflict = findConflict(pattern, model.households);
    const threshold = model.thresholds[standingOf(pattern)];
    let links = 0;
    if (conflict === undefined) {
      if (score < threshold.review * 1024) return;
      links = score >= threshold.link * 1024 && !(model.households && isForReview(pattern)) ? 1 : 0;
    } else if (conflict !== 'numbers' || !isMistyped(comparer, a, b, pattern, score / 1024 - (numberWeights[1] ?? 0), model))
      return;
    picked.a.push(a);
    picked.b.push(b);
    picked.patterns.push(pattern);
    picked.scores.push(score);
    picked.links.push(links);
  });
  const edges = {
    a: Uint32Array.from(picked.a),
    b: Uint32Array.from(picked.b),
    patterns: Uint32Array.from(picked.patterns),
    scores: Int32Array.from(picked.scores),
    links: Uint8Array.from(picked.links),
  };
  return { ...edges, order: inOrder(p, edges) };
}

/** Two right numbers, a slip of the keyboard apart, of records that agree in name, birth and contact: worth a look, never a link. */
function isMistyped(
  comparer: Comparer,
  a: number,
  b: number,
  pattern: number,
  scoreWithoutNumber: number,
  { thresholds }: Model,
): boolean {
  return (
    isAgreeing(pattern) &&
    levelOf(pattern, F.given) >= GIVEN.close &&
    levelOf(pattern, F.birthDate) >= DAY.near &&
    scoreWithoutNumber >= thresholds.agreeing.link &&
    comparer.numbersApart(a, b) <= 2
  );
}

/** By score, then by a hash of the two records' marks: the same order whichever way the input was shuffled. */
function inOrder({ mark, mark2 }: People, { a, b, scores }: Pick<Edges, 'a' | 'b' | 'scores'>): Uint32Array {
  const ties = (marks: Uint32Array) =>
    Uint32Array.from(a, (record, edge) => {
      const [one = 0, other = 0] = [marks[record], marks[b[edge] ?? 0]];
      return mix(Math.min(one, other), Math.max(one, other));
    });
  return orderBy([ties(mark2), ties(mark), Uint32Array.from(scores, (score) => 0x7fff_ffff - score)]);
}
