import { propertiesOf, type Structure, structureOf, type TypeUse } from '../structures/index.ts';
import { type Expression, FhirPathError } from './syntax.ts';
import { namedType } from './types.ts';

/** What is known of the items of an expression before it is evaluated. */
interface Outlook {
  /** Types that an item may have; undefined: any. */
  readonly types: readonly TypeUse[] | undefined;
  readonly isOrdered: boolean;
}

const ANY: Outlook = { types: undefined, isOrdered: true };

/** Functions whose result has the types and the order of their input. */
const KEEPING: ReadonlySet<string> = new Set([
  ...['where', 'first', 'last', 'tail', 'skip', 'take', 'single', 'distinct', 'exclude', 'intersect', 'trace', 'sort'],
]);
/** Functions whose arguments are evaluated on each item. */
const ITERATING: ReadonlySet<string> = new Set(['where', 'select', 'all', 'exists', 'sort', 'iif', 'aggregate']);
const COUNTING: ReadonlySet<string> = new Set(['first', 'last', 'tail', 'skip', 'take']);

/**
 * Strict evaluation: refuses an expression that asks for a child which the type cannot have, or that counts on an order
 * where there is none. Without it such an expression yields nothing. https://hl7.org/fhirpath/N1/#path-selection
 * @param types of the focus, one of which it has: `Patient`, `HumanName`, `Observation.component`
 * @throws FhirPathError of kind `semantic`
 */
export function checkStrictly(expression: Expression, types: readonly string[]): void {
  const focus: Outlook = { types: types.map((name) => ({ name, structure: name })), isOrdered: true };
  new Check(focus).of(expression, focus);
}

class Check {
  readonly #root: Outlook;

  constructor(root: Outlook) {
    this.#root = root;
  }

  of(expression: Expression, self: Outlook): Outlook {
    switch (expression.kind) {
      case 'variable':
        return expression.name === 'context' ? this.#root : ANY;
      case 'special':
        return expression.name === '$this' ? self : ANY;
      case 'member':
        return this.#member(expression.of, expression.name, self);
      case 'call':
        return this.#call(expression, self);
      case 'index': {
        const of = this.of(expression.of, self);
        requireOrder(of);
        this.of(expression.index, self);
        return { ...of, isOrdered: true };
      }
      case 'unary':
        this.of(expression.of, self);
        return ANY;
      case 'type': {
        const of = this.of(expression.of, self);
        return expression.operator === 'as' ? { ...of, types: typesNamed(expression.type) } : ANY;
      }
      case 'binary': {
        const [left, right] = [this.of(expression.left, self), this.of(expression.right, self)];
        return expression.operator === '|' ? together(left, right) : ANY;
      }
      default:
        return ANY;
    }
  }

  #member(of: Expression | undefined, name: string, self: Outlook): Outlook {
    const owner = of ? this.of(of, self) : self;
    if (!owner.types) return owner;
    // the name of the focus's own type stands for the focus
    if (!of && owner.types.some((type) => type.name === name || isResource(type, name))) return owner;
    const children = owner.types.map((type) => childrenOf(type, name));
    if (children.includes('any')) return { ...owner, types: undefined };
    const types = children.flatMap((one) => (one === 'any' ? [] : one));
    if (types.length > 0) return { ...owner, types };
    throw new FhirPathError('semantic', `${[...new Set(owner.types.map((one) => one.name))].join(', ')} has no ${name}`);
  }

  #call({ of, name, args }: Expression & { readonly kind: 'call' }, self: Outlook): Outlook {
    const input = of ? this.of(of, self) : self;
    if (COUNTING.has(name)) requireOrder(input);
    if (name === 'ofType' || name === 'as') return { ...input, types: typesNamed(dotted(args[0])) };
    if (name === 'is' || name === 'getReferenceKey') return ANY;
    // what repeat() adds has types of its own
    const inner = name === 'repeat' ? ANY : ITERATING.has(name) ? input : self;
    const results = args.map((arg) => this.of(arg, inner));
    switch (name) {
      case 'select':
        return { types: results[0]?.types, isOrdered: input.isOrdered };
      case 'children':
      case 'descendants':
        return { types: undefined, isOrdered: false };
      case 'union':
      case 'combine':
        return results[0] ? together(input, results[0]) : ANY;
      case 'extension':
        return { types: [{ name: 'Extension', structure: 'Extension' }], isOrdered: input.isOrdered };
      default:
        return KEEPING.has(name) ? input : ANY;
    }
  }
}

function requireOrder({ isOrdered }: Outlook): void {
  if (!isOrdered) throw new FhirPathError('semantic', 'children and descendants have no order to count on');
}

const together = (one: Outlook, other: Outlook): Outlook => ({
  types: one.types && other.types && [...one.types, ...other.types],
  isOrdered: one.isOrdered && other.isOrdered,
});

const isResource = ({ structure }: TypeUse, name: string): boolean =>
  (name === 'Resource' || name === 'DomainResource') && structureOf(structure)?.kind === 'resource';

/** A type of FHIR with its children; a System type, or one that holds anything, tells nothing. */
function typesNamed(text: string): readonly TypeUse[] | undefined {
  const { namespace, name } = namedType(text);
  return namespace !== 'System' && structureOf(name) ? [{ name, structure: name }] : undefined;
}

function dotted(expression: Expression | undefined): string {
  if (expression?.kind !== 'member') throw new FhirPathError('semantic', 'the name of a type is expected');
  return expression.of ? `${dotted(expression.of)}.${expression.name}` : expression.name;
}

function childrenOf(type: TypeUse, name: string): readonly TypeUse[] | 'any' {
  const structure: Structure | undefined = structureOf(type.structure);
  if (!structure || type.name === 'Resource' || type.name === 'DomainResource') return 'any';
  if (structure.kind === 'primitive') return childrenOfPrimitive(name);
  return (propertiesOf(structure).get(name) ?? []).map((property) => property.type);
}

function childrenOfPrimitive(name: string): readonly TypeUse[] {
  if (name === 'extension') return [{ name: 'Extension', structure: 'Extension' }];
  return name === 'id' ? [{ name: 'string', structure: 'string' }] : [];
}
