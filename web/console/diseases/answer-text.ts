import type { CardAnswer } from '../../../src/applications/public-health/diseases/contract.ts';

/** An answer of the card in words: codes with their display, hours and minutes as they were on the clock. */
export function answerText(
  { value, words }: CardAnswer,
  say: (text: CardAnswer['name']) => string,
  yes: string,
  no: string,
): string {
  if (typeof value === 'boolean') return value ? yes : no;
  if (words) return say(words);
  return String(value).replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}).*$/, '$1 $2');
}
