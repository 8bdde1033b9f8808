import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Problem } from '../../../kernel/index.ts';
import {
  keepApart,
  type Links,
  link,
  type Pair,
  pairOf,
  residentsOf,
  split,
  together,
  unlink,
  weakestCut,
} from './components.ts';

const PATIENTS = ['a', 'b', 'c', 'd', 'e', 'f'];
const none: Links = { patients: PATIENTS, links: [], apart: [] };
const aPair = fc
  .tuple(fc.constantFrom(...PATIENTS), fc.constantFrom(...PATIENTS))
  .filter(([one, other]) => one !== other)
  .map(([one, other]) => pairOf(one, other));
const equal = () => 0;

type Act = (state: Links) => Links;
const orSame =
  (act: (state: Links) => Links | Problem): Act =>
  (state) => {
    const next = act(state);
    return next instanceof Problem ? state : next;
  };
const anAct: fc.Arbitrary<Act> = fc.oneof(
  aPair.map((pair) => orSame((state) => link(state, pair))),
  aPair.map(
    (pair): Act =>
      (state) =>
        unlink(state, pair),
  ),
  aPair.map(
    (pair): Act =>
      (state) =>
        keepApart(state, pair, equal),
  ),
  aPair.map(
    (pair): Act =>
      (state) =>
        together(state, pair),
  ),
  fc.subarray(PATIENTS).map(
    (leaving): Act =>
      (state) =>
        split(state, new Set(leaving)),
  ),
);
const aState = fc.array(anAct, { maxLength: 12 }).map((acts) => acts.reduce((state, act) => act(state), none));

const canonical = ({ links, apart }: Links) => ({
  links: links.map(({ a, b }) => `${a}${b}`).sort(),
  apart: apart.map(({ a, b }) => `${a}${b}`).sort(),
});
const areOne = (state: Links, { a, b }: Pair) => residentsOf(state).some((one) => one.includes(a) && one.includes(b));
const holds = (check: (state: Links, pair: Pair) => void) => fc.assert(fc.property(aState, aPair, check));

const aStrength = fc
  .dictionary(fc.constantFrom(...PATIENTS.flatMap((a) => PATIENTS.map((b) => a + b))), fc.integer({ min: 0, max: 9 }))
  .map(
    (known) =>
      ({ a, b }: Pair) =>
        known[a + b] ?? Number.POSITIVE_INFINITY,
  );
const strongest = (links: readonly Pair[], strength: (link: Pair) => number) => Math.max(...links.map(strength));

/** The slow way: of all ways to part one of these pairs, how strong the strongest link is that has to go. */
const leastCut = ({ links }: Links, pairs: readonly Pair[], strength: (link: Pair) => number): number =>
  Math.min(
    ...Array.from({ length: 2 ** PATIENTS.length }, (_, bits) => {
      const isIn = (one: string) => ((bits >> PATIENTS.indexOf(one)) & 1) === 1;
      if (!pairs.some(({ a, b }) => isIn(a) !== isIn(b))) return Number.POSITIVE_INFINITY;
      return strongest(
        links.filter(({ a, b }) => isIn(a) !== isIn(b)),
        strength,
      );
    }),
  );

describe('links between Patients, whatever was done before', () => {
  test('linking and unlinking gives the very state before', () => {
    holds((state, pair) => {
      const linked = link(state, pair);
      if (linked instanceof Problem || linked === state) return;

      expect(canonical(unlink(linked, pair))).toEqual(canonical(state));
    });
  });

  test('unlinking restores whatever else was linked meanwhile', () => {
    fc.assert(
      fc.property(aState, aPair, aPair, (state, pair, other) => {
        const first = link(state, pair);
        if (first instanceof Problem || first === state) return;
        const second = link(first, other);
        const without = link(state, other);
        if (second instanceof Problem || without instanceof Problem || canonical(second).links === canonical(first).links) return;
        if (pair.a === other.a && pair.b === other.b) return;

        expect(canonical(unlink(second, pair))).toEqual(canonical(without));
      }),
    );
  });

  test('a repeat does nothing', () => {
    holds((state, pair) => {
      for (const act of [
        orSame((before: Links) => link(before, pair)),
        (before: Links) => unlink(before, pair),
        (before: Links) => keepApart(before, pair, equal),
        (before: Links) => together(before, pair),
      ])
        expect(canonical(act(act(state)))).toEqual(canonical(act(state)));
    });
  });

  test('who is kept apart is never one resident', () => {
    holds((state) => {
      for (const pair of state.apart) expect(areOne(state, pair)).toBe(false);
    });
  });

  test('a link makes one resident of two, or is refused because somebody said otherwise', () => {
    holds((state, pair) => {
      const next = link(state, pair);

      if (next instanceof Problem) expect(next.code).toBe('kept-apart');
      else expect(areOne(next, pair)).toBe(true);
    });
  });

  test('keeping apart parts the two and takes away as little as it can of a chain', () => {
    const chain: Links = { ...none, links: [pairOf('a', 'b'), pairOf('b', 'c'), pairOf('c', 'd')] };
    const strengths: Record<string, number> = { ab: 30, bc: 5, cd: 20 };

    const apart = keepApart(chain, pairOf('d', 'a'), ({ a, b }) => strengths[a + b] ?? 0);

    expect(residentsOf(apart).filter(({ length }) => length > 1)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  test('keeping apart cuts where the strongest link that goes is the weakest, and nothing within the parts', () => {
    fc.assert(
      fc.property(aState, aPair, aStrength, (state, pair, strength) => {
        const apart = keepApart(state, pair, strength);

        const gone = state.links.filter((one) => !apart.links.includes(one));
        expect(strongest(gone, strength)).toBe(
          areOne(state, pair) ? leastCut(state, [pair], strength) : Number.NEGATIVE_INFINITY,
        );
        for (const one of gone) expect(areOne(apart, one)).toBe(false);
      }),
    );
  });

  test('a resident is offered to be parted at its weakest edge; what is parted so is two residents', () => {
    fc.assert(
      fc.property(aState, fc.constantFrom(...PATIENTS), aStrength, (state, main, strength) => {
        const whole = residentsOf(state).find((one) => one.includes(main)) ?? [];
        const cut = weakestCut(state, main, strength);

        if (!cut) {
          expect(whole).toEqual([main]);
          return;
        }
        expect(cut.leaving).not.toContain(main);
        expect(strength(cut.link)).toBe(
          leastCut(
            state,
            whole.filter((one) => one !== main).map((one) => pairOf(one, main)),
            strength,
          ),
        );
        const parted = residentsOf(split(state, new Set(cut.leaving))).filter(([one = '']) => whole.includes(one));
        expect(parted).toHaveLength(2);
        expect(parted).toContainEqual(cut.leaving);
      }),
    );
  });

  test('of links that people made the one with the greater ids goes, whichever was made first', () => {
    const links = [pairOf('a', 'b'), pairOf('b', 'c')];
    const forever = () => Number.POSITIVE_INFINITY;

    for (const some of [links, links.toReversed()])
      expect(weakestCut({ ...none, links: some }, 'a', forever)).toEqual({ link: pairOf('b', 'c'), leaving: ['c'] });
  });

  test('splitting leaves no link across, and nothing else changes', () => {
    fc.assert(
      fc.property(aState, fc.subarray(PATIENTS), (state, leaving) => {
        const parted = split(state, new Set(leaving));

        for (const resident of residentsOf(parted)) expect(new Set(resident.map((one) => leaving.includes(one))).size).toBe(1);
        const inside = ({ a, b }: Pair) => leaving.includes(a) === leaving.includes(b);
        expect(canonical(parted).links).toEqual(canonical({ ...state, links: state.links.filter(inside) }).links);
      }),
    );
  });
});
