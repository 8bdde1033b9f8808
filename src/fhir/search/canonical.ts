import { unitKey } from './lexemes.ts';
import type { QuantityValue } from './values.ts';

/** What makes values meet that are the same in other words; given by whoever knows the standards. */
export interface Canonical {
  /** A UCUM unit in terms of its base, so that g and mg meet; undefined where the unit is not known. */
  unit(code: string): { readonly unit: string; readonly factor: number; readonly offset: number } | undefined;
  /** The one spelling of an identifier. */
  identifier(system: string | undefined, value: string): string;
}

export const UCUM = 'http://unitsofmeasure.org';

// 1.1 mg and 1100 ug meet, though their products differ in the last digits of a double
const MEASURED_DIGITS = 12;

/** A quantity in the base of its unit where that is a UCUM unit, else as written. */
export function toBase(
  { low, high, system, code, unit }: QuantityValue,
  canonical: Canonical,
): { unit: string; low: number; high: number } {
  const base = system === UCUM && code ? canonical.unit(code) : undefined;
  if (!base) return { unit: unitKey(system, code ?? unit), low, high };
  const { factor, offset } = base;
  const convert = (value: number) => Number((value * factor + offset).toPrecision(MEASURED_DIGITS));
  return { unit: unitKey(UCUM, base.unit), low: convert(low), high: convert(high) };
}
