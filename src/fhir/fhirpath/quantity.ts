import { Decimal } from './decimal.ts';

/** A System.Quantity: a number with a UCUM unit or a calendar unit (`day`). */
export class Quantity {
  readonly value: Decimal;
  readonly unit: string;
  readonly isCalendar: boolean;

  constructor(value: Decimal, unit: string, isCalendar = false) {
    this.value = value;
    this.unit = isCalendar ? unit.replace(/s$/, '') : unit;
    this.isCalendar = isCalendar;
  }

  toString(): string {
    return this.isCalendar ? `${this.value} ${this.unit}` : `${this.value} '${this.unit}'`;
  }
}

const TEXT = /^([+-]?\d+(?:\.\d+)?)\s*(?:'([^']+)'|(year|month|week|day|hour|minute|second|millisecond)s?)?$/;

/** `1`, `1 day`, `1 'mg'`; undefined where the text is no quantity. */
export function parseQuantity(text: string): Quantity | undefined {
  const [, number, unit, calendar] = TEXT.exec(text.trim()) ?? [];
  const value = number === undefined ? undefined : Decimal.parse(number);
  if (!value) return undefined;
  return calendar ? new Quantity(value, calendar, true) : new Quantity(value, unit ?? '1');
}

/** A unit as a factor and powers of base units. */
interface Measure {
  readonly factor: number;
  readonly powers: ReadonlyMap<string, number>;
}

const PREFIXES: Readonly<Record<string, number>> = {
  ...{ k: 1e3, h: 1e2, da: 10, d: 0.1, c: 0.01, m: 1e-3, u: 1e-6, n: 1e-9, p: 1e-12, M: 1e6, G: 1e9 },
};
/** Atoms of UCUM that occur in everyday records: factor, base, power. Others are measures of their own kind. */
const ATOMS: Readonly<Record<string, readonly [number, string, number]>> = {
  ...{ m: [1, 'm', 1], g: [1, 'g', 1], s: [1, 's', 1], mol: [1, 'mol', 1], K: [1, 'K', 1], cd: [1, 'cd', 1], C: [1, 'C', 1] },
  ...{ L: [1e-3, 'm', 3], l: [1e-3, 'm', 3], t: [1e6, 'g', 1], '%': [0.01, '1', 0], '1': [1, '1', 0] },
  ...{ min: [60, 's', 1], h: [3600, 's', 1], d: [86_400, 's', 1], wk: [604_800, 's', 1] },
  ...{
    '[lb_av]': [453.59237, 'g', 1],
    '[oz_av]': [28.349523125, 'g', 1],
    '[in_i]': [0.0254, 'm', 1],
    '[ft_i]': [0.3048, 'm', 1],
  },
};
/** Calendar units which are the same as a UCUM unit; a calendar month is not `mo`. */
const CALENDAR: Readonly<Record<string, string>> = {
  ...{ week: 'wk', day: 'd', hour: 'h', minute: 'min', second: 's', millisecond: 'ms' },
};
const TOLERANCE = 1e-12;

/** Comparison after conversion; undefined where the units do not measure the same. */
export function compareQuantities(left: Quantity, right: Quantity): number | undefined {
  if (left.unit === right.unit && left.isCalendar === right.isCalendar) return left.value.compare(right.value);
  const [one, other] = [measureOf(left), measureOf(right)];
  if (!one || !other || !isSame(one.powers, other.powers)) return undefined;
  const [a, b] = [left.value.toNumber() * one.factor, right.value.toNumber() * other.factor];
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b)) ? 0 : a - b;
}

export const areComparable = (left: Quantity, right: Quantity): boolean => compareQuantities(left, right) !== undefined;

/** Product or quotient; its unit is written out of base units. */
export function combineQuantities(left: Quantity, right: Quantity, operator: '*' | '/'): Quantity | undefined {
  const [one, other] = [measureOf(left), measureOf(right)];
  if (!one || !other) return undefined;
  const sign = operator === '*' ? 1 : -1;
  const powers = new Map(one.powers);
  for (const [base, power] of other.powers) powers.set(base, (powers.get(base) ?? 0) + sign * power);
  const unit = [...powers].filter(([, power]) => power !== 0).map(([base, power]) => (power === 1 ? base : `${base}${power}`));
  const value = operator === '*' ? left.value.times(right.value) : left.value.dividedBy(right.value);
  const factor = Decimal.of(Number((operator === '*' ? one.factor * other.factor : one.factor / other.factor).toPrecision(15)));
  return value && factor ? new Quantity(value.times(factor).trimmed(), unit.join('.') || '1') : undefined;
}

function measureOf({ unit, isCalendar }: Quantity): Measure | undefined {
  const text = isCalendar ? CALENDAR[unit] : unit;
  return text === undefined ? undefined : parseUnit(text);
}

function parseUnit(text: string): Measure {
  let factor = 1;
  const powers = new Map<string, number>();
  for (const [, separator, atom = '', exponent = '1'] of text.matchAll(/([./]?)((?:\[[^\]]*\]|[^./\d+-])+|1)([+-]?\d+)?/g)) {
    const power = Number(exponent) * (separator === '/' ? -1 : 1);
    const [size, base, basePower] = measureAtom(atom);
    factor *= size ** power;
    if (basePower !== 0) powers.set(base, (powers.get(base) ?? 0) + basePower * power);
  }
  for (const [base, power] of powers) if (power === 0) powers.delete(base);
  return { factor, powers };
}

function measureAtom(atom: string): readonly [number, string, number] {
  const known = ATOMS[atom];
  if (known) return known;
  for (const [prefix, size] of Object.entries(PREFIXES)) {
    const inner = atom.startsWith(prefix) ? ATOMS[atom.slice(prefix.length)] : undefined;
    if (inner && inner[2] !== 0) return [inner[0] * size, inner[1], inner[2]];
  }
  return [1, atom, 1];
}

function isSame(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): boolean {
  return left.size === right.size && [...left].every(([base, power]) => right.get(base) === power);
}
