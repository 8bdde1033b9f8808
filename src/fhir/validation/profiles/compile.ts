import { childrenNamed, type Item, Node } from '../../fhirpath/index.ts';
import { propertiesOf } from '../../structures/index.ts';
import { inPlace, type ProfileCheck, type ProfileContext } from './context.ts';
import { elementChecks } from './element-checks.ts';
import { compileSlices } from './slices.ts';
import type { ProfileNode } from './tree.ts';

/** A function that checks a resource or element against all that a profile says. */
export function compileProfile(tree: ProfileNode, context: ProfileContext): ProfileCheck {
  return new ProfileCompiler(context).compile(tree, true);
}

class ProfileCompiler {
  readonly #context: ProfileContext;
  readonly #compiled = new Map<ProfileNode, ProfileCheck>();

  constructor(context: ProfileContext) {
    this.#context = context;
  }

  compile(part: ProfileNode, isRoot = false): ProfileCheck {
    const found = this.#compiled.get(part);
    if (found) return found;
    const checks: ProfileCheck[] = [];
    const made: ProfileCheck = (node, run) => {
      if (run.mayDescend()) for (const check of checks) check(node, run);
    };
    this.#compiled.set(part, made);
    if (part.element) checks.push(...elementChecks(part.element, isRoot, this.#context));
    if (part.content) checks.push(this.#compileContent(part.content));
    checks.push(...[...part.children].map(([name, child]) => this.#compileChild(name, child)));
    return made;
  }

  /** What is said within another element, and holds here too; how often it may be there is said here. */
  #compileContent({ children }: ProfileNode): ProfileCheck {
    let checks: readonly ProfileCheck[] | undefined;
    return (node, run) => {
      checks ??= [...children].map(([name, child]) => this.#compileChild(name, child));
      for (const check of checks) check(node, run);
    };
  }

  /** Number of values, each value, and the slices they fall into. */
  #compileChild(name: string, child: ProfileNode): ProfileCheck {
    const { min = 0, max = Number.POSITIVE_INFINITY } = child.element ?? {};
    const check = this.compile(child);
    const slices = child.slices.length > 0 ? compileSlices(name, child, (part) => this.compile(part), this.#context) : undefined;
    return (node, run) => {
      const values = valuesAt(node, name);
      if (values.length < min) run.report('required', min === 1 ? `${name} is required` : `${name} is required ${min} times`);
      run.push(name);
      if (values.length > max) run.report('structure', max === 0 ? `${name} is not used` : `at most ${max} are allowed`);
      const isList = node.structure?.elements.get(name)?.max !== 1;
      for (const [index, value] of values.entries()) inPlace(isList, index, run, () => check(value, run));
      slices?.(values, isList, run);
      run.pop();
    };
  }
}

/** Values of a child; `valueQuantity` stands for the values of `value` with that type. */
function valuesAt(node: Node, name: string): readonly Node[] {
  const { structure } = node;
  if (!structure || structure.elements.has(name)) return childrenNamed(node, name).filter(isNode);
  for (const properties of propertiesOf(structure).values())
    for (const { key, element, type } of properties)
      if (key === name)
        return childrenNamed(node, element.name)
          .filter(isNode)
          .filter((one) => one.type === type.name);
  return childrenNamed(node, name).filter(isNode);
}

const isNode = (item: Item): item is Node => item instanceof Node;
