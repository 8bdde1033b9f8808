import { Problem } from '../../kernel/index.ts';
import { type Expression, elementNode, FhirPathError, parseExpression } from '../fhirpath/index.ts';
import { toNumber } from '../json.ts';
import { isObject } from '../resource.ts';
import type { Element, Property } from '../structures/index.ts';
import type { ElementValue } from './element-list.ts';
import { propertiesUnder } from './locate.ts';

export type Kind = 'add' | 'insert' | 'delete' | 'replace' | 'move';

/** One operation of a FHIRPath Patch. https://hl7.org/fhir/R4/fhirpatch.html */
export interface Operation {
  readonly kind: Kind;
  readonly path: string;
  readonly expression: Expression;
  /** Place of the operation in the Parameters, for messages. */
  readonly at: string;
  readonly parts: ReadonlyMap<string, Part>;
}

interface Part {
  readonly [key: string]: unknown;
}

const KINDS: ReadonlySet<string> = new Set<Kind>(['add', 'insert', 'delete', 'replace', 'move']);
const MAX_OPERATIONS = 1000;
const MAX_PATH = 1000;

const isKind = (text: unknown): text is Kind => typeof text === 'string' && KINDS.has(text);

/** @throws Problem patch-invalid with the place in the Parameters */
export function readOperations(parameters: Readonly<Record<string, unknown>>, at: string): readonly Operation[] {
  const given = parameters['parameter'] ?? [];
  if (!Array.isArray(given)) throw new Problem('patch-invalid', 'parameter is a list', { at: `${at}.parameter` });
  if (given.length > MAX_OPERATIONS)
    throw new Problem('patch-invalid', `A patch has at most ${MAX_OPERATIONS} operations`, { at: `${at}.parameter` });
  return given.map((one, index) => readOperation(one, `${at}.parameter[${index}]`));
}

function readOperation(given: unknown, at: string): Operation {
  const list = isObject(given) && given['name'] === 'operation' ? given['part'] : undefined;
  if (!Array.isArray(list)) throw new Problem('patch-invalid', 'A parameter is named operation and has parts', { at });
  const parts = new Map(list.flatMap((part): [string, Part][] => (isObject(part) ? [[String(part['name']), part]] : [])));
  const kind = parts.get('type')?.['valueCode'] ?? parts.get('type')?.['valueString'];
  if (!isKind(kind)) throw new Problem('patch-invalid', `type is one of ${[...KINDS].join(', ')}`, { at });
  const path = parts.get('path')?.['valueString'];
  if (typeof path !== 'string' || path.length > MAX_PATH)
    throw new Problem('patch-invalid', `${kind}: path is a valueString of at most ${MAX_PATH} characters`, { at });
  try {
    return { kind, path, expression: parseExpression(path), at, parts };
  } catch (thrown) {
    if (thrown instanceof FhirPathError) throw refused({ kind, path, at }, thrown.message);
    throw thrown;
  }
}

/** Names operation and path; texts inside the path may be a resident's and are left out. */
export const refused = ({ kind, path, at }: Pick<Operation, 'kind' | 'path' | 'at'>, why: string): Problem =>
  new Problem('patch-invalid', `${kind} ${path.replaceAll(/'(?:[^'\\]|\\.)*'?/g, "'…'").slice(0, 200)}: ${why}`, { at });

export function integerIn(operation: Operation, name: 'index' | 'source' | 'destination'): number {
  const value = toNumber(operation.parts.get(name)?.['valueInteger']);
  if (value === undefined || !Number.isInteger(value) || value < 0) throw refused(operation, `${name} is a valueInteger from 0`);
  return value;
}

/** The value of an operation, under the property that its type chooses among the given ones. */
export function valueFor(operation: Operation, properties: readonly Property[]): { property: Property; element: ElementValue } {
  const part = operation.parts.get('value');
  if (!part) throw refused(operation, 'the operation has no value');
  return valueIn(operation, part, properties);
}

function valueIn(
  operation: Operation,
  part: Part,
  properties: readonly Property[],
): { property: Property; element: ElementValue } {
  const [first] = properties;
  if (!first) throw refused(operation, 'R4 has no such element there');
  if (isObject(part['resource'])) return { property: first, element: { value: part['resource'], extra: undefined } };
  const key = Object.keys(part)
    .find((name) => /^_?value[A-Z]/.test(name))
    ?.replace(/^_/, '');
  if (key === undefined) return { property: only(operation, properties), element: fromParts(operation, part, first) };
  const property = first.element.isChoice ? chosen(first.element, key, properties) : first;
  if (!property) throw refused(operation, 'the element has no such type');
  return { property, element: { value: part[key], extra: part[`_${key}`] } };
}

const chosen = ({ name }: Element, key: string, properties: readonly Property[]): Property | undefined =>
  properties.find((property) => property.key === name + key.slice('value'.length));

function only(operation: Operation, properties: readonly Property[]): Property {
  const [first, second] = properties;
  if (!first || second) throw refused(operation, 'a value for a choice has its type');
  return first;
}

/** Content without a type of its own comes in parts, an element each: a contact of a Patient. */
function fromParts(operation: Operation, { part: parts }: Part, { type }: Property): ElementValue {
  if (!Array.isArray(parts) || parts.length === 0) throw refused(operation, 'the value is empty');
  const owner = elementNode(undefined, undefined, type);
  const value: Record<string, unknown> = {};
  for (const part of parts) {
    const name: unknown = isObject(part) ? part['name'] : undefined;
    if (!isObject(part) || typeof name !== 'string') throw refused(operation, 'each part of the value has a name');
    const { property, element } = valueIn(operation, part, propertiesUnder(owner, name));
    put(value, property, element);
  }
  return { value, extra: undefined };
}

function put(to: Record<string, unknown>, { key, element }: Property, { value, extra }: ElementValue): void {
  const isList = element.max > 1;
  const known = Array.isArray(to[key]) ? to[key] : [];
  if (value !== undefined) to[key] = isList ? [...known, value] : value;
  if (extra !== undefined && !isList) to[`_${key}`] = extra;
}
