import { compare, identitiesOf, identityOf } from '../equality.ts';
import { addAllChildren, type Item, type Items, NONE, Node, toSystem } from '../node.ts';
import { distinct, fromBoolean, negate } from '../operators.ts';
import { argument, type Call, type FhirPathFunction, forEach } from '../scope.ts';
import { single, singleInteger, singleSystem, toCondition } from '../singletons.ts';
import { type Expression, FhirPathError } from '../syntax.ts';

const MAX_ITEMS = 1_000_000;
/** Rounds of repeat(); a resource is not deeper, only an expression that makes new values each time. */
const MAX_ROUNDS = 1000;

/** https://hl7.org/fhirpath/N1/#existence, #filtering-and-projection, #subsetting, #combining, #tree-navigation */
export const collectionFunctions: Readonly<Record<string, FhirPathFunction>> = {
  empty: ({ input }) => fromBoolean(input.length === 0),
  exists: (call) => fromBoolean((call.args.length === 0 ? call.input : where(call)).length > 0),
  all: (call) => fromBoolean(where(call).length === call.input.length),
  allTrue: ({ input }) => fromBoolean(conditions(input).every((value) => value === true)),
  anyTrue: ({ input }) => fromBoolean(conditions(input).some((value) => value === true)),
  allFalse: ({ input }) => fromBoolean(conditions(input).every((value) => value === false)),
  anyFalse: ({ input }) => fromBoolean(conditions(input).some((value) => value === false)),
  subsetOf: (call) => fromBoolean(isSubset(call.input, argument(call))),
  supersetOf: (call) => fromBoolean(isSubset(argument(call), call.input)),
  count: ({ input }) => [input.length],
  distinct: ({ input }) => distinct(input),
  isDistinct: ({ input }) => fromBoolean(distinct(input).length === input.length),
  not: ({ input }) => fromBoolean(negate(toCondition(input))),
  hasValue: ({ input }) => fromBoolean(input.length === 1 && singleSystem(input) !== undefined),
  where,
  select,
  repeat,
  aggregate,
  single: ({ input }) => asItems(single(input)),
  first: ({ input }) => input.slice(0, 1),
  last: ({ input }) => input.slice(-1),
  tail: ({ input }) => input.slice(1),
  skip: (call) => call.input.slice(Math.max(0, singleInteger(argument(call)) ?? 0)),
  take: (call) => call.input.slice(0, Math.max(0, singleInteger(argument(call)) ?? 0)),
  intersect: (call) => distinct(filterBy(call, true)),
  exclude: (call) => filterBy(call, false),
  union: (call) => distinct([...call.input, ...argument(call)]),
  combine: (call) => [...call.input, ...argument(call)],
  children: ({ input }) => childrenOf(input),
  descendants: ({ input }) => descendants(input),
  trace: ({ input }) => input,
  sort,
  iif,
};

const asItems = (item: Item | undefined): Items => (item === undefined ? NONE : [item]);

function where(call: Call): Items {
  const found: Item[] = [];
  forEach(call, call.args[0], (result, item) => {
    if (toCondition(result) === true) found.push(item);
  });
  return found;
}

function select(call: Call): Items {
  const found: Item[] = [];
  forEach(call, call.args[0], (result) => {
    for (const item of result) found.push(item);
  });
  return found;
}

function conditions(input: Items): (boolean | undefined)[] {
  return input.map((item) => {
    const value = toSystem(item);
    if (typeof value !== 'boolean') throw new FhirPathError('execution', 'booleans are expected');
    return value;
  });
}

function repeat(call: Call): Items {
  const found = new Map<string, Item>();
  let input = call.input;
  for (let round = 0; input.length > 0; round++) {
    if (round > MAX_ROUNDS) throw new FhirPathError('execution', `repeat goes on after ${MAX_ROUNDS} rounds`);
    const next: Item[] = [];
    for (const item of select({ ...call, input })) {
      const identity = identityOf(item);
      if (found.has(identity)) continue;
      found.set(identity, item);
      next.push(item);
    }
    input = next;
  }
  return [...found.values()];
}

function aggregate({ input, args: [step, start], scope }: Call): Items {
  let total = start?.(scope) ?? NONE;
  for (const [index, item] of input.entries()) total = step?.({ ...scope, self: [item], index, total }) ?? NONE;
  return total;
}

function isSubset(part: Items, whole: Items): boolean {
  const known = identitiesOf(whole);
  return part.every((item) => known.has(identityOf(item)));
}

function filterBy(call: Call, keep: boolean): Items {
  const known = identitiesOf(argument(call));
  return call.input.filter((item) => known.has(identityOf(item)) === keep);
}

function childrenOf(input: Items): Item[] {
  const found: Item[] = [];
  for (const item of input) if (item instanceof Node) addAllChildren(item, found);
  return found;
}

/** Level by level, so that depth costs no stack. */
function descendants(input: Items): Items {
  const found: Item[] = [];
  for (let level = childrenOf(input); level.length > 0; level = childrenOf(level)) {
    for (const item of level) found.push(item);
    if (found.length > MAX_ITEMS) throw new FhirPathError('execution', `more than ${MAX_ITEMS} descendants`);
  }
  return found;
}

/** `sort(-family, given.first())`: a minus in front turns the order of that key, also of texts. */
function sort(call: Call): Items {
  const keys = call.expressions.length === 0 ? [undefined] : call.expressions;
  const rows = call.input.map((item, index) => ({
    item,
    values: keys.map(
      (_key, at) => call.args[at]?.({ ...call.scope, self: [item], index })[0] ?? (call.args[at] ? undefined : item),
    ),
  }));
  const signs = keys.map((key: Expression | undefined) => (key?.kind === 'unary' && key.operator === '-' ? -1 : 1));
  return rows.sort((left, right) => compareRows(left.values, right.values, signs)).map(({ item }) => item);
}

type Row = readonly (Item | undefined)[];

function compareRows(left: Row, right: Row, signs: readonly number[]): number {
  for (const [index, sign] of signs.entries()) {
    const [one, other] = [left[index], right[index]];
    // what has no such key comes first in either direction
    if (one === undefined || other === undefined) {
      if (one !== other) return one === undefined ? -1 : 1;
      continue;
    }
    const order = compare(one, other) ?? 0;
    if (order !== 0) return sign * order;
  }
  return 0;
}

/** The branches see the input as `$this`; the one not taken is never evaluated. */
function iif({ input, args: [criterion, yes, no], scope }: Call): Items {
  if (input.length > 1) throw new FhirPathError('execution', 'iif takes one item');
  const inner = { ...scope, self: input };
  const value = criterion?.(inner) ?? NONE;
  if (value.length > 0 && typeof singleSystem(value) !== 'boolean')
    throw new FhirPathError('execution', 'the criterion of iif is a boolean');
  return (toCondition(value) === true ? yes : no)?.(inner) ?? NONE;
}
