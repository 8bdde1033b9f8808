import { mix } from './address.ts';
import { isAgreeing, type Witness, witnessOf } from './calibrate.ts';
import type { Comparer } from './compare.ts';
import { Decider } from './decide.ts';
import { F, levelOf } from './fields.ts';
import { Growing } from './interner.ts';
import type { Model } from './model.ts';
import type { People } from './people.ts';
import { orderBy } from './radix.ts';
import { findConflict, isForReview } from './rules.ts';
import type { Pairs } from './tasks.ts';

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
  const counts = { agreeing: new Map<number, Count>(), other: new Map<number, Count>() };
  const kinds = new Map<number, WitnessKind | undefined>();
  forEachScored(pieces, scores, (_a, _b, pattern, score) => {
    if (!kinds.has(pattern)) kinds.set(pattern, witnessKind(pattern, numberWeights, households));
    const kind = kinds.get(pattern);
    if (kind === undefined) return;
    const bits = Math.floor(score / 1024 - kind.numberWeight);
    const count = counts[kind.standing].get(bits) ?? { same: 0, different: 0 };
    count[kind.says]++;
    counts[kind.standing].set(bits, count);
  });
  return counts;
}

type Count = { -readonly [Key in keyof Witness]: Witness[Key] };

interface WitnessKind {
  readonly says: keyof Witness;
  readonly standing: 'agreeing' | 'other';
  readonly numberWeight: number;
}

/** What the pairs of one pattern witness; undefined where their numbers do not tell, or a rule decides before the score does. */
function witnessKind(pattern: number, numberWeights: Float64Array, households: boolean): WitnessKind | undefined {
  const says = witnessOf(pattern);
  if (says === undefined || (households && isForReview(pattern))) return undefined;
  if (says === 'same' && findConflict(pattern, households) !== undefined) return undefined;
  return {
    says,
    standing: isAgreeing(pattern) ? 'agreeing' : 'other',
    numberWeight: numberWeights[levelOf(pattern, F.number)] ?? 0,
  };
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
  const [a, b, patterns, picked, links] = [new Growing(), new Growing(), new Growing(), new Growing(), new Growing()];
  const decider = new Decider(model);
  forEachScored(pieces, scores, (one, other, pattern, score) => {
    const standing = decider.standing(pattern, score / 1024, () => comparer.numbersApart(one, other));
    if (standing === 'new') return;
    a.push(one);
    b.push(other);
    patterns.push(pattern);
    picked.push(score);
    links.push(standing === 'link' ? 1 : 0);
  });
  const edges = {
    a: a.view(),
    b: b.view(),
    patterns: patterns.view(),
    scores: Int32Array.from(picked.view()),
    links: Uint8Array.from(links.view()),
  };
  return { ...edges, order: inOrder(p, edges) };
}

/** By score, then by a hash of the two records' marks: the same order whichever way the input was shuffled. */
function inOrder({ mark, mark2 }: People, { a, b, scores }: Pick<Edges, 'a' | 'b' | 'scores'>): Uint32Array {
  const falling = new Uint32Array(scores.length);
  for (let edge = 0; edge < scores.length; edge++) falling[edge] = 0x7fff_ffff - (scores[edge] ?? 0);
  return orderBy([mixed(mark2, a, b), mixed(mark, a, b), falling]);
}

/** The marks of both records of each edge as one, whichever comes first. */
function mixed(marks: Uint32Array, a: Uint32Array, b: Uint32Array): Uint32Array {
  const both = new Uint32Array(a.length);
  for (let edge = 0; edge < a.length; edge++) {
    const one = marks[a[edge] ?? 0] ?? 0;
    const other = marks[b[edge] ?? 0] ?? 0;
    both[edge] = mixedMark(one, other);
  }
  return both;
}

/** The marks of two records as one, whichever comes first. */
export const mixedMark = (one: number, other: number): number => (one < other ? mix(one, other) : mix(other, one));
