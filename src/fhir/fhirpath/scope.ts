import { type Item, type Items, NONE, type Node } from './node.ts';
import { type Expression, FhirPathError } from './syntax.ts';

/** What an evaluation knows of the world. */
export interface Environment {
  /** `%resource`: the resource that holds the focus. */
  readonly resource: Node;
  /** `%rootResource`: its container where it is contained, else itself. */
  readonly rootResource: Node;
  /** ISO instant for `now()`, `today()` and `timeOfDay()`. */
  readonly now: () => string;
  /** `resolve()` of a reference text; contained resources are found without it. */
  readonly resolve?: (reference: string) => Node | undefined;
  /** `conformsTo()` of a profile; undefined: the profile is unknown. */
  readonly conformsTo?: (node: Node, profile: string) => boolean | undefined;
  readonly variables?: ReadonlyMap<string, Items>;
}

/** Where an expression stands: `$this`, `$index`, `$total`, and `%context`. */
export interface Scope {
  readonly self: Items;
  readonly index: number;
  readonly total: Items;
  readonly context: Items;
  readonly environment: Environment;
}

export type Evaluate = (scope: Scope) => Items;

/** A call as a function sees it: its input, its arguments not yet evaluated, and the scope they stand in. */
export interface Call {
  readonly input: Items;
  readonly args: readonly Evaluate[];
  readonly scope: Scope;
  /** The arguments as written, for those that name a type. */
  readonly expressions: readonly Expression[];
}

export type FhirPathFunction = (call: Call) => Items;

/** The argument once for each item of the input, with that item as `$this`. */
export function forEach({ input, scope }: Call, arg: Evaluate | undefined, visit: (result: Items, item: Item) => void): void {
  if (!arg) throw new FhirPathError('execution', 'an argument is missing');
  for (let index = 0; index < input.length; index++) {
    const item = input[index];
    if (item !== undefined) visit(arg({ ...scope, self: [item], index }), item);
  }
}

/** The argument evaluated where the call stands. */
export const argument = ({ args, scope }: Call, index = 0): Items => args[index]?.(scope) ?? NONE;
