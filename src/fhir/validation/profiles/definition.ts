import { toNumber } from '../../json.ts';
import { isObject } from '../../resource.ts';
import { structureOf } from '../../structures/index.ts';
import type { Constraint } from '../rules.ts';
import type { Fields } from '../run.ts';

/** A type that a profile allows for an element. */
export interface ProfileType {
  readonly code: string;
  /** Canonical addresses of profiles, of which the value follows one. */
  readonly profiles: readonly string[];
  /** Canonical addresses of what a Reference leads to. */
  readonly targets: readonly string[];
}

/** A value that an element must have (`fixed`), contain (`pattern`), or not pass (`minValue`, `maxValue`). */
export interface Expected<Kind extends string = 'fixed' | 'pattern'> {
  readonly kind: Kind;
  readonly type: string;
  readonly value: unknown;
}

export type Bound = Expected<'minValue' | 'maxValue'>;

export interface Discriminator {
  readonly type: string;
  readonly path: string;
}

/** https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.slicing */
export interface Slicing {
  /** `open`, `closed` or `openAtEnd`. */
  readonly rules: string;
  readonly isOrdered: boolean;
  readonly discriminators: readonly Discriminator[];
}

/** What an ElementDefinition says, as far as it is checked. */
export interface ProfileElement {
  readonly path: string;
  readonly sliceName: string | undefined;
  readonly min: number;
  readonly max: number;
  /** Empty where the profile leaves the types as they are. */
  readonly types: readonly ProfileType[];
  readonly expected: Expected | undefined;
  readonly bounds: readonly Bound[];
  /** Characters of a text. */
  readonly maxLength: number;
  readonly slicing: Slicing | undefined;
  /** Value set of a required binding. */
  readonly valueSet: string | undefined;
  readonly isModifier: boolean;
  readonly constraints: readonly Constraint[];
}

/** Where an extension may stand. https://hl7.org/fhir/R4/defining-extensions.html#context */
export interface ExtensionContext {
  /** `element`, `extension` or `fhirpath`. */
  readonly type: string;
  readonly expression: string;
}

/** A StructureDefinition of derivation `constraint`. */
export interface ProfileDefinition {
  readonly url: string;
  readonly type: string;
  readonly base: string | undefined;
  /** What it adds to its base; undefined where it has a snapshot alone. */
  readonly differential: readonly ProfileElement[] | undefined;
  /** All that it says, base included. */
  readonly snapshot: readonly ProfileElement[] | undefined;
  readonly contexts: readonly ExtensionContext[];
}

/** More than any published profile has; a profile that has more is read in part. */
const MAX_ELEMENTS = 5000;
const MAX_STEPS = 40;

/** undefined where the resource is no profile: another type, or neither snapshot nor differential. */
export function parseDefinition(resource: unknown): ProfileDefinition | undefined {
  if (!isObject(resource) || resource['resourceType'] !== 'StructureDefinition') return undefined;
  const { url, type, baseDefinition, snapshot, differential, derivation, context } = resource;
  if (typeof url !== 'string' || typeof type !== 'string' || derivation === 'specialization') return undefined;
  const own = { differential: elementsOf(differential), snapshot: elementsOf(snapshot) };
  if (!own.differential && !own.snapshot) return undefined;
  const contexts = list(context).map((one) => ({ type: text(one['type']) ?? '', expression: text(one['expression']) ?? '' }));
  return { url, type, base: text(baseDefinition), ...own, contexts };
}

function elementsOf(view: unknown): readonly ProfileElement[] | undefined {
  if (!isObject(view)) return undefined;
  return list(view['element'])
    .slice(0, MAX_ELEMENTS)
    .map(parseElement)
    .filter(({ path }) => path.split('.').length <= MAX_STEPS);
}

/** Canonical addresses of the profiles and extensions that a StructureDefinition refers to, as they are written. */
export function profilesNamedBy(resource: unknown): readonly string[] {
  const definition = parseDefinition(resource);
  if (!definition) return [];
  const { base, differential = [], snapshot = [] } = definition;
  const types = [...differential, ...snapshot].flatMap((element) => element.types);
  return [...new Set([...(base ? [base] : []), ...types.flatMap(({ profiles, targets }) => [...profiles, ...targets])])];
}

function parseElement(element: Fields): ProfileElement {
  const { path, sliceName, min, max, slicing, binding, maxLength, isModifier } = element;
  const isRequired = isObject(binding) && binding['strength'] === 'required';
  return {
    path: text(path) ?? '',
    sliceName: text(sliceName),
    min: count(min) ?? 0,
    max: typeof max === 'string' && /^\d{1,9}$/.test(max) ? Number(max) : Number.POSITIVE_INFINITY,
    types: list(element['type'])
      .map(parseType)
      .filter(({ code }) => !code.startsWith('System.')),
    expected: valuesOf(element, EXPECTED)[0],
    bounds: valuesOf(element, BOUNDS),
    maxLength: count(maxLength) ?? Number.POSITIVE_INFINITY,
    slicing: isObject(slicing) ? parseSlicing(slicing) : undefined,
    valueSet: isRequired ? text(binding['valueSet']) : undefined,
    isModifier: isModifier === true,
    constraints: list(element['constraint'])
      .map(parseConstraint)
      .filter(({ expression }) => expression !== ''),
  };
}

/** Elements such as `Patient.id` have a type of FHIRPath (`…/System.String`), which is left to the base definitions. */
const parseType = (type: Fields): ProfileType => ({
  code: text(type['code'])?.replace(/^.*\//, '') ?? '',
  profiles: texts(type['profile']),
  targets: texts(type['targetProfile']),
});

function parseSlicing({ rules, ordered, discriminator }: Fields): Slicing {
  const discriminators = list(discriminator).map(({ type, path }) => ({ type: text(type) ?? '', path: text(path) ?? '$this' }));
  return { rules: text(rules) ?? 'open', isOrdered: ordered === true, discriminators };
}

function parseConstraint({ key, severity, expression, human }: Fields): Constraint {
  return {
    key: text(key) ?? '',
    severity: text(severity) ?? 'error',
    expression: text(expression) ?? '',
    text: (text(human) ?? '').slice(0, 200),
  };
}

const EXPECTED = ['fixed', 'pattern'] as const;
const BOUNDS = ['minValue', 'maxValue'] as const;

/** `fixedCode`, `patternCodeableConcept`, `minValueInteger`, …. */
function valuesOf<Kind extends string>(element: Fields, kinds: readonly Kind[]): readonly Expected<Kind>[] {
  return Object.entries(element).flatMap(([key, value]) => {
    const kind = kinds.find((one) => key.startsWith(one) && /^[A-Z]\w*$/.test(key.slice(one.length)));
    if (kind === undefined) return [];
    const type = key.slice(kind.length);
    const primitive = type.charAt(0).toLowerCase() + type.slice(1);
    return [{ kind, type: structureOf(type) ? type : primitive, value }];
  });
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const list = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isObject) : []);
const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);

/** A count as JSON has it, read as a number or kept as its spelling. */
function count(value: unknown): number | undefined {
  const number = toNumber(value);
  return typeof number === 'number' ? number : undefined;
}

/** The address of a canonical reference, without `|version` and `#fragment`. */
export const withoutVersion = (url: string): string => url.replace(/[|#].*$/, '');
