const TEXT = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** Digits after the point that a division keeps, https://hl7.org/fhirpath/N1/#decimal */
const DIVISION_SCALE = 16;
const MAX_SCALE = 400;
const MAX_DIGITS = 10n ** 1000n;

/** A number to the digit: `digits` × 10^-`scale`. The scale is the precision that was written: 1.50 has 2. */
export class Decimal {
  readonly digits: bigint;
  readonly scale: number;

  constructor(digits: bigint, scale: number) {
    this.digits = digits;
    this.scale = scale;
  }

  /** `-1.50`, `2`, `1e-3`; undefined where the text is no number, or one with an absurd exponent. */
  static parse(text: string): Decimal | undefined {
    const [, sign, whole, fraction = '', exponent = '0'] = TEXT.exec(text) ?? [];
    const shift = Number(exponent);
    if (whole === undefined || Math.abs(shift) > MAX_SCALE || fraction.length > MAX_SCALE) return undefined;
    const digits = BigInt((sign === '-' ? '-' : '') + whole + fraction);
    const scale = fraction.length - shift;
    return scale >= 0 ? new Decimal(digits, scale) : new Decimal(digits * 10n ** BigInt(-scale), 0);
  }

  /** A finite double; NaN and infinities are no decimals. */
  static of(value: number): Decimal | undefined {
    return Number.isFinite(value) ? Decimal.parse(String(value)) : undefined;
  }

  plus(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.at(scale) + other.at(scale), scale);
  }

  minus(other: Decimal): Decimal {
    return this.plus(other.negated());
  }

  /** @throws RangeError beyond a thousand digits */
  times(other: Decimal): Decimal {
    const digits = this.digits * other.digits;
    if (digits > MAX_DIGITS || digits < -MAX_DIGITS) throw new RangeError('the number is too large');
    return new Decimal(digits, this.scale + other.scale);
  }

  /** undefined: division by zero. */
  dividedBy(other: Decimal): Decimal | undefined {
    if (other.digits === 0n) return undefined;
    const scale = Math.max(DIVISION_SCALE, this.scale, other.scale);
    return new Decimal(
      divideRounded(this.digits * 10n ** BigInt(scale + other.scale - this.scale), other.digits),
      scale,
    ).trimmed();
  }

  negated(): Decimal {
    return new Decimal(-this.digits, this.scale);
  }

  /** Negative, zero or positive. */
  compare(other: Decimal): number {
    const scale = Math.max(this.scale, other.scale);
    const difference = this.at(scale) - other.at(scale);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  /** Half away from zero. */
  round(scale: number): Decimal {
    if (scale >= this.scale) return new Decimal(this.at(scale), scale);
    return new Decimal(divideRounded(this.digits, 10n ** BigInt(this.scale - scale)), scale);
  }

  /** Towards zero. */
  cut(scale: number): Decimal {
    if (scale >= this.scale) return new Decimal(this.at(scale), scale);
    return new Decimal(this.digits / 10n ** BigInt(this.scale - scale), scale);
  }

  floor(): bigint {
    const whole = this.truncate();
    return this.digits < 0n && whole * 10n ** BigInt(this.scale) !== this.digits ? whole - 1n : whole;
  }

  truncate(): bigint {
    return this.digits / 10n ** BigInt(this.scale);
  }

  /** Without zeros at the end of the fraction. */
  trimmed(): Decimal {
    let { digits, scale } = this;
    while (scale > 0 && digits % 10n === 0n) {
      digits /= 10n;
      scale--;
    }
    return new Decimal(digits, scale);
  }

  toNumber(): number {
    return Number(this.toString());
  }

  toString(): string {
    const text = (this.digits < 0n ? -this.digits : this.digits).toString().padStart(this.scale + 1, '0');
    const split = text.length - this.scale;
    return `${this.digits < 0n ? '-' : ''}${text.slice(0, split)}${this.scale > 0 ? `.${text.slice(split)}` : ''}`;
  }

  /** Digits at a scale which is at least the own one. */
  at(scale: number): bigint {
    return this.digits * 10n ** BigInt(scale - this.scale);
  }
}

function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const isNegative = dividend < 0n !== divisor < 0n;
  const [top, bottom] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
  const rounded = (2n * top + bottom) / (2n * bottom);
  return isNegative ? -rounded : rounded;
}
