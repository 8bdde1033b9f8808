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

/** A value that an element must have (`fixed`) or contain (`pattern`). */
export interface Expected {
  readonly kind: 'fixed' | 'pattern';
  readonly type: string;
  readonly value: unknown;
}

export interface Discriminator {
  readonly type: string;
  readonly path: string;
}

export interface Slicing {
  readonly rules: string;
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
  readonly slicing: Slicing | undefined;
  /** Value set of a required binding. */
  readonly valueSet: string | undefined;
  readonly constraints: readonly Constraint[];
}

/** A StructureDefinition of derivation `constraint`. */
export interface ProfileDefinition {
  readonly url: string;
  readonly name: string;
  readonly type: string;
  readonly base: string | undefined;
  readonly elements: readonly ProfileElement[];
}

/** undefined where the resource is no profile: another type, or neither snapshot nor differential. */
export function parseDefinition(resource: unknown): ProfileDefinition | undefined {
  if (!isObject(resource) || resource['resourceType'] !== 'StructureDefinition') return undefined;
  const { url, name, type, baseDefinition, snapshot, differential } = resource;
  const view = isObject(snapshot) ? snapshot : differential;
  if (typeof url !== 'string' || typeof type !== 'string' || !isObject(view)) return undefined;
  return {
    url,
    name: typeof name === 'string' && /^[\w -]{1,80}$/.test(name) ? name : type,
    type,
    base: text(baseDefinition),
    elements: list(view['element']).map(parseElement),
  };
}

function parseElement(element: Fields): ProfileElement {
  const { path, sliceName, min, max, slicing, binding } = element;
  const isRequired = isObject(binding) && binding['strength'] === 'required';
  return {
    path: text(path) ?? '',
    sliceName: text(sliceName),
    min: typeof min === 'number' ? min : 0,
    max: typeof max === 'string' && max !== '*' ? Number(max) : Number.POSITIVE_INFINITY,
    types: list(element['type'])
      .map(parseType)
      .filter(({ code }) => !code.startsWith('System.')),
    expected: expectedOf(element),
    slicing: isObject(slicing) ? parseSlicing(slicing) : undefined,
    valueSet: isRequired ? text(binding['valueSet']) : undefined,
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

function parseSlicing({ rules, discriminator }: Fields): Slicing {
  const discriminators = list(discriminator).map(({ type, path }) => ({ type: text(type) ?? '', path: text(path) ?? '$this' }));
  return { rules: text(rules) ?? 'open', discriminators };
}

function parseConstraint({ key, severity, expression, human }: Fields): Constraint {
  return {
    key: text(key) ?? '',
    severity: text(severity) ?? 'error',
    expression: text(expression) ?? '',
    text: (text(human) ?? '').slice(0, 200),
  };
}

/** `fixedCode`, `patternCodeableConcept`, …. */
function expectedOf(element: Fields): Expected | undefined {
  for (const [key, value] of Object.entries(element)) {
    const [, kind, type] = /^(fixed|pattern)([A-Z]\w*)$/.exec(key) ?? [];
    if (type === undefined || (kind !== 'fixed' && kind !== 'pattern')) continue;
    const primitive = type.charAt(0).toLowerCase() + type.slice(1);
    return { kind, type: structureOf(type) ? type : primitive, value };
  }
  return undefined;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const list = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isObject) : []);
const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string').map(withoutVersion) : [];

/** Canonical addresses are compared without `|version`. */
export const withoutVersion = (url: string): string => url.replace(/\|.*$/, '');
