export type TemporalKind = 'date' | 'dateTime' | 'time';
type Field = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T(?:(\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?(Z|[+-]\d{2}:\d{2})?)?)?$/;
const TIME = /^T?(\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?$/;
const FIELDS: readonly Field[] = ['year', 'month', 'day', 'hour', 'minute', 'second'];
/** Characters of a value that ends with this field; `second` stands for milliseconds too. */
const DIGITS: Readonly<Record<Field, number>> = { year: 4, month: 6, day: 8, hour: 10, minute: 12, second: 14 };

/** A date, a date with time, or a time, as precise as it was written. Fields that were not written are undefined. */
export class Temporal {
  readonly kind: TemporalKind;
  /** year, month, day, hour, minute, second with fraction; a time begins with the hour. */
  readonly fields: readonly number[];
  /** Digits of the fraction of a second. */
  readonly fraction: number;
  /** `Z`, `+08:00`, or undefined. */
  readonly zone: string | undefined;

  constructor(kind: TemporalKind, fields: readonly number[], fraction = 0, zone?: string) {
    this.kind = kind;
    this.fields = fields;
    this.fraction = fraction;
    this.zone = zone;
  }

  /** undefined where the text is not a value of that kind, or names a day that does not exist. */
  static parse(text: string, kind: TemporalKind): Temporal | undefined {
    const match = (kind === 'time' ? TIME : DATE).exec(text);
    if (!match || (kind === 'date' && text.includes('T'))) return undefined;
    const parts = kind === 'time' ? match.slice(1, 4) : match.slice(1, 7);
    const [fraction, zone] = kind === 'time' ? [match[4], undefined] : [match[7], match[8]];
    const fields = parts.filter((part) => part !== undefined).map(Number);
    if (fraction !== undefined) fields.push((fields.pop() ?? 0) + Number(`0.${fraction}`));
    const made = new Temporal(kind, fields, fraction?.length ?? 0, zone);
    return made.#exists() ? made : undefined;
  }

  #exists(): boolean {
    const [hour = 0, minute = 0, second = 0] = this.kind === 'time' ? this.fields : this.fields.slice(3);
    if (hour > 23 || minute > 59 || second >= 61) return false;
    if (this.kind === 'time') return true;
    const [year = 0, month = 1, day = 1] = this.fields;
    return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  }

  /** Comparison by the rules of FHIRPath: undefined where the precision does not allow to say. */
  compare(other: Temporal): number | undefined {
    if ((this.kind === 'time') !== (other.kind === 'time')) return undefined;
    if (this.#hasTime() && other.#hasTime() && (this.zone === undefined) !== (other.zone === undefined)) return undefined;
    const [left, right] = this.zone && other.zone ? [this.#inUtc().fields, other.#inUtc().fields] : [this.fields, other.fields];
    const shared = Math.min(left.length, right.length);
    for (let index = 0; index < shared; index++) {
      const difference = (left[index] ?? 0) - (right[index] ?? 0);
      if (difference !== 0) return difference;
    }
    return left.length === right.length ? 0 : undefined;
  }

  /** The moment this much later; fractions of a unit above seconds are cut. Fields finer than the precision are ignored. */
  plus(amount: number, unit: string): Temporal | undefined {
    const scaled = scale(amount, unit);
    if (!scaled) return undefined;
    const [value, field] = scaled;
    return field === 'month' ? this.#plusMonths(value) : this.#plusMilliseconds(value);
  }

  #plusMonths(months: number): Temporal | undefined {
    if (this.kind === 'time') return undefined;
    const [year = 0, month = 1, day, ...rest] = this.fields;
    const total = year * 12 + (month - 1) + (this.fields.length === 1 ? Math.trunc(months / 12) * 12 : months);
    const [newYear, newMonth] = [Math.floor(total / 12), (((total % 12) + 12) % 12) + 1];
    const fields = [newYear, newMonth, day === undefined ? 1 : Math.min(day, daysIn(newYear, newMonth)), ...rest];
    return new Temporal(this.kind, fields.slice(0, this.fields.length), this.fraction, this.zone);
  }

  #plusMilliseconds(milliseconds: number): Temporal {
    const step = { 1: 86_400_000 * 365, 2: 86_400_000 * 30, 3: 86_400_000 }[this.kind === 'time' ? 0 : this.fields.length];
    if (step !== undefined && step > 86_400_000)
      return this.#plusMonths(Math.trunc(milliseconds / step) * (this.fields.length === 1 ? 12 : 1)) ?? this;
    const kept = step === undefined ? milliseconds : Math.trunc(milliseconds / step) * step;
    return this.#shifted(kept);
  }

  #shifted(milliseconds: number): Temporal {
    const start = this.kind === 'time' ? [1970, 1, 1, ...this.fields] : this.fields;
    const moved = new Date(utc(start) + milliseconds);
    const all = [
      ...[moved.getUTCFullYear(), moved.getUTCMonth() + 1, moved.getUTCDate()],
      ...[moved.getUTCHours(), moved.getUTCMinutes(), moved.getUTCSeconds() + moved.getUTCMilliseconds() / 1000],
    ];
    const fields = this.kind === 'time' ? all.slice(3) : all;
    return new Temporal(this.kind, fields.slice(0, this.fields.length), this.fraction, this.zone);
  }

  #inUtc(): Temporal {
    if (!this.#hasTime()) return this;
    const [, sign, hours = 0, minutes = 0] = /^([+-])(\d{2}):(\d{2})$/.exec(this.zone ?? '') ?? [];
    const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
    return offset === 0 ? this : this.#shifted(-offset * 60_000);
  }

  #hasTime(): boolean {
    return this.kind !== 'time' && this.fields.length > 3;
  }

  /** Number of digits that were written, as `precision()` counts them. */
  precision(): number {
    const last = FIELDS[this.fields.length - 1 + (this.kind === 'time' ? 3 : 0)] ?? 'second';
    return DIGITS[last] - (this.kind === 'time' ? 8 : 0) + (this.fraction > 0 ? 3 : 0);
  }

  /** The earliest or latest moment within this value, written with that many digits. */
  boundary(side: 'low' | 'high', digits: number): Temporal | undefined {
    const offset = this.kind === 'time' ? 8 : 0;
    const last = FIELDS.findIndex((field) => DIGITS[field] - offset === digits && field !== 'second');
    const isFull = digits === 17 - offset;
    if (last < 0 && !isFull && digits !== 14 - offset) return undefined;
    const count = (isFull || last < 0 ? 6 : last + 1) - (offset ? 3 : 0);
    const fields = [...this.fields];
    while (fields.length < count) fields.push(edge(side, fields, this.kind === 'time'));
    const seconds = this.kind === 'time' ? 2 : 5;
    const wasWritten = this.fields.length > seconds;
    if (isFull && side === 'high' && !wasWritten) fields[seconds] = 59.999;
    // without a zone the moment may lie anywhere on earth: the widest offsets in use are its edges
    const zone = this.zone ?? (this.kind === 'dateTime' && count > 3 ? { low: '+14:00', high: '-12:00' }[side] : undefined);
    return new Temporal(this.kind, fields.slice(0, count), isFull ? 3 : 0, zone);
  }

  toString(): string {
    const [year, month, day, hour, minute, second] =
      this.kind === 'time' ? [undefined, undefined, undefined, ...this.fields] : this.fields;
    const date = [pad(year, 4), pad(month), pad(day)].filter(Boolean).join('-');
    const time = [pad(hour), pad(minute), second === undefined ? '' : pad(second, 2, this.fraction)].filter(Boolean).join(':');
    if (this.kind === 'time') return time;
    if (this.kind === 'date') return date;
    return time ? `${date}T${time}${this.zone ?? ''}` : date;
  }
}

function pad(value: number | undefined, width = 2, fraction = 0): string {
  if (value === undefined) return '';
  return value.toFixed(fraction).padStart(width + (fraction > 0 ? fraction + 1 : 0), '0');
}

function edge(side: 'low' | 'high', fields: readonly number[], isTime: boolean): number {
  const index = fields.length + (isTime ? 3 : 0);
  if (side === 'low') return index === 1 || index === 2 ? 1 : 0;
  if (index === 2) return daysIn(fields[0] ?? 0, fields[1] ?? 1);
  return { 1: 12, 3: 23 }[index] ?? 59;
}

export function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function utc([year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0]: readonly number[]): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() + (hour * 60 + minute) * 60_000 + Math.round(second * 1000);
}

/** A duration as months or milliseconds; undefined: no unit of time with a calendar meaning (`'mo'`, `'a'`). */
function scale(amount: number, unit: string): [number, 'month' | 'ms'] | undefined {
  const name = unit.replace(/s$/, '');
  const whole = Math.trunc(amount);
  if (name === 'year') return [whole * 12, 'month'];
  if (name === 'month') return [whole, 'month'];
  if (name === 'week' || unit === 'wk') return [whole * 7 * 86_400_000, 'ms'];
  if (name === 'day' || unit === 'd') return [whole * 86_400_000, 'ms'];
  if (name === 'hour' || unit === 'h') return [whole * 3_600_000, 'ms'];
  if (name === 'minute' || unit === 'min') return [whole * 60_000, 'ms'];
  if (name === 'second' || unit === 's') return [amount * 1000, 'ms'];
  if (name === 'millisecond' || unit === 'ms') return [amount, 'ms'];
  return undefined;
}
