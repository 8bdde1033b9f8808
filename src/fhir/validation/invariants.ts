import table from '../../../data/fhir/invariants.json' with { type: 'json' };
import { FhirPathError, parseExpression } from '../fhirpath/index.ts';
import type { Structure, TypeUse } from '../structures/index.ts';
import { isOrdered } from './periods.ts';
import { compileGeneral, compilePredicate, type Predicate, type Presence } from './predicates.ts';
import type { Constraint } from './rules.ts';
import type { Check, Fields, Run } from './run.ts';

/** Reports the broken ones; `isSound` tells that nothing else was found wrong within the element. */
export type Invariants = (value: Fields, present: number, run: Run, isSound: boolean) => void;

const constraints: Readonly<Record<string, Omit<Constraint, 'key'>>> = table;

/** Checked by hand where their values are checked: references, narrative. */
const ELSEWHERE: ReadonlySet<string> = new Set(['ref-1', 'txt-1', 'txt-2']);

/** As R5 reads it: refused only where the end is certainly before the start, also when they differ in precision. */
const byHand: Readonly<Record<string, Predicate>> = { 'per-1': isOrdered };

/** The rules of a place, by FHIRPath on any value; undefined where there are none. */
export function compilePlaceRules(rules: readonly Constraint[], type: TypeUse): Check | undefined {
  if (rules.length === 0) return undefined;
  const compiled = rules.map((rule) => ({ holds: compileGeneral(parseRule(rule), type), ...reportOf(rule) }));
  return (value, run) => {
    for (const { holds, detail, severity } of compiled) if (holds(value, run) !== true) run.report('invariant', detail, severity);
  };
}

const reportOf = ({ key, text, severity }: Constraint) => ({
  detail: `${key}: ${text}`,
  severity: severity === 'warning' ? ('warning' as const) : ('error' as const),
});

/** The rules behind the keys of the structure tables; advice of severity warning is left out. */
export function constraintsOf(keys: readonly string[]): readonly Constraint[] {
  return keys
    .filter((key) => !ELSEWHERE.has(key))
    .map((key) => ({ key: key.replace(/@.*$/, ''), ...(constraints[key] ?? missing(key)) }))
    .filter(({ severity }) => severity === 'error');
}

/** Whether the base definitions state this rule; profiles repeat them. */
export const isBaseConstraint = (key: string): boolean => Object.hasOwn(constraints, key) || /^(?:ele-1|ext-1|dom-\d)$/.test(key);

function missing(key: string): never {
  throw new Error(`no invariant ${key} in the table`);
}

/**
 * One function for all rules of an element; undefined where there are none.
 * @throws FhirPathError where a rule of a profile cannot be read
 */
export function compileInvariants(
  rules: readonly Constraint[],
  structure: Structure,
  type: TypeUse,
  presence?: Presence,
): Invariants | undefined {
  if (rules.length === 0) return undefined;
  const compiled = rules.map((rule) => ({
    holds: byHand[rule.key] ?? compilePredicate(parseRule(rule), { structure, type, presence }),
    ...reportOf(rule),
  }));
  return (value, present, run, isSound) => {
    for (const { holds, detail, severity } of compiled) {
      const result = holds(value, present, run);
      // a rule that yields nothing is not kept, unless something else in the element explains it
      if (result !== true && (result === false || isSound)) run.report('invariant', detail, severity);
    }
  };
}

function parseRule({ key, expression }: Constraint) {
  try {
    return parseExpression(expression);
  } catch (thrown) {
    throw thrown instanceof FhirPathError ? new FhirPathError(thrown.kind, `${key}: ${thrown.message}`) : thrown;
  }
}
