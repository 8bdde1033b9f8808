import { isResourceType } from '../../definitions.ts';
import {
  type Compiled,
  childrenNamed,
  compileExpression,
  FhirPathError,
  type Item,
  Node,
  toCondition,
} from '../../fhirpath/index.ts';
import { propertiesOf } from '../../structures/index.ts';
import { bindingCheck, type CodeSet, terminologyCheck } from '../codes.ts';
import { isBaseConstraint } from '../invariants.ts';
import { referenceCheck } from '../references.ts';
import type { Constraint } from '../rules.ts';
import type { Run } from '../run.ts';
import type { Discriminator, ProfileDefinition, ProfileElement, ProfileType } from './definition.ts';
import { compileMatching, type Matches, type SliceTools } from './slicing.ts';
import { type ProfileNode, toTree } from './tree.ts';
import { isExpected } from './values.ts';

/** Checks an element against a profile, beyond what the base definitions demand. */
export type ProfileCheck = (node: Node, run: Run) => void;

/** What a profile may refer to; what is not known is not checked. */
export interface ProfileContext {
  /** The check behind a canonical address. */
  check(url: string): ProfileCheck | undefined;
  /** The same for the profile that another is based on. */
  baseCheck(url: string): ProfileCheck | undefined;
  /** The type that a profile constrains. */
  typeOf(url: string): string | undefined;
  codes(valueSet: string): CodeSet | undefined;
}

const BASE = 'http://hl7.org/fhir/StructureDefinition/';

/**
 * A function that checks a resource or element against a profile and those it is based on. A rule that cannot be read is
 * named in a warning.
 */
export function compileDefinition(definition: ProfileDefinition, context: ProfileContext): ProfileCheck {
  const own = new ProfileCompiler(definition, context).compileNode(toTree(definition.elements), true);
  const base = definition.base === undefined ? undefined : context.baseCheck(definition.base);
  if (!base) return own;
  return (node, run) => {
    base(node, run);
    own(node, run);
  };
}

class ProfileCompiler implements SliceTools {
  readonly #name: string;
  readonly #context: ProfileContext;

  constructor({ name }: ProfileDefinition, context: ProfileContext) {
    this.#name = name;
    this.#context = context;
  }

  compile(node: ProfileNode): ProfileCheck {
    return this.compileNode(node, false);
  }

  compileNode({ element, children }: ProfileNode, isRoot: boolean): ProfileCheck {
    const checks: ProfileCheck[] = [...children].map(([name, child]) => this.#compileChild(name, child));
    if (element) checks.unshift(...this.#compileElement(element, isRoot));
    return (node, run) => {
      if (run.mayDescend()) for (const check of checks) check(node, run);
    };
  }

  #compileElement({ types, expected, valueSet, constraints }: ProfileElement, isRoot: boolean): ProfileCheck[] {
    const checks: ProfileCheck[] = [];
    if (types.length > 0 && !isRoot) checks.push(this.#compileTypes(types));
    if (expected)
      checks.push(({ value }, run) => {
        if (!isExpected(value, expected)) this.#report(run, 'value', `the value is not the ${expected.kind} one`);
      });
    if (valueSet !== undefined) checks.push(this.#compileBinding(valueSet));
    for (const constraint of constraints)
      if (constraint.severity === 'error' && !isBaseConstraint(constraint.key)) checks.push(this.#compileConstraint(constraint));
    return checks;
  }

  #compileBinding(valueSet: string): ProfileCheck {
    const codes = this.#context.codes(valueSet);
    return ({ type = '', value }, run) => (codes ? bindingCheck(type, codes) : terminologyCheck(type, valueSet))?.(value, run);
  }

  #compileTypes(types: readonly ProfileType[]): ProfileCheck {
    const isOpen = types.some(({ code }) => ['Resource', 'DomainResource', 'Element', 'BackboneElement'].includes(code));
    const byCode = new Map(types.map((type) => [type.code, type]));
    const references = byCode.get('Reference') ?? byCode.get('canonical');
    const targets = references && this.targetTypes(references.targets);
    const checkReference = targets && targets.length > 0 ? referenceCheck(targets) : undefined;
    return (node, run) => {
      const { type } = node;
      if (type === undefined) return;
      const allowed = byCode.get(type);
      if (!allowed && !isOpen && type !== 'BackboneElement')
        this.#report(run, 'structure', 'the type is not one of those allowed');
      if (type === 'Reference') checkReference?.(node.value, run);
      if (allowed && allowed.profiles.length > 0) this.#checkProfiles(node, allowed.profiles, run);
    };
  }

  #checkProfiles(node: Node, profiles: readonly string[], run: Run): void {
    const [only, ...others] = profiles;
    if (others.length === 0) {
      if (only !== undefined) this.#context.check(only)?.(node, run);
    } else if (this.conforms(node, profiles, run) === false)
      this.#report(run, 'structure', 'the value follows none of the profiles');
  }

  conforms(node: Node, profiles: readonly string[], run: Run): boolean | undefined {
    const known = profiles.map((url) => this.#context.check(url)).filter((check) => check !== undefined);
    if (known.some((check) => run.isSilent(() => check(node, run)))) return true;
    return known.length < profiles.length ? undefined : false;
  }

  /** undefined where one of them is not known, and so may be any. */
  targetTypes(urls: readonly string[]): readonly string[] | undefined {
    const types = urls.map((url) => (url.startsWith(BASE) ? url.slice(BASE.length) : this.#context.typeOf(url)));
    return types.every((type) => type !== undefined && isResourceType(type))
      ? types.filter((type) => type !== undefined)
      : undefined;
  }

  #compileConstraint({ key, expression, text }: Constraint): ProfileCheck {
    const compiled = this.#read(expression);
    if (!compiled)
      return (_node, run) => run.report('invariant', `${this.#name}: ${key} cannot be read, and is not checked`, 'warning');
    return (node, run) => {
      try {
        if (toCondition(compiled([node], run.environment)) === true) return;
      } catch (thrown) {
        if (!(thrown instanceof FhirPathError)) throw thrown;
      }
      this.#report(run, 'invariant', `${key}: ${text}`);
    };
  }

  #read(expression: string): Compiled | undefined {
    try {
      return compileExpression(expression);
    } catch (thrown) {
      if (thrown instanceof FhirPathError) return undefined;
      throw thrown;
    }
  }

  /** Number of values, each value, and the slices they fall into. */
  #compileChild(name: string, child: ProfileNode): ProfileCheck {
    const { min = 0, max = Number.POSITIVE_INFINITY } = child.element ?? {};
    const check = this.compileNode(child, false);
    const slices = child.slices.length > 0 ? this.#compileSlices(name, child) : undefined;
    return (node, run) => {
      const values = valuesAt(node, name);
      if (values.length < min)
        this.#report(run, 'required', min === 1 ? `${name} is required` : `${name} is required ${min} times`);
      run.push(name);
      if (values.length > max) this.#report(run, 'structure', max === 0 ? `${name} is not used` : `at most ${max} are allowed`);
      const isList = node.structure?.elements.get(name)?.max !== 1;
      for (const [index, value] of values.entries()) {
        if (isList) run.push(index);
        check(value, run);
        if (isList) run.pop();
      }
      slices?.(values, isList, run);
      run.pop();
    };
  }

  #compileSlices(name: string, { element, slices }: ProfileNode): (values: readonly Node[], isList: boolean, run: Run) => void {
    const discriminators = element?.slicing?.discriminators ?? impliedDiscriminators(name);
    const isClosed = element?.slicing?.rules === 'closed';
    const compiled = slices.map((slice) => this.#compileSlice(slice, discriminators));
    return (values, isList, run) => {
      const counts = compiled.map(() => 0);
      for (const [index, value] of values.entries()) {
        if (isList) run.push(index);
        const found = compiled.findIndex(({ matches }) => matches(value, run));
        if (found >= 0) {
          counts[found] = (counts[found] ?? 0) + 1;
          compiled[found]?.check(value, run);
        } else if (isClosed) this.#report(run, 'structure', 'the value belongs to no slice, and others are not allowed');
        if (isList) run.pop();
      }
      for (const [index, { sliceName, min, max }] of compiled.entries()) {
        const count = counts[index] ?? 0;
        if (count < min) this.#report(run, 'required', `the slice ${sliceName} is required`);
        if (count > max) this.#report(run, 'structure', `the slice ${sliceName} has at most ${max}`);
      }
    };
  }

  #compileSlice(slice: ProfileNode, discriminators: readonly Discriminator[]) {
    const { sliceName = '', min = 0, max = Number.POSITIVE_INFINITY } = slice.element ?? {};
    const matches: Matches = compileMatching(slice, discriminators, this);
    return { sliceName, min, max, matches, check: this.compileNode(slice, false) };
  }

  #report(run: Run, code: 'structure' | 'required' | 'value' | 'invariant', detail: string): void {
    run.report(code, `${this.#name}: ${detail}`);
  }
}

/** Slicing that R4 implies where a differential does not repeat it. */
function impliedDiscriminators(name: string): readonly Discriminator[] {
  return name === 'extension' || name === 'modifierExtension' ? [{ type: 'value', path: 'url' }] : [];
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
  return [];
}

const isNode = (item: Item): item is Node => item instanceof Node;
