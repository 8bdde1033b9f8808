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
 * Says that two are not the same person. Where links lead from one to the other, the weakest on the way goes, until none does.
 * @param strength of a link; of equal ones the one with the greater ids is the weaker
 */
export function keepApart(state: Links, pair: Pair, strength: (link: Pair) => number): Links {
  let { links } = state;
  for (let way = wayBetween(links, pair); way.length > 0; way = wayBetween(links, pair)) {
    const weakest = way.reduce((least, next) => (isWeaker(next, least, strength) ? next : least));
    links = links.filter((known) => known !== weakest);
  }
  const apart = state.apart.some((known) => isPair(known, pair)) ? state.apart : [...state.apart, pair];
  return { ...state, links, apart };
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

function isWeaker(one: Pair, other: Pair, strength: (link: Pair) => number): boolean {
  const difference = strength(one) - strength(other);
  return difference === 0 ? keyOf(one) > keyOf(other) : difference < 0;
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
