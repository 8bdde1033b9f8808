import { unitKey } from './lexemes.ts';
import type { QuantityValue } from './values.ts';

/** Leads a UCUM unit to its base, so that g and mg meet. @returns undefined where the unit is not known */
export type CanonicalUnit = (code: string) => { readonly unit: string; readonly factor: number; readonly offset: number } | undefined;

export const UCUM = 'http://unitsofmeasure.org';

/** A quantity in the base of its unit where that is a UCUM unit, else as written. */
export function toBase({ low, high, system, code, unit }: QuantityValue, canonical: CanonicalUnit): { unit: string; low: number; high: number } {
  const base = system === UCUM && code ? canonical(code) : undefined;
  if (!base) return { unit: unitKey(system, code ?? unit), low, high };
  const { factor, offset } = base;
  return { unit: unitKey(UCUM, base.unit), low: low * factor + offset, high: high * factor + offset };
}
