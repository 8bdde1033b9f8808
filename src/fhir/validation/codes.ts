import table from '../../../data/fhir/required-codes.json' with { type: 'json' };
import { isObject } from '../resource.ts';
import type { Check, Run } from './run.ts';

/** Codes of a value set by their system. */
export interface CodeSet {
  readonly name: string;
  has(code: string): boolean;
  hasIn(system: string, code: string): boolean;
}

const lines: Readonly<Record<string, Readonly<Record<string, string>>>> = table;
const known = new Map<string, CodeSet>();

/** The codes of a value set that R4 requires somewhere; undefined where they cannot be counted out. */
export function requiredCodes(valueSet: string): CodeSet | undefined {
  const found = known.get(valueSet);
  if (found || !Object.hasOwn(lines, valueSet)) return found;
  const systems = Object.entries(lines[valueSet] ?? {}).map(([system, codes]) => [system, codes.split(' ')] as const);
  const made = codeSet(valueSet, systems);
  known.set(valueSet, made);
  return made;
}

export function codeSet(name: string, systems: readonly (readonly [string, readonly string[]])[]): CodeSet {
  const bySystem = new Map(systems.map(([system, codes]) => [system, new Set(codes)]));
  const all = new Set(systems.flatMap(([, codes]) => codes));
  return { name, has: (code) => all.has(code), hasIn: (system, code) => bySystem.get(system)?.has(code) ?? false };
}

/** A required binding on an element of this type; undefined where the type carries no code. */
export function bindingCheck(type: string, codes: CodeSet): Check | undefined {
  const refuse = (run: Run) => run.report('code-invalid', `a code of the value set ${codes.name} is required`);
  switch (type) {
    case 'code':
    case 'string':
    case 'uri':
      return (value, run) => {
        if (typeof value === 'string' && !codes.has(value)) refuse(run);
      };
    case 'Coding':
    case 'Quantity':
      return (value, run) => {
        if (isObject(value) && !isIn(value, codes)) refuse(run);
      };
    case 'CodeableConcept':
      return (value, run) => {
        if (!isObject(value)) return;
        const codings = value['coding'];
        if (
          !Array.isArray(codings) ? value['extension'] === undefined : !codings.some((one) => isObject(one) && isIn(one, codes))
        )
          refuse(run);
      };
    default:
      return undefined;
  }
}

function isIn({ system, code }: Readonly<Record<string, unknown>>, codes: CodeSet): boolean {
  return typeof system === 'string' && typeof code === 'string' && codes.hasIn(system, code);
}
