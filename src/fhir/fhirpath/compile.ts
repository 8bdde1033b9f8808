import { Decimal } from './decimal.ts';
import { collectionFunctions } from './functions/collections.ts';
import { conversionFunctions } from './functions/conversions.ts';
import { asType, fhirFunctions, isType } from './functions/fhir.ts';
import { numberFunctions } from './functions/numbers.ts';
import { textFunctions } from './functions/texts.ts';
import { addChildren, type Item, type Items, NONE, Node, resourceNode, TypeName } from './node.ts';
import { fromBoolean, negate, operators, signed } from './operators.ts';
import { parseExpression } from './parse.ts';
import { readPattern } from './pattern.ts';
import { Quantity } from './quantity.ts';
import type { Environment, Evaluate, FhirPathFunction } from './scope.ts';
import { singleInteger, toCondition } from './singletons.ts';
import { type Expression, FhirPathError, type LiteralType } from './syntax.ts';
import { Temporal } from './temporal.ts';
import { isOfType, namedType } from './types.ts';

const functions: ReadonlyMap<string, FhirPathFunction> = new Map(
  Object.entries({ ...collectionFunctions, ...textFunctions, ...numberFunctions, ...conversionFunctions, ...fhirFunctions }),
);

/** Variables that https://hl7.org/fhir/R4/fhirpath.html#variables fixes. */
const constants: Readonly<Record<string, string>> = {
  sct: 'http://snomed.info/sct',
  loinc: 'http://loinc.org',
  ucum: 'http://unitsofmeasure.org',
};

/** A compiled expression: the items it yields for a focus. */
export type Compiled = (focus: Items, environment: Environment) => Items;

/**
 * Reads a FHIRPath expression and makes a function of it.
 * @throws FhirPathError of kind `syntax`; the function itself throws the kind `execution`
 */
export const compileExpression = (text: string): Compiled => compileTree(parseExpression(text));

export function compileTree(expression: Expression): Compiled {
  const evaluate = compile(expression);
  return (focus, environment) => {
    try {
      return evaluate({ self: focus, index: 0, total: NONE, context: focus, environment });
    } catch (thrown) {
      // a text, a number or a nesting beyond what the machine holds
      throw thrown instanceof RangeError ? new FhirPathError('execution', 'the evaluation grows too large') : thrown;
    }
  };
}

/** The expression on a resource, without references to others. */
export function evaluateOn(text: string, resource: unknown, now: () => string): Items {
  const node = resourceNode(resource);
  return compileExpression(text)([node], { resource: node, rootResource: node, now });
}

function compile(expression: Expression): Evaluate {
  const root = fixedRoot(expression);
  const evaluate = compileKind(expression);
  return root === undefined || expression.kind === 'variable' ? evaluate : keep(evaluate, root);
}

/** Steps that depend on their input alone. */
const PLAIN: ReadonlySet<string> = new Set(['first', 'last', 'tail', 'distinct', 'children', 'descendants']);

/** The variable that a path such as `%resource.code.coding` starts from. */
function fixedRoot(expression: Expression): 'resource' | 'context' | undefined {
  if (expression.kind === 'variable') {
    if (expression.name === 'context') return 'context';
    return expression.name === 'resource' || expression.name === 'rootResource' ? 'resource' : undefined;
  }
  const isStep = expression.kind === 'member' || (expression.kind === 'call' && PLAIN.has(expression.name));
  return isStep && expression.of ? fixedRoot(expression.of) : undefined;
}

/** Evaluates once for a resource or context what a loop would evaluate for each of its items. */
function keep(evaluate: Evaluate, root: 'resource' | 'context'): Evaluate {
  const known = new WeakMap<object, Items>();
  return (scope) => {
    const key = root === 'resource' ? scope.environment : scope.context;
    const found = known.get(key);
    if (found) return found;
    const made = evaluate(scope);
    known.set(key, made);
    return made;
  };
}

function compileKind(expression: Expression): Evaluate {
  switch (expression.kind) {
    case 'empty':
      return () => NONE;
    case 'literal': {
      const value: Items = [literal(expression.type, expression.text)];
      return () => value;
    }
    case 'quantity': {
      const value: Items = [new Quantity(decimal(expression.value), expression.unit, expression.isCalendar)];
      return () => value;
    }
    case 'variable':
      return variable(expression.name);
    case 'special':
      return special(expression.name);
    case 'member':
      return member(expression.of, expression.name);
    case 'call':
      return call(expression);
    case 'index':
      return indexed(compile(expression.of), compile(expression.index));
    case 'unary': {
      const of = compile(expression.of);
      // the minus before a text is the descending order of sort(-family)
      return (scope) => (typeof of(scope)[0] === 'string' ? of(scope) : signedOrNode(of(scope), expression.operator));
    }
    case 'type': {
      const [of, type] = [compile(expression.of), namedType(expression.type)];
      return expression.operator === 'is' ? (scope) => isType(of(scope), type) : (scope) => asType(of(scope), type);
    }
    case 'binary':
      return binary(expression.operator, compile(expression.left), compile(expression.right));
  }
}

function signedOrNode(items: Items, operator: '+' | '-'): Items {
  const [first] = items;
  return first instanceof Node && typeof first.value === 'string' ? items : signed(items, operator);
}

function literal(type: LiteralType, text: string): Item {
  if (type === 'boolean') return text === 'true';
  if (type === 'string') return text;
  if (type === 'number') return text.includes('.') || text.length > 10 ? decimal(text) : Number(text);
  const value = Temporal.parse(type === 'time' ? text : text.replace(/T$/, ''), type);
  if (!value) throw new FhirPathError('syntax', 'a date or time does not exist');
  return value;
}

function decimal(text: string): Decimal {
  const value = Decimal.parse(text);
  if (!value) throw new FhirPathError('syntax', 'a number is too long');
  return value;
}

function variable(name: string): Evaluate {
  if (name === 'context') return ({ context }) => context;
  if (name === 'resource') return ({ environment }) => [environment.resource];
  if (name === 'rootResource') return ({ environment }) => [environment.rootResource];
  const fixed = fixedVariable(name);
  if (fixed !== undefined) return () => [fixed];
  return ({ environment }) => {
    const value = environment.variables?.get(name);
    if (!value) throw new FhirPathError('execution', `unknown variable %${name}`);
    return value;
  };
}

/** Whether a variable has its value by FHIRPath or FHIR, whatever the evaluation is given. */
export const isFixedVariable = (name: string): boolean =>
  name === 'context' || name === 'resource' || name === 'rootResource' || fixedVariable(name) !== undefined;

function fixedVariable(name: string): string | undefined {
  if (name.startsWith('vs-')) return `http://hl7.org/fhir/ValueSet/${name.slice(3)}`;
  if (name.startsWith('ext-')) return `http://hl7.org/fhir/StructureDefinition/${name.slice(4)}`;
  return Object.hasOwn(constants, name) ? constants[name] : undefined;
}

function special(name: '$this' | '$index' | '$total'): Evaluate {
  if (name === '$this') return ({ self }) => self;
  return name === '$index' ? ({ index }) => [index] : ({ total }) => total;
}

function member(of: Expression | undefined, name: string): Evaluate {
  if (of) {
    const owner = compile(of);
    return (scope) => children(owner(scope), name);
  }
  if (!/^[A-Z]/.test(name)) return ({ self }) => children(self, name);
  // the name of the focus's own type stands for the focus: `Patient.name`
  return ({ self }) => {
    const own = self.filter((item) => item instanceof Node && isOfType(item, { namespace: 'FHIR', name }));
    return own.length > 0 ? own : children(self, name);
  };
}

function children(items: Items, name: string): Items {
  const found: Item[] = [];
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (item instanceof Node) addChildren(item, name, found);
    else if (item instanceof TypeName && (name === 'name' || name === 'namespace')) found.push(item[name]);
  }
  return found;
}

function call({ of, name, args }: Expression & { readonly kind: 'call' }): Evaluate {
  const implementation = functions.get(name);
  if (!implementation) throw new FhirPathError('syntax', `unknown function ${name}`);
  checkPattern(name, args);
  const isTyped = name === 'is' || name === 'as' || name === 'ofType';
  const [input, compiled] = [of ? compile(of) : undefined, isTyped ? [] : args.map(compile)];
  return (scope) => implementation({ input: input ? input(scope) : scope.self, args: compiled, scope, expressions: args });
}

/** A pattern that is written out is read with the expression, and named where it is none. */
function checkPattern(name: string, [pattern]: readonly Expression[]): void {
  if (!MATCHING.has(name) || pattern?.kind !== 'literal' || pattern.type !== 'string') return;
  const fault = readPattern(pattern.text);
  if (typeof fault === 'string')
    throw new FhirPathError(
      'syntax',
      `the regular expression ${pattern.text.slice(0, 200)} of ${name}() cannot be run: ${fault}`,
    );
}

const MATCHING: ReadonlySet<string> = new Set(['matches', 'matchesFull', 'replaceMatches']);

function indexed(of: Evaluate, index: Evaluate): Evaluate {
  return (scope) => {
    const at = singleInteger(index(scope));
    const item = at === undefined ? undefined : of(scope)[at];
    return item === undefined ? NONE : [item];
  };
}

function binary(operator: string, left: Evaluate, right: Evaluate): Evaluate {
  const logic = LOGIC[operator];
  if (logic)
    return (scope) =>
      fromBoolean(
        logic(
          () => toCondition(left(scope)),
          () => toCondition(right(scope)),
        ),
      );
  const operation = operators[operator];
  if (!operation) throw new FhirPathError('syntax', `unknown operator ${operator}`);
  return (scope) => operation(left(scope), right(scope));
}

type Condition = () => boolean | undefined;

/** Three-valued logic; the right side is not asked where the left decides. */
export const LOGIC: Readonly<Record<string, (left: Condition, right: Condition) => boolean | undefined>> = {
  and: (left, right) => {
    const one = left();
    if (one === false) return false;
    const other = right();
    return other === false ? false : one === undefined || other === undefined ? undefined : true;
  },
  or: (left, right) => {
    const one = left();
    if (one === true) return true;
    const other = right();
    return other === true ? true : one === undefined || other === undefined ? undefined : false;
  },
  xor: (left, right) => {
    const [one, other] = [left(), right()];
    return one === undefined || other === undefined ? undefined : one !== other;
  },
  implies: (left, right) => {
    const one = left();
    if (one === false) return true;
    const other = right();
    if (other === true) return true;
    return one === undefined || other === undefined ? undefined : negate(one === true && other === false);
  },
};
