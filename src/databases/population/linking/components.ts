import { Problem } from '../../../kernel/index.ts';

/** Two Patients, the lesser id first: who is named first does not matter. */
export interface Pair {
  readonly a: string;
  readonly b: string;
}

/** What is said of some Patients. All links and all `not the same` between them and with others are in it. */
export interface Links {
  readonly patients: readonly string[];
  readonly links: readonly Pair[];
  readonly apart: readonly Pair[];
}

export const pairOf = (one: string, other: string): Pair => (one < other ? { a: one, b: other } : { a: other, b: one });
export const isPair = (one: Pair, other: Pair): boolean => one.a === other.a && one.b === other.b;
const keyOf = ({ a, b }: Pair) => `${a} ${b}`;

/** The residents: Patients that links join, each sorted by id. */
export function residentsOf({ patients, links }: Pick<Links, 'patients' | 'links'>): string[][] {
  const above = new Map<string, string>();
  const top = (id: string): string => {
    const next = above.get(id);
    if (next === undefined) return id;
    const found = top(next);
    above.set(id, found);
    return found;
  };
  for (const { a, b } of links) {
    const tops = pairOf(top(a), top(b));
    if (tops.a !== tops.b) above.set(tops.b, tops.a);
  }
  const all = [...new Set([...patients, ...links.flatMap(({ a, b }) => [a, b])])].sort();
  return [...Map.groupBy(all, top).values()];
}

/** Adds the link. A repeat changes nothing. @returns Problem kept-apart where two who are not the same would become one */
export function link(state: Links, pair: Pair): Links | Problem {
  if (pair.a === pair.b) return new Problem('input-invalid', 'A Patient is not linked to itself', { at: 'b' });
  if (state.links.some((known) => isPair(known, pair))) return state;
  const next = { ...state, links: [...state.links, pair] };
  const joined = residentsOf(next).find((resident) => resident.includes(pair.a)) ?? [];
  if (state.apart.some(({ a, b }) => joined.includes(a) && joined.includes(b)))
    return new Problem('kept-apart', 'Somebody has said of two of these Patients that they are not the same person', { at: 'b' });
  return next;
}

/** Takes the link away; everything else is as if it had never been. A repeat changes nothing. */
export function unlink(state: Links, pair: Pair): Links {
  return { ...state, links: state.links.filter((known) => !isPair(known, pair)) };
}

/** Takes `not the same` back. A repeat changes nothing. */
export function together(state: Links, pair: Pair): Links {
  return { ...state, apart: state.apart.filter((known) => !isPair(known, pair)) };
}

/**
 * Says that two are not the same person. Whoever holds them together comes apart at the weakest edge: of all ways to part the two, the
 * one whose strongest cut link is the weakest; every link within the parts stays.
 * @param strength of a link; of equal ones the one with the greater ids is the weaker
 */
export function keepApart(state: Links, pair: Pair, strength: (link: Pair) => number): Links {
  const cut = cutAtWeakest(state.links, (backbone) => wayBetween(backbone, pair), strength);
  const apart = state.apart.some((known) => isPair(known, pair)) ? state.apart : [...state.apart, pair];
  return { ...state, links: cut?.kept ?? state.links, apart };
}

/** Where a resident would come apart first. */
export interface WeakestCut {
  /** The strongest of the links across: no other way to part the resident has a weaker one. */
  readonly link: Pair;
  /** Who would leave: the part without the one named. */
  readonly leaving: readonly string[];
}

/** @returns undefined where no link holds anybody to the one named */
export function weakestCut(
  { patients, links }: Pick<Links, 'patients' | 'links'>,
  of: string,
  strength: (link: Pair) => number,
): WeakestCut | undefined {
  const whole = residentsOf({ patients, links }).find((one) => one.includes(of)) ?? [];
  const own = links.filter(({ a }) => whole.includes(a));
  const cut = cutAtWeakest(own, (backbone) => backbone, strength);
  if (!cut) return undefined;
  const staying = residentsOf({ patients: whole, links: cut.kept }).find((one) => one.includes(of)) ?? [];
  return { link: cut.link, leaving: whole.filter((one) => !staying.includes(one)) };
}

/** Takes the weakest of some links of the backbone, and with it every link between the parts into which the backbone then falls. */
function cutAtWeakest(
  links: readonly Pair[],
  ofWhich: (backbone: readonly Pair[]) => readonly Pair[],
  strength: (link: Pair) => number,
): { readonly link: Pair; readonly kept: readonly Pair[] } | undefined {
  const backbone = backboneOf(links, strength);
  const [first, ...more] = ofWhich(backbone);
  if (!first) return undefined;
  const weakest = more.reduce((least, next) => (isWeaker(next, least, strength) ? next : least), first);
  const parts = residentsOf({ patients: [], links: backbone.filter((one) => one !== weakest) });
  const partOf = new Map(parts.flatMap((part) => part.map((id) => [id, part] as const)));
  const isWithinPart = ({ a, b }: Pair) => partOf.has(a) && partOf.get(a) === partOf.get(b);
  return { link: weakest, kept: links.filter(isWithinPart) };
}

/** The strongest links that hold everybody together whom links hold together: a maximum spanning forest (Kruskal 1956). */
function backboneOf(links: readonly Pair[], strength: (link: Pair) => number): Pair[] {
  const strongestFirst = links.toSorted((one, other) => (isWeaker(one, other, strength) ? 1 : -1));
  const partOf = new Map<string, Set<string>>();
  return strongestFirst.filter(({ a, b }) => {
    const [one, other] = [partOf.get(a) ?? new Set([a]), partOf.get(b) ?? new Set([b])];
    if (one === other) return false;
    const joined = one.union(other);
    for (const id of joined) partOf.set(id, joined);
    return true;
  });
}

/** Parts a resident: those named from the rest. Every link across goes, and what it joined is kept apart. */
export function split(state: Links, leaving: ReadonlySet<string>): Links {
  const across = state.links.filter(({ a, b }) => leaving.has(a) !== leaving.has(b));
  const known = new Set(state.apart.map(keyOf));
  return {
    ...state,
    links: state.links.filter((one) => !across.includes(one)),
    apart: [...state.apart, ...across.filter((one) => !known.has(keyOf(one)))],
  };
}

/** What people said has no end of strength: two of those are told apart by their ids. */
function isWeaker(one: Pair, other: Pair, strength: (link: Pair) => number): boolean {
  const [mine, theirs] = [strength(one), strength(other)];
  return mine === theirs ? keyOf(one) > keyOf(other) : mine < theirs;
}

/** Links that lead from one to the other: the way of fewest; none where there is no way. */
function wayBetween(links: readonly Pair[], { a, b }: Pair): Pair[] {
  const cameBy = new Map<string, { from: string; link: Pair } | undefined>([[a, undefined]]);
  const waiting = [a];
  for (let at = waiting.shift(); at !== undefined && at !== b; at = waiting.shift())
    for (const link of [...links].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))) {
      const next = link.a === at ? link.b : link.b === at ? link.a : undefined;
      if (next === undefined || cameBy.has(next)) continue;
      cameBy.set(next, { from: at, link });
      waiting.push(next);
    }
  const way: Pair[] = [];
  for (let step = cameBy.get(b); step; step = cameBy.get(step.from)) way.push(step.link);
  return way;
}
