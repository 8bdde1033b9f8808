/** Eight hues that keep AA contrast under white text; each resident keeps one, so that two open tabs do not look alike. */
const hues = ['#0b6e99', '#8a3ffc', '#a8336b', '#8a5a00', '#2e6f40', '#3d4fb8', '#a3401f', '#4d5d6c'] as const;

export function hueOf(seed: string): string {
  let sum = 0;
  for (const letter of seed) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return hues[sum % hues.length] ?? hues[0];
}
