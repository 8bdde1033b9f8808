/** Months as numbers since year 0: year × 12 + month − 1. */

/** Of what is not known. */
export const UNKNOWN = -1;
/** In place of a month for what lasts. */
export const LASTING = 0;

const MONTH = /^(\d{4})(?:-(\d{2}))?/;

/** @param text YYYY-MM-DD, YYYY-MM or YYYY: a year alone counts as its July, since errors then even out */
export function monthOf(text: string | undefined): number {
  const [, year, month = '07'] = MONTH.exec(text ?? '') ?? [];
  return year === undefined ? UNKNOWN : Number(year) * 12 + Number(month) - 1;
}

/** YYYY-MM. */
export const toMonth = (month: number): string =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
