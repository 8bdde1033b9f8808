import { rawNumberText, toNumber } from '../json.ts';
import { isObject } from '../resource.ts';
import { propertiesOf, type Structure, structureOf, type TypeUse } from '../structures/index.ts';
import { Decimal } from './decimal.ts';
import { Quantity } from './quantity.ts';
import { Temporal, type TemporalKind } from './temporal.ts';

/** An element of a resource with what its place says of its type. */
export class Node {
  /** JSON value; undefined where only the companion of a primitive is there. */
  readonly value: unknown;
  /** Companion of a primitive (`_birthDate`): its id and extensions. */
  readonly extra: unknown;
  /** Name of the FHIR type; undefined where the place is unknown to R4. */
  readonly type: string | undefined;
  readonly structure: Structure | undefined;

  constructor(value: unknown, extra: unknown, type: string | undefined, structure: Structure | undefined) {
    this.value = value;
    this.extra = extra;
    this.type = type;
    this.structure = structure;
  }
}

/** What `type()` answers. */
export class TypeName {
  readonly namespace: 'System' | 'FHIR';
  readonly name: string;

  constructor(namespace: 'System' | 'FHIR', name: string) {
    this.namespace = namespace;
    this.name = name;
  }
}

/** Values of the type system of FHIRPath; a number is an Integer. */
export type System = boolean | number | string | Decimal | Temporal | Quantity;
export type Item = System | Node | TypeName;
export type Items = readonly Item[];
export const NONE: Items = [];

const TEMPORALS: Readonly<Record<string, TemporalKind>> = {
  date: 'date',
  dateTime: 'dateTime',
  instant: 'dateTime',
  time: 'time',
};
const QUANTITIES: ReadonlySet<string> = new Set(['Quantity', 'Age', 'Count', 'Distance', 'Duration', 'Money']);
const UCUM = 'http://unitsofmeasure.org';

/** A resource by the type it says it is. */
export function resourceNode(value: unknown): Node {
  const name = isObject(value) && typeof value['resourceType'] === 'string' ? value['resourceType'] : undefined;
  return new Node(value, undefined, name, name === undefined ? undefined : structureOf(name));
}

/** An element of a given type, such as the one an invariant speaks of. */
export function elementNode(value: unknown, extra: unknown, type: TypeUse): Node {
  return type.name === 'Resource' ? resourceNode(value) : new Node(value, extra, type.name, structureOf(type.structure));
}

/** Children of one name, choices under the name without the type. */
export function childrenNamed(node: Node, name: string): Items {
  const found: Item[] = [];
  addChildren(node, name, found);
  return found;
}

export function addChildren({ value, extra, structure }: Node, name: string, to: Item[]): void {
  const owner = isObject(value) ? value : isObject(extra) ? extra : undefined;
  if (!owner) return;
  const properties = structure && structure.kind !== 'primitive' ? propertiesOf(structure).get(name) : undefined;
  if (properties) for (const { key, type } of properties) add(owner, key, type, to);
  else if (!structure || structure.kind === 'primitive') add(owner, name, COMPANION[name], to);
}

/** Children of a primitive, and of what R4 does not know. */
const COMPANION: Readonly<Record<string, TypeUse | undefined>> = {
  extension: { name: 'Extension', structure: 'Extension' },
  id: { name: 'string', structure: 'string' },
};

export function addAllChildren(node: Node, to: Item[]): void {
  const { value, extra, structure } = node;
  if (structure && structure.kind !== 'primitive') {
    if (isObject(value)) for (const name of propertiesOf(structure).keys()) addChildren(node, name, to);
    return;
  }
  const owner = isObject(value) ? value : isObject(extra) ? extra : undefined;
  if (owner) for (const name of Object.keys(owner)) if (!name.startsWith('_')) addChildren(node, name, to);
}

function add(owner: Readonly<Record<string, unknown>>, key: string, type: TypeUse | undefined, to: Item[]): void {
  const value = Object.hasOwn(owner, key) ? owner[key] : undefined;
  const extra = Object.hasOwn(owner, `_${key}`) ? owner[`_${key}`] : undefined;
  if (value === undefined && extra === undefined) return;
  if (!Array.isArray(value) && !Array.isArray(extra)) {
    to.push(make(value, extra, type));
    return;
  }
  const [values, extras] = [Array.isArray(value) ? value : [], Array.isArray(extra) ? extra : []];
  for (let index = 0; index < Math.max(values.length, extras.length); index++) to.push(make(values[index], extras[index], type));
}

function make(value: unknown, extra: unknown, type: TypeUse | undefined): Node {
  if (!type) return new Node(value, extra, undefined, undefined);
  return elementNode(value ?? undefined, extra ?? undefined, type);
}

/** The System value of an item; undefined for complex elements and for primitives without a value. */
export function toSystem(item: Item): System | undefined {
  if (item instanceof TypeName) return undefined;
  if (!(item instanceof Node)) return item;
  const { value, type } = item;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return toSystemText(value, type);
  if (isNumber(value)) return toSystemNumber(value, type);
  return type !== undefined && QUANTITIES.has(type) && isObject(value) ? toSystemQuantity(value) : undefined;
}

/** A date that is none stays a text: validation has said so elsewhere. */
function toSystemText(value: string, type: string | undefined): System {
  const kind = type === undefined ? undefined : TEMPORALS[type];
  return kind ? (Temporal.parse(value, kind) ?? value) : value;
}

function toSystemNumber(value: unknown, type: string | undefined): System | undefined {
  const number = toNumber(value);
  if (typeof number === 'number' && Number.isInteger(number) && type !== 'decimal') return number;
  return Decimal.parse(rawNumberText(value));
}

function toSystemQuantity(value: Readonly<Record<string, unknown>>): Quantity | undefined {
  const number = isNumber(value['value']) ? Decimal.parse(rawNumberText(value['value'])) : undefined;
  const unit = value['system'] === UCUM || value['unit'] === undefined ? value['code'] : value['unit'];
  return number ? new Quantity(number, typeof unit === 'string' ? unit : '1') : undefined;
}

const isNumber = (value: unknown): boolean => toNumber(value) !== undefined;
