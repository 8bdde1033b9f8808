import table from '../../../data/fhir/required-codes.json' with { type: 'json' };
import { isObject } from '../resource.ts';
import type { Check, Run } from './run.ts';
import type { Membership } from './terminology.ts';

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

/** Answers whether a code belongs to the value set of a binding; what is unknown is not refused. */
type Ask = (system: string | undefined, code: string, run: Run) => Membership;

/** A required binding on an element of this type; undefined where the type carries no code. */
export function bindingCheck(type: string, codes: CodeSet): Check | undefined {
  return askedBinding(type, codes.name, (system, code) =>
    (system === undefined ? codes.has(code) : codes.hasIn(system, code)) ? 'yes' : 'no',
  );
}

/** The same, of a value set that the terminology of the platform knows or does not know. */
export function terminologyCheck(type: string, valueSet: string): Check | undefined {
  const url = valueSet.includes(':') ? valueSet : VALUE_SETS + valueSet;
  return askedBinding(type, valueSet, (system, code, run) => run.world.terminology?.validateCode(url, system, code) ?? 'unknown');
}

const VALUE_SETS = 'http://hl7.org/fhir/ValueSet/';

function askedBinding(type: string, name: string, ask: Ask): Check | undefined {
  const refuse = (run: Run) => run.report('code-invalid', `a code of the value set ${name} is required`);
  switch (type) {
    case 'code':
    case 'string':
    case 'uri':
      return (value, run) => {
        if (typeof value === 'string' && ask(undefined, value, run) === 'no') refuse(run);
      };
    case 'Coding':
    case 'Quantity':
      return (value, run) => {
        if (isObject(value) && askCoding(value, ask, run) === 'no') refuse(run);
      };
    case 'CodeableConcept':
      return (value, run) => {
        if (!isObject(value)) return;
        const codings = value['coding'];
        const isRefused = Array.isArray(codings)
          ? codings.every((one) => !isObject(one) || askCoding(one, ask, run) === 'no')
          : value['extension'] === undefined;
        if (isRefused) refuse(run);
      };
    default:
      return undefined;
  }
}

function askCoding({ system, code }: Readonly<Record<string, unknown>>, ask: Ask, run: Run): Membership {
  return typeof system === 'string' && typeof code === 'string' ? ask(system, code, run) : 'no';
}
