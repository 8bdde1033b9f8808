import type { Expression } from '../../fhirpath/index.ts';

/** Functions whose argument is a regular expression. */
const MATCHING: ReadonlySet<string> = new Set(['matches', 'matchesFull', 'replaceMatches']);
const MAX_PATTERN = 500;
/**
 * Longest text that is matched, by how many parts of the pattern may take any number of characters: each multiplies the
 * time by the length of the text.
 */
const LONGEST = [1_000_000, 10_000, 500] as const;

/**
 * The rule with each regular expression kept to texts on which it is quick; undefined where one may take very long all
 * the same. Anybody who may store a profile writes these, and a match cannot be stopped. A text that is too long does not
 * match.
 */
export function bounded(expression: Expression): Expression | undefined {
  if (expression.kind !== 'call' || !MATCHING.has(expression.name)) return mapParts(expression, bounded);
  const [pattern] = expression.args;
  const open = pattern?.kind === 'literal' && pattern.type === 'string' ? openParts(pattern.text) : undefined;
  const longest = open === undefined ? undefined : LONGEST[open];
  const of = expression.of ? bounded(expression.of) : THIS;
  return of && longest !== undefined
    ? { ...expression, of: { kind: 'call', of, name: 'where', args: [isAtMost(longest)] } }
    : undefined;
}

const THIS: Expression = { kind: 'special', name: '$this' };

const isAtMost = (length: number): Expression => ({
  kind: 'binary',
  operator: '<=',
  left: { kind: 'call', of: THIS, name: 'length', args: [] },
  right: { kind: 'literal', type: 'number', text: String(length) },
});

type Change = (expression: Expression) => Expression | undefined;

/** The expression with its parts changed; undefined where one of them is. */
function mapParts(expression: Expression, change: Change): Expression | undefined {
  switch (expression.kind) {
    case 'member':
      return expression.of ? withPart(expression, change(expression.of)) : expression;
    case 'call': {
      const args = expression.args.map(change).filter((one) => one !== undefined);
      if (args.length < expression.args.length) return undefined;
      return expression.of ? withPart({ ...expression, args }, change(expression.of)) : { ...expression, args };
    }
    case 'index': {
      const [of, index] = [change(expression.of), change(expression.index)];
      return of && index && { ...expression, of, index };
    }
    case 'unary':
    case 'type':
      return withPart(expression, change(expression.of));
    case 'binary': {
      const [left, right] = [change(expression.left), change(expression.right)];
      return left && right && { ...expression, left, right };
    }
    default:
      return expression;
  }
}

const withPart = (expression: Expression & { readonly of?: Expression | undefined }, of: Expression | undefined) =>
  of && ({ ...expression, of } as Expression);

// an escape, a class, a group's ends, a quantifier, an alternative
const TOKEN = /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]?))?|\)|[*+?]|\{\d+(?:,\d*)?\}|\||[^\\[\]()*+?{}|]/gs;

interface Group {
  /** Whether it can be matched in more than one way: a quantifier or an alternative is within. */
  isLoose: boolean;
}

/** Parts that may take any number of characters; undefined where what is loose is repeated, or something is not understood. */
function openParts(pattern: string): number | undefined {
  const tokens = pattern.match(TOKEN) ?? [];
  if (pattern.length > MAX_PATTERN || tokens.join('') !== pattern) return undefined;
  const groups: Group[] = [{ isLoose: false }];
  let [closed, open]: [Group | undefined, number] = [undefined, 0];
  for (const token of tokens) {
    const inner: Group | undefined = closed;
    closed = undefined;
    if (/^\\[1-9k]/.test(token) || (/^\(\?/.test(token) && token !== '(?:')) return undefined;
    if (token.startsWith('(')) groups.push({ isLoose: false });
    else if (token === ')') closed = groups.pop();
    else if (token === '|') loosen(groups);
    else if (isQuantifier(token)) {
      if (inner?.isLoose && mostTimes(token) > 1) return undefined;
      if (mostTimes(token) > 100) open++;
      if (!/^\{\d+\}$/.test(token)) loosen(groups);
    }
    if (closed?.isLoose) loosen(groups);
  }
  return groups.length === 1 ? open : undefined;
}

function loosen(groups: readonly Group[]): void {
  const group = groups.at(-1);
  if (group) group.isLoose = true;
}

const isQuantifier = (token: string): boolean => /^(?:[*+?]|\{)/.test(token);

function mostTimes(quantifier: string): number {
  if (quantifier === '?') return 1;
  const [, exact, , most] = /^\{(\d+)(,(\d*))?\}$/.exec(quantifier) ?? [];
  if (exact === undefined) return Number.POSITIVE_INFINITY;
  if (!quantifier.includes(',')) return Number(exact);
  return most ? Number(most) : Number.POSITIVE_INFINITY;
}
