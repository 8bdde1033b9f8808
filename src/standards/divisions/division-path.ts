import { isWithin, levelOf, upperOf } from './divisions.ts';

/** A place as a division to count at: 12 digits of a village, 9 of a township, 6 above; filling zeros are left out. */
export function countingDivision(place: string): string {
  const code = place.length > 9 && /^\d{9}0*$/.test(place) ? place.slice(0, 9) : place.length > 9 ? place.slice(0, 12) : place;
  return code.length > 6 && (code.length < 9 || /^\d{6}0*$/.test(code)) ? code.slice(0, 6) : code;
}

/** The division above one, from villages upwards; undefined above the nation. */
export function divisionAbove(division: string): string | undefined {
  if (division.length > 9) return division.slice(0, 9);
  return division.length > 6 ? division.slice(0, 6) : upperOf(division);
}

/** A division and those above it, up to and with `top`; `top` alone for what does not lie in it. */
export function pathUp(division: string, top: string): string[] {
  if (!isWithin(division, top)) return [top];
  const path = [division];
  for (let code = divisionAbove(division); path.at(-1) !== top && code !== undefined; code = divisionAbove(code)) path.push(code);
  return path;
}

/** With what the codes of all that lies in a division begin. */
export const startOf = (division: string): string =>
  division.length > 6 ? division : division.slice(0, { nation: 0, province: 2, prefecture: 4, county: 6 }[levelOf(division)]);

/** The part of a division, one step below it, in which another lies; undefined for the division itself. */
export function partOf(division: string, code: string): string | undefined {
  return pathUp(code, division).at(-2);
}
