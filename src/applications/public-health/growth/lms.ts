import { whoTables } from './who-tables.ts';

export type Sex = 'male' | 'female';
export type Indicator = keyof typeof whoTables;

/** Power, median and coefficient of variation at an age or a length. */
export interface Lms {
  readonly l: number;
  readonly m: number;
  readonly s: number;
}

type Point = Lms & { readonly x: number };

const parse = (table: string): readonly Point[] =>
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [x = 0, l = 0, m = 0, s = 0] = line.split(' ').map(Number);
      return { x, l, m, s };
    });

const tables = new Map(
  Object.entries(whoTables).flatMap(([indicator, bySex]) =>
    Object.entries(bySex).map(([sex, table]) => [`${indicator} ${sex}`, parse(table)] as const),
  ),
);

/** The points that are kept, in order. */
export const pointsOf = (indicator: Indicator, sex: Sex): readonly Point[] => tables.get(`${indicator} ${sex}`) ?? [];

/** The values at an age in days, or at a length in centimetres; undefined where the standard has none. */
export function lmsAt(indicator: Indicator, sex: Sex, x: number): Lms | undefined {
  const points = pointsOf(indicator, sex);
  const next = points.findIndex((point) => point.x >= x);
  const [after, before] = [points[next], points[next - 1]];
  if (!after || after.x === x) return after;
  if (!before) return undefined;
  const share = (x - before.x) / (after.x - before.x);
  const between = (name: keyof Lms) => before[name] + (after[name] - before[name]) * share;
  return { l: between('l'), m: between('m'), s: between('s') };
}

/** The measurement at a z-score. */
export const valueAt = ({ l, m, s }: Lms, z: number): number => (l === 0 ? m * Math.exp(s * z) : m * (1 + l * s * z) ** (1 / l));

/** The z-score of a measurement, as it is. */
export const plainScore = ({ l, m, s }: Lms, value: number): number =>
  l === 0 ? Math.log(value / m) / s : ((value / m) ** l - 1) / (l * s);

/** Of weights: beyond three standard deviations by the distance between the second and the third (WHO 2006, chapter 7). */
export function weightScore(lms: Lms, value: number): number {
  const z = plainScore(lms, value);
  if (Math.abs(z) <= 3) return z;
  const side = Math.sign(z);
  const [third, second] = [valueAt(lms, 3 * side), valueAt(lms, 2 * side)];
  return side * (3 + (value - third) / (third - second));
}
