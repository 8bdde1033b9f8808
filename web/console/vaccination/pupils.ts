import type { PupilAsked } from '../../../src/applications/public-health/vaccination-coverage/contract.ts';

const NUMBER = /^[0-9]{17}[0-9Xx]$/;
const DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$|^(\d{4})(\d{2})(\d{2})$/;
const HEADINGS = /姓名|出生|证件|身份证|name|birth|number/i;

/** Lines of a class as they are pasted from a spreadsheet: name, and an identity number or a birth date, in whatever order. */
export function parsePupils(text: string): readonly PupilAsked[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.split(/[\t,，;；]| {2,}/).map((cell) => cell.trim()))
    .filter((cells) => cells.some((cell) => cell !== '') && !cells.some((cell) => HEADINGS.test(cell)))
    .map(toPupil);
}

function toPupil(cells: readonly string[]): PupilAsked {
  const number = cells.find((cell) => NUMBER.test(cell));
  const birthDate = cells.flatMap((cell) => dayIn(cell) ?? [])[0];
  const name = cells.find((cell) => !/^\d*$/.test(cell) && cell !== number && dayIn(cell) === undefined && !SEX.test(cell));
  return { name: name ?? '', ...(number ? { number: number.toUpperCase() } : {}), ...(birthDate ? { birthDate } : {}) };
}

const SEX = /^(?:男|女|male|female|m|f)$/i;

/** `2026-03-05` of the ways in which a sheet writes a day. */
function dayIn(text: string): string | undefined {
  const [, ...parts] = DAY.exec(text) ?? [];
  const [year, month = '', day = ''] = parts[0] ? parts : parts.slice(3);
  if (!year) return undefined;
  const found = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return Number.isNaN(Date.parse(found)) ? undefined : found;
}
