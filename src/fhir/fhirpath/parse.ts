import { type Expression, FhirPathError, type LiteralType } from './syntax.ts';
import { type Token, tokenize } from './tokens.ts';

/** Binary operators, the loosest first. */
const LEVELS: readonly (readonly string[])[] = [
  ['implies'],
  ['or', 'xor'],
  ['and'],
  ['in', 'contains'],
  ['=', '~', '!=', '!~'],
  ['<=', '<', '>', '>='],
  ['|'],
  ['is', 'as'],
  ['+', '-', '&'],
  ['*', '/', 'div', 'mod'],
];
const CALENDAR = /^(year|month|week|day|hour|minute|second|millisecond)s?$/;
const LITERALS: ReadonlySet<string> = new Set<LiteralType>(['string', 'number', 'date', 'dateTime', 'time']);
const MAX_DEPTH = 200;

/**
 * Reads a FHIRPath expression.
 * @throws FhirPathError of kind `syntax`
 */
export function parseExpression(text: string): Expression {
  const parser = new Parser(tokenize(text));
  const expression = parser.expression(0);
  parser.expectEnd();
  return expression;
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  expression(level: number): Expression {
    const operators = LEVELS[level];
    if (!operators) return this.#unary();
    let left = this.expression(level + 1);
    for (;;) {
      const token = this.#peek();
      if (token.isQuoted || (token.kind !== 'name' && token.kind !== 'symbol') || !operators.includes(token.text)) return left;
      this.#at++;
      left =
        token.text === 'is' || token.text === 'as'
          ? { kind: 'type', operator: token.text, of: left, type: this.#typeName() }
          : { kind: 'binary', operator: token.text, left, right: this.expression(level + 1) };
    }
  }

  expectEnd(): void {
    if (this.#peek().kind !== 'end') throw this.#unexpected();
  }

  #unary(): Expression {
    const { kind, text } = this.#peek();
    if (kind !== 'symbol' || (text !== '+' && text !== '-')) return this.#postfix(this.#term());
    this.#at++;
    return { kind: 'unary', operator: text, of: this.#unary() };
  }

  #postfix(start: Expression): Expression {
    let of = start;
    for (;;) {
      if (this.#take('.')) of = this.#invocation(of);
      else if (this.#take('[')) {
        of = { kind: 'index', of, index: this.#nested() };
        this.#expect(']');
      } else return of;
    }
  }

  #term(): Expression {
    const token = this.#peek();
    if (this.#take('(')) {
      const inside = this.#nested();
      this.#expect(')');
      return inside;
    }
    if (this.#take('{')) {
      this.#expect('}');
      return { kind: 'empty' };
    }
    if (isLiteral(token)) return this.#literal(token);
    if (token.kind === 'variable') {
      this.#at++;
      return { kind: 'variable', name: token.text };
    }
    return this.#invocation(undefined);
  }

  #literal(token: Token & { readonly kind: LiteralType }): Expression {
    this.#at++;
    if (token.kind === 'number') {
      const unit = this.#peek();
      const isCalendar = unit.kind === 'name' && CALENDAR.test(unit.text);
      if (unit.kind === 'string' || isCalendar) {
        this.#at++;
        return { kind: 'quantity', value: token.text, unit: unit.text, isCalendar };
      }
    }
    return { kind: 'literal', type: token.kind, text: token.text };
  }

  #invocation(of: Expression | undefined): Expression {
    const token = this.#peek();
    this.#at++;
    if (token.kind === 'special' && isSpecial(token.text)) return { kind: 'special', name: token.text };
    if (token.kind !== 'name') throw this.#unexpected(token);
    if (!of && !token.isQuoted && (token.text === 'true' || token.text === 'false'))
      return { kind: 'literal', type: 'boolean', text: token.text };
    if (!this.#take('(')) return { kind: 'member', of, name: token.text };
    const args: Expression[] = [];
    while (!this.#take(')')) {
      if (args.length > 0) this.#expect(',');
      args.push(this.#nested());
    }
    return { kind: 'call', of, name: token.text, args };
  }

  #nested(): Expression {
    if (++this.#depth > MAX_DEPTH) throw new FhirPathError('syntax', `brackets are nested deeper than ${MAX_DEPTH}`);
    const inside = this.expression(0);
    this.#depth--;
    return inside;
  }

  #typeName(): string {
    const names: string[] = [];
    do {
      const { kind, text } = this.#peek();
      if (kind !== 'name') throw this.#unexpected();
      this.#at++;
      names.push(text);
    } while (this.#take('.'));
    return names.join('.');
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '' };
  }

  #take(symbol: string): boolean {
    const { kind, text } = this.#peek();
    if (kind !== 'symbol' || text !== symbol) return false;
    this.#at++;
    return true;
  }

  #expect(symbol: string): void {
    if (!this.#take(symbol)) throw this.#unexpected();
  }

  #unexpected(token = this.#peek()): FhirPathError {
    return new FhirPathError('syntax', token.kind === 'end' ? 'the expression ends too early' : `unexpected ${token.text}`);
  }
}

const isLiteral = (token: Token): token is Token & { readonly kind: LiteralType } => LITERALS.has(token.kind);
const isSpecial = (text: string): text is '$this' | '$index' | '$total' =>
  text === '$this' || text === '$index' || text === '$total';
