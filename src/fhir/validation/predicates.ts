import { compileTree, type Expression, elementNode, FhirPathError, LOGIC, toCondition } from '../fhirpath/index.ts';
import { isObject } from '../resource.ts';
import { type Property, propertiesOf, type Structure, structureOf, type TypeUse } from '../structures/index.ts';
import type { Fields, Run } from './run.ts';

/**
 * An invariant on one element: true where it holds, undefined where FHIRPath yields nothing.
 * `present` has a bit for each of the element's children that its invariants ask for.
 */
export type Predicate = (value: Fields, present: number, run: Run) => boolean | undefined;

const MAX_BITS = 31;

/** Which child elements have a bit in `present`. Those beyond 31 are looked up in the element itself. */
export class Presence {
  readonly #bits = new Map<string, number>();

  bitOf(name: string): number {
    const found = this.#bits.get(name);
    if (found !== undefined) return found;
    const bit = this.#bits.size < MAX_BITS ? 1 << this.#bits.size : 0;
    this.#bits.set(name, bit);
    return bit;
  }

  /** The bit of an element that some invariant asks for, else 0. */
  knownBitOf(name: string): number {
    return this.#bits.get(name) ?? 0;
  }
}

/** The place an invariant is read at. `presence` is undefined where nobody counts the children. */
interface Place {
  readonly structure: Structure;
  readonly type: TypeUse;
  readonly presence: Presence | undefined;
}

/**
 * The shapes that invariants are mostly made of (exists, empty, logic, comparison with a literal, where) read the JSON
 * directly; any other part is left to FHIRPath, and evaluated only when the parts before it leave the result open.
 */
export function compilePredicate(expression: Expression, place: Place): Predicate {
  return special(expression, place) ?? general(expression, place);
}

function special(expression: Expression, place: Place): Predicate | undefined {
  if (expression.kind === 'binary') return binary(expression, place);
  if (expression.kind !== 'call') return undefined;
  const { of, name, args } = expression;
  if (name === 'not' && of && isBoolean(of)) {
    const inside = compilePredicate(of, place);
    return (value, present, run) => {
      const result = inside(value, present, run);
      return result === undefined ? undefined : !result;
    };
  }
  if (!of) return undefined;
  if (name === 'empty' && args.length === 0) return existence(of, [], place, false);
  if (name === 'exists') return existence(of, args, place, true);
  return name === 'hasValue' ? hasValue(of, place) : undefined;
}

function binary({ operator, left, right }: Expression & { readonly kind: 'binary' }, place: Place): Predicate | undefined {
  const logic = LOGIC[operator];
  if (logic) return combine(operator, compilePredicate(left, place), compilePredicate(right, place));
  if (operator === 'in') return comparison(left, literals(right), place, false);
  if (operator !== '=' && operator !== '!=') return undefined;
  if (isBoolean(left) && isBoolean(right)) {
    const [one, other] = [compilePredicate(left, place), compilePredicate(right, place)];
    return (value, present, run) => {
      const [a, b] = [one(value, present, run), other(value, present, run)];
      return a === undefined || b === undefined ? undefined : (a === b) === (operator === '=');
    };
  }
  return comparison(left, literals(right), place, operator === '!=');
}

/** LOGIC without the cost of its closures; this is run for every element. */
function combine(operator: string, left: Predicate, right: Predicate): Predicate {
  switch (operator) {
    case 'or':
      return (value, present, run) => {
        const one = left(value, present, run);
        if (one === true) return true;
        const other = right(value, present, run);
        return other === true ? true : one === false ? other : undefined;
      };
    case 'and':
      return (value, present, run) => {
        const one = left(value, present, run);
        if (one === false) return false;
        const other = right(value, present, run);
        return other === false ? false : one === true ? other : undefined;
      };
    case 'implies':
      return (value, present, run) => {
        const one = left(value, present, run);
        if (one === false) return true;
        const other = right(value, present, run);
        return other === true ? true : one === true ? other : undefined;
      };
    default:
      return (value, present, run) => {
        const [one, other] = [left(value, present, run), right(value, present, run)];
        return one === undefined || other === undefined ? undefined : one !== other;
      };
  }
}

/** Functions and operators whose result is a boolean whatever their input is. */
function isBoolean(expression: Expression): boolean {
  if (expression.kind === 'binary')
    return expression.operator in LOGIC || ['=', '!=', 'in', '<', '>', '<=', '>='].includes(expression.operator);
  if (expression.kind !== 'call') return false;
  return ['exists', 'empty', 'not', 'hasValue', 'all', 'isDistinct', 'matches', 'startsWith', 'contains'].includes(
    expression.name,
  );
}

type Step = { readonly name: string } | { readonly where: Expression };

/** `a.b.where(…).c`, from the element itself; undefined for anything else. */
function toSteps(expression: Expression): readonly Step[] | undefined {
  if (expression.kind === 'special' && expression.name === '$this') return [];
  if (expression.kind === 'member') {
    if (/^[A-Z]/.test(expression.name)) return undefined;
    const before = expression.of ? toSteps(expression.of) : [];
    return before && [...before, { name: expression.name }];
  }
  if (expression.kind !== 'call' || expression.name !== 'where') return undefined;
  const [criterion] = expression.args;
  const before = expression.of ? toSteps(expression.of) : [];
  return before && criterion && [...before, { where: criterion }];
}

function existence(of: Expression, args: readonly Expression[], place: Place, wanted: boolean): Predicate | undefined {
  const path = toSteps(of);
  const steps = path && [...path, ...args.map((where) => ({ where }))];
  const [first] = steps ?? [];
  if (!steps || !first || !('name' in first)) return undefined;
  const bit = steps.length === 1 && place.structure.elements.has(first.name) ? place.presence?.bitOf(first.name) : undefined;
  if (bit) return wanted ? (_value, present) => (present & bit) !== 0 : (_value, present) => (present & bit) === 0;
  const some = compileSome(place.structure, steps);
  return some && ((value, _present, run) => some(value, run) === wanted);
}

type Some = (value: Fields, run: Run) => boolean;

/** Whether any element is at the end of the steps. */
function compileSome(structure: Structure, [step, ...rest]: readonly Step[]): Some | undefined {
  if (!step) return () => true;
  if ('where' in step) {
    const place = { structure, type: { name: structure.name, structure: structure.name }, presence: undefined };
    const [test, after] = [compilePredicate(step.where, place), compileSome(structure, rest)];
    return after && ((value, run) => test(value, 0, run) === true && after(value, run));
  }
  const properties = propertiesOf(structure).get(step.name);
  if (!properties) return undefined;
  const parts = properties.map((property) => compileProperty(property, rest));
  if (parts.includes(undefined)) return undefined;
  return (value, run) => parts.some((part) => part?.(value, run));
}

function compileProperty({ key, type }: Property, rest: readonly Step[]): Some | undefined {
  const companion = `_${key}`;
  if (rest.length === 0) return (value) => value[key] !== undefined || value[companion] !== undefined;
  const structure = type.name === 'Resource' ? undefined : structureOf(type.structure);
  if (!structure || structure.kind === 'primitive') return undefined;
  const inside = compileSome(structure, rest);
  return (
    inside &&
    ((value, run) => {
      const child = value[key];
      if (Array.isArray(child)) return child.some((one) => isObject(one) && inside(one, run));
      return isObject(child) && inside(child, run);
    })
  );
}

function literals(expression: Expression): readonly unknown[] | undefined {
  if (expression.kind === 'literal') {
    if (expression.type === 'string') return [expression.text];
    return expression.type === 'boolean' ? [expression.text === 'true'] : undefined;
  }
  if (expression.kind === 'variable' && expression.name === 'ucum') return ['http://unitsofmeasure.org'];
  if (expression.kind !== 'binary' || expression.operator !== '|') return undefined;
  const [left, right] = [literals(expression.left), literals(expression.right)];
  return left && right && [...left, ...right];
}

/** A child with one simple value against literals: `status = 'final'`, `type in ('a' | 'b')`. */
function comparison(
  left: Expression,
  values: readonly unknown[] | undefined,
  place: Place,
  isNegated: boolean,
): Predicate | undefined {
  const key = simpleKey(left, place.structure);
  if (key === undefined || !values) return undefined;
  return ({ [key]: value }) =>
    typeof value === 'string' || typeof value === 'boolean' ? values.includes(value) !== isNegated : undefined;
}

function hasValue(of: Expression, { structure }: Place): Predicate | undefined {
  const key = simpleKey(of, structure);
  return key === undefined ? undefined : ({ [key]: value }) => value !== undefined && value !== null;
}

/** JSON key of a child that has one type, a text or a boolean, and at most one value. */
function simpleKey(expression: Expression, structure: Structure): string | undefined {
  if (expression.kind !== 'member' || expression.of) return undefined;
  const properties = propertiesOf(structure).get(expression.name);
  const [property] = properties ?? [];
  if (properties?.length !== 1 || !property || property.element.max !== 1) return undefined;
  return ['code', 'string', 'uri', 'boolean', 'id', 'canonical', 'url'].includes(property.type.name) ? property.key : undefined;
}

function general(expression: Expression, { type }: Place): Predicate {
  const holds = compileGeneral(expression, type);
  return (value, _present, run) => holds(value, run);
}

/** By FHIRPath alone, also on primitives; an expression that cannot be evaluated on this element yields nothing. */
export function compileGeneral(expression: Expression, type: TypeUse): (value: unknown, run: Run) => boolean | undefined {
  const compiled = compileTree(expression);
  return (value, run) => {
    try {
      return toCondition(compiled([elementNode(value, undefined, type)], run.environment));
    } catch (thrown) {
      if (thrown instanceof FhirPathError) return undefined;
      throw thrown;
    }
  };
}
