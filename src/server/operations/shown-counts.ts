import {
  askParts,
  countFaults,
  type HiddenOwn,
  hiddenAtTop,
  hiddenCounts,
  hiddenParts,
  type SmallCells,
} from '../../databases/population/index.ts';
import type { BySex, Count } from '../../databases/population/statistics/contract.ts';
import { smallCells } from '../../platform/sync/index.ts';
import { pathUp } from '../../standards/index.ts';
import type { Platform } from '../platform.ts';

const NOTHING: HiddenOwn = new Map();

/** The rule by which small counts of a division are not shown here; none where its residents are kept. */
export const smallCellsOf = (isHere: boolean): SmallCells | undefined => (isHere ? undefined : smallCells);

interface Asked {
  readonly division: string;
  readonly month: number;
  readonly now: number;
}

/**
 * What of a division's own counts is hidden, wherever they are shown: found from the platform's division downwards, so that what a
 * list of parts hides is not told by the page of a part.
 * @param own the counts of the division
 */
export async function hiddenOwn(
  { database, settings }: Platform,
  { division, month, now }: Asked,
  own: BySex,
): Promise<HiddenOwn> {
  const [top = division, ...below] = pathUp(division, settings.division).toReversed();
  if (below.length === 0) return hiddenAtTop(own, smallCells.below);
  let parts = await askParts(database, { division: top, month, now });
  let level = { own: sum([...parts.values()]), parts };
  let hidden = hiddenAtTop(level.own, smallCells.below);
  for (const next of below) {
    hidden = hiddenParts(level, hidden, smallCells.below).get(next) ?? NOTHING;
    if (next === division) break;
    parts = await askParts(database, { division: next, month, now });
    level = { own: level.parts.get(next) ?? sum([...parts.values()]), parts };
  }
  return hidden;
}

const sum = (all: readonly BySex[]): BySex => ({
  male: all.reduce((some, { male }) => some + male, 0),
  female: all.reduce((some, { female }) => some + female, 0),
  other: all.reduce((some, { other }) => some + other, 0),
});

/** Counts of faults as they are shown, of a division and of its parts; all of them where its residents are kept. */
export async function shownFaults(
  { database, settings }: Platform,
  division: string,
  isHere: boolean,
): Promise<{ living: number; countOf(rule: string): Count; parts: readonly { division: string; rule: string; count: Count }[] }> {
  const found = await countFaults(database, division);
  if (isHere) return { living: found.living, countOf: (rule) => found.all.get(rule) ?? 0, parts: found.parts };
  let own: ReadonlyMap<string, Count> = new Map();
  let byPart: ReadonlyMap<string, ReadonlyMap<string, Count>> = new Map();
  for (const step of pathUp(division, settings.division).toReversed()) {
    const { all, parts } = step === division ? found : await countFaults(database, step);
    // of the first step its own sums are found, of the others they are as their upper division shows them
    const before = byPart;
    own = new Map(
      [...all].map(([rule, count]) => [
        rule,
        before.get(rule)?.get(step) ?? (count > 0 && count < smallCells.below ? 'few' : count),
      ]),
    );
    byPart = new Map(
      [...Map.groupBy(parts, ({ rule }) => rule)].map(([rule, some]) => [
        rule,
        hiddenCounts(
          new Map(some.map(({ division: part, count }) => [part, count])),
          all.get(rule) ?? 0,
          typeof own.get(rule) === 'string',
          smallCells.below,
        ),
      ]),
    );
  }
  const shown = [...byPart].flatMap(([rule, parts]) => [...parts].map(([part, count]) => ({ division: part, rule, count })));
  return { living: found.living, countOf: (rule) => own.get(rule) ?? 0, parts: shown };
}
