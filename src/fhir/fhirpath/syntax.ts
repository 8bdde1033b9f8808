/** A FHIRPath expression as a tree. https://hl7.org/fhirpath/N1/grammar.html */
export type Expression =
  | { readonly kind: 'literal'; readonly type: LiteralType; readonly text: string }
  | { readonly kind: 'quantity'; readonly value: string; readonly unit: string; readonly isCalendar: boolean }
  | { readonly kind: 'empty' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'special'; readonly name: '$this' | '$index' | '$total' }
  | { readonly kind: 'member'; readonly of: Expression | undefined; readonly name: string }
  | { readonly kind: 'call'; readonly of: Expression | undefined; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'index'; readonly of: Expression; readonly index: Expression }
  | { readonly kind: 'unary'; readonly operator: '+' | '-'; readonly of: Expression }
  | { readonly kind: 'type'; readonly operator: 'is' | 'as'; readonly of: Expression; readonly type: string }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression };

export type LiteralType = 'boolean' | 'string' | 'number' | 'date' | 'dateTime' | 'time';

/**
 * An expression that cannot be read (`syntax`), cannot be evaluated on this input (`execution`), or can yield nothing on any
 * (`semantic`).
 */
export class FhirPathError extends Error {
  readonly kind: 'syntax' | 'execution' | 'semantic';

  constructor(kind: FhirPathError['kind'], message: string) {
    super(message);
    this.name = 'FhirPathError';
    this.kind = kind;
  }
}
