import additional from '../../../data/fhir/additional-types.json' with { type: 'json' };
import table from '../../../data/fhir/structures.json' with { type: 'json' };

/** One type that an element may have. */
export interface TypeUse {
  /** Name of the FHIR type: `Quantity`, `code`, `BackboneElement`. */
  readonly name: string;
  /** Structure its content follows: `SimpleQuantity`, `Observation.component`, or the name itself. */
  readonly structure: string;
  /** Resource types that a Reference may lead to; undefined: any. */
  readonly targets?: readonly string[];
}

export interface Element {
  /** Without `[x]`. */
  readonly name: string;
  readonly min: number;
  /** Infinity where R4 says `*`. */
  readonly max: number;
  readonly isChoice: boolean;
  readonly types: readonly TypeUse[];
  /** Value set of a required binding: its address, without the beginning that R4's own have. */
  readonly valueSet?: string;
  /** Keys of the invariants that hold for each value of this element. */
  readonly invariants: readonly string[];
}

export type Kind = 'primitive' | 'element' | 'resource';

/** A resource, a data type, or the content of a backbone element, as R4 (4.0.1) defines it. */
export interface Structure {
  readonly name: string;
  readonly kind: Kind;
  readonly elements: ReadonlyMap<string, Element>;
  readonly invariants: readonly string[];
}

/** A property of the JSON form: an element under one of its types. */
export interface Property {
  readonly key: string;
  readonly element: Element;
  readonly type: TypeUse;
}

const lines: Readonly<Record<string, Readonly<Record<string, string>>>> = { ...table, ...additional.structures };
const known = new Map<string, Structure>();
const keyed = new Map<string, ReadonlyMap<string, readonly Property[]>>();

const ELEMENT = { id: '0..1 string', extension: '0..* Extension' };
const MODIFIER = { modifierExtension: '0..* Extension' };
const RESOURCE = { id: '0..1 id', meta: '0..1 Meta', implicitRules: '0..1 uri', language: '0..1 code' };
const DOMAIN = { text: '0..1 Narrative', contained: '0..* Resource', extension: ELEMENT.extension, ...MODIFIER };

/** Elements that a structure has by its base, which the table leaves out. */
const bases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  P: {},
  E: ELEMENT,
  B: { ...ELEMENT, ...MODIFIER },
  R: RESOURCE,
  D: { ...RESOURCE, ...DOMAIN },
};

/** The structure of a name such as `Observation`, `Observation.component`, `Quantity` or `code`; undefined where R4 has none. */
export function structureOf(name: string): Structure | undefined {
  const found = known.get(name);
  if (found) return found;
  if (!Object.hasOwn(lines, name)) return undefined;
  const { $: head = 'E', ...own } = lines[name] ?? {};
  const [base = 'E', ...invariants] = head.split(' ');
  const structure: Structure = {
    name,
    kind: base === 'P' ? 'primitive' : base === 'R' || base === 'D' ? 'resource' : 'element',
    elements: new Map(
      Object.entries({ ...bases[base], ...own }).map(([key, line]) => {
        const element = parseElement(name, key, line);
        return [element.name, element];
      }),
    ),
    invariants: invariants.map((key) => key.slice(1)),
  };
  known.set(name, structure);
  return structure;
}

/** Element name → its properties in JSON: `value` → `valueQuantity`, `valueString`, …. */
export function propertiesOf(structure: Structure): ReadonlyMap<string, readonly Property[]> {
  const found = keyed.get(structure.name);
  if (found) return found;
  const properties = new Map([...structure.elements].map(([name, element]) => [name, toProperties(element)]));
  keyed.set(structure.name, properties);
  return properties;
}

/** The JSON properties of one element, one for each type of a choice. */
export function toProperties(element: Element): readonly Property[] {
  return element.types.map((type) => ({
    key: element.isChoice ? element.name + type.name.charAt(0).toUpperCase() + type.name.slice(1) : element.name,
    element,
    type,
  }));
}

/** Names of all structures, backbone elements included. */
export const structureNames: readonly string[] = Object.keys(lines);

/** `0..* Reference(Patient|Group) ^value-set !invariant`, as tools/make-structures.mjs writes it. */
function parseElement(structure: string, key: string, line: string): Element {
  const [cardinality = '', types = '', ...rest] = line.split(' ');
  const [min, max] = cardinality.split('..');
  const isChoice = key.endsWith('[x]');
  const name = isChoice ? key.slice(0, -3) : key;
  const valueSet = rest.find((part) => part.startsWith('^'))?.slice(1);
  return {
    name,
    min: Number(min),
    max: max === '*' ? Number.POSITIVE_INFINITY : Number(max),
    isChoice,
    types: types.split(',').map((type) => parseType(type, `${structure}.${key}`)),
    invariants: rest.filter((part) => part.startsWith('!')).map((part) => part.slice(1)),
    ...(valueSet ? { valueSet } : {}),
  };
}

function parseType(text: string, path: string): TypeUse {
  if (text === '@') return { name: 'BackboneElement', structure: path };
  if (text.startsWith('#')) return { name: 'BackboneElement', structure: text.slice(1) };
  const [, name = text, stricter, targets] = /^(\w+)(?::(\w+))?(?:\((.*)\))?$/.exec(text) ?? [];
  return { name, structure: stricter ?? name, ...(targets ? { targets: targets.split('|') } : {}) };
}
