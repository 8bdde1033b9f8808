/// <reference path="./ucum-lhc.d.ts" />
import { UcumLhcUtils } from '@lhncbc/ucum-lhc';

/** A unit in terms of its base: value × factor + offset. */
export interface BaseUnit {
  /** Base units and their powers, e.g. `g.m-3`; `1` where there are none. */
  readonly unit: string;
  readonly factor: number;
  readonly offset: number;
}

const MOST_REMEMBERED = 20_000;
const known = new Map<string, BaseUnit | undefined>();

/**
 * The base of a UCUM unit, so that 1 g and 1000 mg meet. https://ucum.org/ucum
 * @returns undefined where the text is no unit, or its scale is not linear (pH, decibel)
 */
export function baseUnit(code: string): BaseUnit | undefined {
  if (known.has(code)) return known.get(code);
  if (known.size >= MOST_REMEMBERED) known.clear();
  const found = convert(code);
  known.set(code, found);
  return found;
}

const LONGEST_UNIT = 200;

/** Whether a text is a unit of UCUM. */
export const isUnit = (code: string): boolean =>
  code.length <= LONGEST_UNIT && UcumLhcUtils.getInstance().validateUnitString(code).status === 'valid';

function convert(code: string): BaseUnit | undefined {
  const convertor = UcumLhcUtils.getInstance();
  const [zero, one, two] = [0, 1, 2].map((value) => convertor.convertToBaseUnits(code, value));
  if (zero?.status !== 'succeeded' || one?.status !== 'succeeded' || two?.status !== 'succeeded') return undefined;
  const factor = one.fromUnitIsSpecial ? one.magnitude - zero.magnitude : one.magnitude;
  const offset = one.fromUnitIsSpecial ? zero.magnitude : 0;
  const isLinear = Math.abs(two.magnitude - (2 * factor + offset)) <= Math.abs(two.magnitude) * 1e-9;
  if (!isLinear || !Number.isFinite(factor) || factor === 0) return undefined;
  return { unit: nameOf(one.unitToExp), factor, offset };
}

function nameOf(powers: Readonly<Record<string, number>>): string {
  const parts = Object.entries(powers)
    .filter(([, power]) => power !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([unit, power]) => (power === 1 ? unit : `${unit}${power}`));
  return parts.join('.') || '1';
}
