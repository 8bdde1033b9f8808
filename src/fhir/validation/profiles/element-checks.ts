import { type Compiled, compileExpression, FhirPathError, type Node, resourceNode, toCondition } from '../../fhirpath/index.ts';
import { isObject } from '../../resource.ts';
import { bindingCheck, terminologyCheck } from '../codes.ts';
import { isBaseConstraint } from '../invariants.ts';
import { canonicalCheck, referenceCheck } from '../references.ts';
import type { Constraint } from '../rules.ts';
import type { Check, Run } from '../run.ts';
import { type ProfileCheck, type ProfileContext, typesBehind } from './context.ts';
import type { Expected, ProfileElement, ProfileType } from './definition.ts';
import { isBeyond, isExpected } from './values.ts';

/** What a profile says of a single value of an element, its children left aside. */
export function elementChecks(element: ProfileElement, isRoot: boolean, context: ProfileContext): readonly ProfileCheck[] {
  const { types, expected, bounds, maxLength, valueSet, constraints } = element;
  return [
    ...(types.length > 0 && !isRoot ? typeChecks(types, context) : []),
    ...(expected ? [expectedCheck(expected)] : []),
    ...bounds.map(
      (bound): ProfileCheck =>
        (node, run) => {
          if (isBeyond(node, bound))
            run.report('value', `the value is ${bound.kind === 'minValue' ? 'not below' : 'not above'} ${written(bound.value)}`);
        },
    ),
    ...(Number.isFinite(maxLength) ? [lengthCheck(maxLength)] : []),
    ...(valueSet === undefined ? [] : [valueSetCheck(valueSet, context)]),
    ...constraints
      .filter(({ key, severity }) => severity === 'error' && !isBaseConstraint(key))
      .map((constraint) => constraintCheck(constraint)),
  ];
}

function valueSetCheck(valueSet: string, context: ProfileContext): ProfileCheck {
  const codes = context.codes(valueSet);
  const byType = new Map<string, Check | undefined>();
  return ({ type = '', value }, run) => {
    if (!byType.has(type)) byType.set(type, codes ? bindingCheck(type, codes) : terminologyCheck(type, valueSet));
    byType.get(type)?.(value, run);
  };
}

/** What a profile demands is no secret; it is cut where it is long. */
const written = (value: unknown): string => {
  const text = JSON.stringify(value) ?? '';
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
};

const expectedCheck =
  (expected: Expected): ProfileCheck =>
  ({ value }, run) => {
    if (isExpected(value, expected)) return;
    const demand = expected.kind === 'fixed' ? 'the value is' : 'the value contains';
    run.report('value', `${demand} ${written(expected.value)}`);
  };

const lengthCheck =
  (maxLength: number): ProfileCheck =>
  ({ value }, run) => {
    if (typeof value === 'string' && value.length > maxLength) run.report('value', `a text has at most ${maxLength} characters`);
  };

const ANY: ReadonlySet<string> = new Set(['Resource', 'DomainResource', 'Element', 'BackboneElement']);

function typeChecks(types: readonly ProfileType[], context: ProfileContext): readonly ProfileCheck[] {
  const isOpen = types.some(({ code }) => ANY.has(code));
  const byCode = Map.groupBy(types, ({ code }) => code);
  const names = [...byCode.keys()].join(', ');
  const targets = [...(byCode.get('Reference') ?? []), ...(byCode.get('CodeableReference') ?? [])].flatMap(
    (type) => type.targets,
  );
  const canonicals = (byCode.get('canonical') ?? []).flatMap((type) => type.targets);
  return [
    (node, run) => {
      const { type } = node;
      if (type === undefined) return;
      const allowed = byCode.get(type);
      if (!allowed && !isOpen && type !== 'BackboneElement') run.report('structure', `the type is one of ${names}`);
      const profiles = allowed?.flatMap((one) => one.profiles) ?? [];
      if (profiles.length > 0) checkProfiles(node, profiles, run, context);
    },
    ...(targets.length > 0 ? [targetCheck(targets, context)] : []),
    ...(canonicals.length > 0 ? [canonicalTargets(canonicals, context)] : []),
  ];
}

/** One profile says what is wrong; of several, one is to be followed. */
function checkProfiles(node: Node, profiles: readonly string[], run: Run, context: ProfileContext): void {
  const [only = '', ...others] = profiles;
  if (others.length === 0) context.check(only)?.(node, run);
  else if (context.conforms(node, profiles, run) === false)
    run.report('structure', `the value follows one of ${profiles.join(', ')}`);
}

/** Type of what a reference leads to, and its profile where the resource is at hand. */
function targetCheck(urls: readonly string[], context: ProfileContext): ProfileCheck {
  const types = typesBehind(urls, context);
  const check = types && !types.includes('Resource') ? referenceCheck(types) : undefined;
  return (node, run) => {
    const { value } = node;
    if (node.type !== 'Reference' || !isObject(value)) return;
    check?.(value, run);
    const target = typeof value['reference'] === 'string' ? run.resolve(value['reference']) : undefined;
    if (!target) return;
    let follows: boolean | undefined;
    run.visit(target, () => {
      follows = context.conforms(resourceNode(target), urls, run);
    });
    if (follows === false) run.report('value', `the resource that is referred to follows one of ${urls.join(', ')}`);
  };
}

function canonicalTargets(urls: readonly string[], context: ProfileContext): ProfileCheck {
  const types = typesBehind(urls, context);
  const check = types && canonicalCheck(types);
  return (node, run) => {
    if (node.type === 'canonical') check?.(node.value, run);
  };
}

function constraintCheck(constraint: Constraint): ProfileCheck {
  const { key, text } = constraint;
  const compiled = readRule(constraint);
  if (typeof compiled === 'string')
    return (_node, run) => run.report('invariant', `the rule ${key} is not checked: ${compiled}`, 'warning');
  return (node, run) => {
    try {
      if (toCondition(compiled([node], run.environment)) === true) return;
    } catch (thrown) {
      if (!(thrown instanceof FhirPathError)) throw thrown;
    }
    run.report('invariant', `${key}: ${text}`);
  };
}

/** The rule, or why it is not run. */
function readRule({ expression }: Constraint): Compiled | string {
  try {
    return compileExpression(expression);
  } catch (thrown) {
    if (thrown instanceof FhirPathError) return `it cannot be read: ${thrown.message}`;
    throw thrown;
  }
}
