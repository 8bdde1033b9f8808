import { Problem } from '../../kernel/index.ts';
import {
  type Compiled,
  compileTree,
  type Environment,
  type Expression,
  FhirPathError,
  type Items,
  isFixedVariable,
  namedType,
  parseExpression,
} from '../fhirpath/index.ts';
import { ROW_INDEX } from './constants.ts';
import type { ViewPath } from './definition.ts';

/** What the paths of a view are evaluated in: the environment of one resource, and the row of the enclosing iteration. */
export interface Frame {
  readonly environment: Environment;
  readonly rowIndex: number;
}

export type Evaluate = (focus: Items, frame: Frame) => Items;

/**
 * A path of a view as a function. Names and types are looked at now, so that a view with a misspelt one fails before the
 * first resource; where an evaluation fails, the problem names the path.
 * @throws Problem view-invalid
 */
export function compilePath({ path, at }: ViewPath, constants: ReadonlyMap<string, Items>): Evaluate {
  const found = refusing('view-invalid', at, () => {
    const tree = parseExpression(path);
    const names = variablesIn(tree);
    const unknown = names.find((name) => !isFixedVariable(name) && name !== ROW_INDEX && !constants.has(name));
    if (unknown !== undefined) throw new Problem('view-invalid', `No constant is called ${unknown}`, { at });
    return { compiled: compileTree(tree), counts: names.includes(ROW_INDEX) };
  });
  const evaluate = found.counts ? counting(found.compiled, constants) : withoutCount(found.compiled);
  return (focus, frame) => refusing('view-failed', at, () => evaluate(focus, frame));
}

const withoutCount =
  (compiled: Compiled): Evaluate =>
  (focus, { environment }) =>
    compiled(focus, environment);

const counting =
  (compiled: Compiled, constants: ReadonlyMap<string, Items>): Evaluate =>
  (focus, { environment, rowIndex }) =>
    compiled(focus, { ...environment, variables: new Map([...constants, [ROW_INDEX, [rowIndex]]]) });

function refusing<Result>(code: 'view-invalid' | 'view-failed', at: string, work: () => Result): Result {
  try {
    return work();
  } catch (thrown) {
    throw thrown instanceof FhirPathError ? new Problem(code, thrown.message, { at }) : thrown;
  }
}

/** Names of the variables in an expression. @throws FhirPathError where it names a type that there is not */
function variablesIn(expression: Expression | undefined): string[] {
  switch (expression?.kind) {
    case 'variable':
      return [expression.name];
    case 'member':
      return variablesIn(expression.of);
    case 'call': {
      const isTyped = TYPED.has(expression.name);
      if (isTyped) expression.args.forEach((arg) => void namedType(typeIn(arg)));
      return [...variablesIn(expression.of), ...(isTyped ? [] : expression.args.flatMap(variablesIn))];
    }
    case 'index':
      return [...variablesIn(expression.of), ...variablesIn(expression.index)];
    case 'type':
    case 'unary':
      return variablesIn(expression.of);
    case 'binary':
      return [...variablesIn(expression.left), ...variablesIn(expression.right)];
    default:
      return [];
  }
}

/** Functions whose argument is the name of a type. */
const TYPED: ReadonlySet<string> = new Set(['is', 'as', 'ofType', 'getReferenceKey']);

function typeIn(expression: Expression): string {
  if (expression.kind !== 'member') throw new FhirPathError('syntax', 'the name of a type is expected');
  return expression.of ? `${typeIn(expression.of)}.${expression.name}` : expression.name;
}
