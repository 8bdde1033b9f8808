const LONGEST_PATTERN = 200;
const LONGEST_CODE = 100;
/** Each loop and each choice between alternatives multiplies the work by the length of a code. */
const MOST_RISK = 2.5;

/**
 * The test of a `regex` filter, which must match the whole text; texts of more than 100 characters match nothing.
 * @returns undefined where the pattern is none, or could take too long: loops within loops, or many after each other
 */
export function safePattern(pattern: string): ((text: string) => boolean) | undefined {
  if (pattern.length > LONGEST_PATTERN || !isSafe(pattern)) return undefined;
  try {
    const compiled = new RegExp(`^(?:${pattern})$`, 'u');
    return (text) => text.length <= LONGEST_CODE && compiled.test(text);
  } catch {
    return undefined;
  }
}

const TOKEN = /\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\(\?[:=!<]|\{\d+(?:,\d*)?\}|[\s\S]/gu;
/** Looking ahead or behind, and going back to what was matched before. */
const FORBIDDEN = /^(?:\(\?[=!<]|\\[1-9k])/;
const isOpenLoop = (token: string) => /^(?:[*+]|\{\d+,\d*\})$/.test(token);

interface Group {
  /** It has loops or choices, so that it is not to be repeated itself. */
  isVaried: boolean;
  hasAlternatives: boolean;
}

function isSafe(pattern: string): boolean {
  const groups: Group[] = [{ isVaried: false, hasAlternatives: false }];
  let risk = 0;
  let closed: Group | undefined;
  for (const [token] of pattern.matchAll(TOKEN)) {
    if (FORBIDDEN.test(token)) return false;
    const group = groups.at(-1) ?? { isVaried: false, hasAlternatives: false };
    const isLoop = isOpenLoop(token) || token.startsWith('{');
    if (isLoop && closed?.isVaried) return false;
    if (isOpenLoop(token)) risk += 1;
    if (token === '?') risk += 0.5;
    if (token === '|' && !group.hasAlternatives) risk += 1;
    if (token === '|') group.hasAlternatives = true;
    if (isLoop || token === '?' || token === '|') group.isVaried = true;
    closed = undefined;
    if (token.startsWith('(')) groups.push({ isVaried: false, hasAlternatives: false });
    if (token === ')' && groups.length > 1) {
      closed = groups.pop();
      const around = groups.at(-1);
      if (around && closed?.isVaried) around.isVaried = true;
    }
  }
  return risk <= MOST_RISK;
}
