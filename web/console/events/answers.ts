import type { EventAnswer } from '../../../src/databases/population/events/contract.ts';

type Bilingual = EventAnswer['name'];

/** An answer of a form in words: codes with their display, units, hours and minutes as they were on the clock. */
export function answerInWords(
  { value, words, unit }: EventAnswer,
  say: (text: Bilingual) => string,
  yes: string,
  no: string,
): string {
  if (typeof value === 'boolean') return value ? yes : no;
  if (typeof value === 'object') return value.name;
  if (words) return /^\d/.test(String(value)) ? `${say(words)} (${value})` : say(words);
  const text = String(value).replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}).*$/, '$1 $2');
  return unit ? `${text} ${unit}` : text;
}
