import { type Structure, structureOf } from '../structures/index.ts';
import { Decimal } from './decimal.ts';
import { type Item, Node, TypeName } from './node.ts';
import { FhirPathError } from './syntax.ts';
import { Temporal } from './temporal.ts';

const SYSTEM: ReadonlySet<string> = new Set([
  'Boolean',
  'String',
  'Integer',
  'Decimal',
  'Date',
  'DateTime',
  'Time',
  'Quantity',
  'Any',
]);
const TEMPORALS = { date: 'Date', dateTime: 'DateTime', time: 'Time' } as const;

/** Types that are a kind of another, below the classes that `kind` of a structure gives. */
const PARENTS: Readonly<Record<string, string>> = {
  ...{ code: 'string', id: 'string', markdown: 'string' },
  ...{ url: 'uri', canonical: 'uri', uuid: 'uri', oid: 'uri' },
  ...{ unsignedInt: 'integer', positiveInt: 'integer' },
  ...{ Age: 'Quantity', Count: 'Quantity', Distance: 'Quantity', Duration: 'Quantity' },
};

/** A type named in an expression: `Patient`, `FHIR.Patient`, `System.String`. */
export interface NamedType {
  readonly namespace: 'System' | 'FHIR' | undefined;
  readonly name: string;
}

/** @throws FhirPathError where neither FHIRPath nor R4 has such a type */
export function namedType(text: string): NamedType {
  const [first = '', second] = text.split('.');
  const [namespace, name] = second === undefined ? [undefined, first] : [first, second];
  if (namespace !== undefined && namespace !== 'System' && namespace !== 'FHIR')
    throw new FhirPathError('execution', `unknown name space ${namespace}`);
  const isKnown = (namespace !== 'FHIR' && SYSTEM.has(name)) || (namespace !== 'System' && isFhirType(name));
  if (!isKnown) throw new FhirPathError('execution', `unknown type ${text}`);
  return { namespace, name };
}

const isFhirType = (name: string): boolean => structureOf(name) !== undefined || name === 'Element' || name === 'BackboneElement';

/** The type of an item as `type()` answers it. */
export function typeOf(item: Item): TypeName {
  if (item instanceof Node) return new TypeName('FHIR', item.type ?? 'Element');
  if (item instanceof TypeName) return new TypeName('System', 'Any');
  return new TypeName('System', systemType(item));
}

function systemType(item: Exclude<Item, Node | TypeName>): string {
  if (typeof item === 'boolean') return 'Boolean';
  if (typeof item === 'string') return 'String';
  if (typeof item === 'number') return 'Integer';
  if (item instanceof Decimal) return 'Decimal';
  if (item instanceof Temporal) return TEMPORALS[item.kind];
  return 'Quantity';
}

/** `is`: the type or one derived from it. */
export function isOfType(item: Item, { namespace, name }: NamedType): boolean {
  if (!(item instanceof Node)) return namespace !== 'FHIR' && typeOf(item).name === name;
  if (namespace === 'System') return false;
  for (let type = item.type; type !== undefined; type = parentOf(type)) if (type === name) return true;
  return false;
}

/** `as` and `ofType`: a primitive must be exactly of the type, as the official cases want it. */
export function isCastable(item: Item, type: NamedType): boolean {
  const isPrimitive = item instanceof Node && item.structure?.kind === 'primitive';
  return isPrimitive ? type.namespace !== 'System' && item.type === type.name : isOfType(item, type);
}

function parentOf(type: string): string | undefined {
  const parent = PARENTS[type];
  if (parent) return parent;
  const structure = structureOf(type);
  if (type === 'Element' || type === 'Resource' || !structure) return type === 'BackboneElement' ? 'Element' : undefined;
  return parentByKind(structure);
}

function parentByKind({ name, kind, elements }: Structure): string | undefined {
  if (kind !== 'resource')
    return name === 'BackboneElement' || !elements.has('modifierExtension') ? 'Element' : 'BackboneElement';
  return name !== 'DomainResource' && elements.has('contained') ? 'DomainResource' : 'Resource';
}
