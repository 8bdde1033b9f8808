import type { AgeBand, BySex, Count, DivisionCount, MonthCount } from './contract.ts';

/** Counts from 1 up to below this are not shown above the level that keeps the records. */
export interface SmallCells {
  readonly below: number;
  /** Of the rule. */
  readonly version: number;
}

type Hidden = Exclude<Count, number>;

/** Counts that sum to another one, all by their names. */
interface Line {
  readonly parts: readonly string[];
  readonly total: string;
}

/**
 * Which counts are hidden: small ones, and others where a total would give a small one away. In every line whose total is shown at least
 * two parts are hidden or none, and those together are not few either; where a total is hidden, so is a part of it. Of the parts that
 * may be hidden for others the smallest is, one that is nought last.
 * @param known hidden already, for the sake of other lines
 */
export function hide(
  values: ReadonlyMap<string, number>,
  lines: readonly Line[],
  below: number,
  known: ReadonlyMap<string, Hidden> = new Map(),
): Map<string, Hidden> {
  const hidden = new Map<string, Hidden>(known);
  for (const [name, value] of values) if (value > 0 && value < below) hidden.set(name, 'few');
  const amountOf = (name: string) => values.get(name) ?? 0;
  const lacking = ({ parts, total }: Line): boolean => {
    const gone = parts.filter((part) => hidden.has(part));
    if (hidden.has(total)) return gone.length === 0;
    return gone.length === 1 || (gone.length > 1 && gone.reduce((sum, part) => sum + amountOf(part), 0) < below);
  };
  for (let isDone = false; !isDone; ) {
    isDone = true;
    for (const line of lines) {
      if (!lacking(line)) continue;
      const next = line.parts.filter((part) => !hidden.has(part)).toSorted((a, b) => rank(amountOf(a)) - rank(amountOf(b)))[0];
      if (next === undefined) continue;
      hidden.set(next, 'withheld');
      isDone = false;
    }
  }
  return hidden;
}

const rank = (value: number): number => (value > 0 ? value : Number.POSITIVE_INFINITY);

const SEXES = ['male', 'female', 'other'] as const;
const ALL = [...SEXES, 'total'] as const;
const totalOf = ({ male, female, other }: BySex): number => male + female + other;
const bySexOf = (counts: BySex) => ({ ...counts, total: totalOf(counts) });

/** The counts of a division and of its parts, as they are. */
export interface Level {
  readonly own: BySex;
  readonly parts: ReadonlyMap<string, BySex>;
}

/** What of a division is hidden wherever it is shown, by sex and `total`. */
export type HiddenOwn = ReadonlyMap<string, Hidden>;

/** Of the division with which counting begins. */
export const hiddenAtTop = (own: BySex, below: number): HiddenOwn =>
  hide(new Map(Object.entries(bySexOf(own))), [{ parts: SEXES, total: 'total' }], below);

/** Of the parts of a division: each is shown alike here and where it is the division itself. */
export function hiddenParts({ own, parts }: Level, ownHidden: HiddenOwn, below: number): ReadonlyMap<string, HiddenOwn> {
  const nameOf = (division: string, what: string) => `${division} ${what}`;
  const values = new Map<string, number>(Object.entries(bySexOf(own)));
  for (const [division, counts] of parts)
    for (const [what, value] of Object.entries(bySexOf(counts))) values.set(nameOf(division, what), value);
  const codes = [...parts.keys()];
  const lines: Line[] = [
    // what is hidden of the whole first: a part that is all of it follows
    ...ALL.map((what) => ({ parts: codes.map((code) => nameOf(code, what)), total: what })),
    ...codes.map((code) => ({ parts: SEXES.map((sex) => nameOf(code, sex)), total: nameOf(code, 'total') })),
  ].filter(({ parts: some }) => some.length > 0);
  const hidden = hide(values, lines, below, ownHidden);
  return new Map(
    codes.map((code) => [
      code,
      new Map(
        ALL.flatMap((what): [string, Hidden][] => {
          const found = hidden.get(nameOf(code, what));
          return found ? [[what, found]] : [];
        }),
      ),
    ]),
  );
}

/** Counts by sex with what of them is shown. */
export const shownBySex = (counts: BySex, hidden: HiddenOwn): Pick<DivisionCount, (typeof ALL)[number]> => ({
  male: hidden.get('male') ?? counts.male,
  female: hidden.get('female') ?? counts.female,
  other: hidden.get('other') ?? counts.other,
  total: hidden.get('total') ?? totalOf(counts),
});

/** Bands of age, which sum to the counts of the division by sex. */
export function shownBands(
  bands: readonly (BySex & { readonly from?: number })[],
  own: BySex,
  ownHidden: HiddenOwn,
  below: number,
): AgeBand[] {
  const values = new Map<string, number>(Object.entries(bySexOf(own)));
  bands.forEach((band, at) => {
    for (const sex of SEXES) values.set(`${at} ${sex}`, band[sex]);
  });
  const lines = SEXES.map((sex) => ({ parts: bands.map((_, at) => `${at} ${sex}`), total: sex }));
  const hidden = hide(values, lines, below, ownHidden);
  return bands.map((band, at) => ({
    ...(band.from === undefined ? {} : { from: band.from }),
    male: hidden.get(`${at} male`) ?? band.male,
    female: hidden.get(`${at} female`) ?? band.female,
    other: hidden.get(`${at} other`) ?? band.other,
  }));
}

/** Counts that sum to a total, by their keys. */
export function hiddenCounts<Key extends string>(
  parts: ReadonlyMap<Key, number>,
  total: number,
  isTotalHidden: boolean,
  below: number,
): Map<Key, Count> {
  const values = new Map<string, number>([
    ...[...parts].map(([key, value]): [string, number] => [`part ${key}`, value]),
    ['all', total],
  ]);
  const line = { parts: [...parts.keys()].map((key) => `part ${key}`), total: 'all' };
  const hidden = hide(
    values,
    line.parts.length > 0 ? [line] : [],
    below,
    isTotalHidden ? new Map([['all', 'withheld']]) : new Map(),
  );
  return new Map([...parts].map(([key, value]) => [key, hidden.get(`part ${key}`) ?? value]));
}

/** Counts of months sum to nothing that is shown. */
export const shownMonth = (month: Readonly<Record<'births' | 'deaths' | 'movedIn' | 'movedOut', number>>, below: number) => {
  const shown = (value: number): Count => (value > 0 && value < below ? 'few' : value);
  return {
    births: shown(month.births),
    deaths: shown(month.deaths),
    movedIn: shown(month.movedIn),
    movedOut: shown(month.movedOut),
  } satisfies Omit<MonthCount, 'month'>;
};
