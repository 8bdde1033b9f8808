import { type HiddenOwn, hiddenAtTop, hiddenParts } from '../../databases/population/index.ts';
import { askFigures, type Figure, type FigureRow, type FiguresQuestion } from '../../indicators/index.ts';
import { smallCells } from '../../platform/sync/index.ts';
import { pathUp } from '../../standards/index.ts';
import { wholePlatform } from '../../store/index.ts';
import type { Platform } from '../platform.ts';

/** Who is in the numerator, who is not, and all: hidden by the same rule as men, women and all of them. */
const bySex = ({ denominator, numerator }: Counts) => ({ male: numerator, female: denominator - numerator, other: 0 });

type Counts = Pick<Figure, 'denominator' | 'numerator'>;
const NONE: Counts = { denominator: 0, numerator: 0 };
const NOTHING: HiddenOwn = new Map();

/** Figures as they are shown above the level that keeps the residents. */
export async function shownFigures(
  platform: Platform,
  question: FiguresQuestion,
  figures: readonly Figure[],
): Promise<FigureRow[]> {
  const { hidden, own } = await hiddenOwns(platform, question);
  if (question.by === 'all' || question.by === 'period')
    return figures.map((one) => shown(one, hidden.get(nameOf(one)) ?? NOTHING));
  return [...Map.groupBy(figures, nameOf)].flatMap(([name, rows]) => {
    const parts = new Map(rows.map((row) => [row.key, bySex(row)]));
    const found = hiddenParts({ own: bySex(own.get(name) ?? NONE), parts }, hidden.get(name) ?? NOTHING, smallCells.below);
    return rows.map((row) => shown(row, found.get(row.key) ?? NOTHING));
  });
}

const shown = ({ measure, key, denominator, numerator }: Figure, hidden: HiddenOwn): FigureRow => ({
  ...{ measure, key },
  denominator: hidden.get('total') ?? denominator,
  numerator: hidden.get('male') ?? numerator,
});

const nameOf = ({ measure, period }: Figure): string => `${measure}|${period}`;

/**
 * What of a division's own figures is hidden, by measure and period, wherever they are shown: found from the platform's division
 * downwards, so that what a list of parts hides is not told by the page of a part.
 */
async function hiddenOwns({ database, settings }: Platform, question: FiguresQuestion) {
  const ask = (division: string, by: 'all' | 'division') => askFigures(database, wholePlatform, { ...question, division, by });
  const [top = question.division, ...below] = pathUp(question.division, settings.division).toReversed();
  let own = new Map<string, Counts>((await ask(top, 'all')).map((one) => [nameOf(one), one]));
  let hidden = new Map([...own].map(([name, counts]) => [name, hiddenAtTop(bySex(counts), smallCells.below)]));
  let at = top;
  for (const next of below) {
    const parts = Map.groupBy(await ask(at, 'division'), nameOf);
    const upper = { own, hidden };
    hidden = new Map(
      [...parts].map(([name, rows]) => {
        const level = { own: bySex(upper.own.get(name) ?? NONE), parts: new Map(rows.map((row) => [row.key, bySex(row)])) };
        return [name, hiddenParts(level, upper.hidden.get(name) ?? NOTHING, smallCells.below).get(next) ?? NOTHING];
      }),
    );
    own = new Map([...parts].map(([name, rows]) => [name, rows.find(({ key }) => key === next) ?? NONE]));
    at = next;
  }
  return { hidden, own };
}
