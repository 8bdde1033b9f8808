import { Problem } from '../../kernel/index.ts';
import { isResourceType } from '../definitions.ts';
import { isObject } from '../resource.ts';

/** One column of a view. */
export interface ViewColumn {
  readonly name: string;
  readonly path: string;
  /** Name of a FHIR type such as `string` or `dateTime`; undefined where the definition does not say. */
  readonly type: string | undefined;
  /** Whether the cell is the list of all values. */
  readonly collection: boolean;
  /** Where it stands: `ViewDefinition.select[0].column[1]`. */
  readonly at: string;
}

/** A FHIRPath expression and where it stands. */
export interface ViewPath {
  readonly path: string;
  readonly at: string;
}

export interface ViewSelect {
  readonly at: string;
  readonly each: { readonly kind: 'forEach' | 'forEachOrNull' | 'repeat'; readonly paths: readonly ViewPath[] } | undefined;
  readonly columns: readonly ViewColumn[];
  readonly selects: readonly ViewSelect[];
  readonly unionAll: readonly ViewSelect[];
}

export interface ViewConstant {
  readonly name: string;
  /** `valueString` without `value`: `String`. */
  readonly type: string;
  readonly value: unknown;
  readonly at: string;
}

/** A ViewDefinition, its form checked. https://build.fhir.org/ig/FHIR/sql-on-fhir-v2/StructureDefinition-ViewDefinition.html */
export interface ViewDefinition {
  readonly name: string | undefined;
  /** Type of the resources that it looks at. */
  readonly resource: string;
  readonly constants: readonly ViewConstant[];
  readonly where: readonly ViewPath[];
  readonly selects: readonly ViewSelect[];
}

/** Invariant sql-name of the specification. */
const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
const MAX_NAME = 255;
const MAX_DEPTH = 50;
const MAX_PATH = 10_000;
const TYPE_BASE = /^http:\/\/hl7\.org\/(?:fhir\/StructureDefinition\/|fhirpath\/System\.)(\w+)$/;

const invalid = (detail: string, at: string) => new Problem('view-invalid', detail, { at });

/** Reads a ViewDefinition. @throws Problem view-invalid, with the place of what is wrong */
export function readViewDefinition(value: unknown): ViewDefinition {
  const at = 'ViewDefinition';
  if (!isObject(value)) throw invalid('A ViewDefinition is expected', at);
  const { resource } = value;
  if (typeof resource !== 'string' || !isResourceType(resource))
    throw invalid('resource names the type of resources that the view looks at', `${at}.resource`);
  return {
    name: value['name'] === undefined ? undefined : nameIn(value, at),
    resource,
    constants: listIn(value, 'constant', at).map(([one, place]) => readConstant(one, place)),
    where: listIn(value, 'where', at).map(([one, place]) => pathIn(one, 'path', place)),
    selects: listIn(value, 'select', at, true).map(([one, place]) => readSelect(one, place, 1)),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function listIn(owner: Fields, name: string, at: string, isRequired = false): (readonly [Fields, string])[] {
  const list = owner[name] ?? [];
  if (!Array.isArray(list) || (list.length === 0 && (isRequired || owner[name] !== undefined)))
    throw invalid(`${name} is a list of at least one`, `${at}.${name}`);
  return list.map((one: unknown, index) => {
    const place = `${at}.${name}[${index}]`;
    if (!isObject(one)) throw invalid('An object is expected', place);
    return [one, place] as const;
  });
}

function readSelect(select: Fields, at: string, depth: number): ViewSelect {
  if (depth > MAX_DEPTH) throw invalid(`Selects are nested deeper than ${MAX_DEPTH}`, at);
  const nested = (name: string) => listIn(select, name, at).map(([one, place]) => readSelect(one, place, depth + 1));
  const columns = listIn(select, 'column', at).map(([one, place]) => readColumn(one, place));
  const [selects, unionAll] = [nested('select'), nested('unionAll')];
  return { at, each: eachIn(select, at), columns, selects, unionAll };
}

function eachIn(select: Fields, at: string): ViewSelect['each'] {
  const kinds = (['forEach', 'forEachOrNull', 'repeat'] as const).filter((kind) => select[kind] !== undefined);
  const [kind, second] = kinds;
  if (second !== undefined) throw invalid(`Beside ${kind} there is no ${second}`, `${at}.${second}`);
  if (kind === undefined) return undefined;
  if (kind !== 'repeat') return { kind, paths: [pathIn(select, kind, at)] };
  const list = select['repeat'];
  if (!Array.isArray(list) || list.length === 0) throw invalid('repeat is a list of at least one', `${at}.repeat`);
  return { kind, paths: list.map((path, index) => toPath(path, `${at}.repeat[${index}]`)) };
}

function readColumn(column: Fields, at: string): ViewColumn {
  const { collection, type } = column;
  if (collection !== undefined && typeof collection !== 'boolean') throw invalid('true or false is expected', `${at}.collection`);
  if (type !== undefined && typeof type !== 'string') throw invalid('The name of a type is expected', `${at}.type`);
  return {
    name: nameIn(column, at),
    path: pathIn(column, 'path', at).path,
    type: type?.replace(TYPE_BASE, (_all, name: string) => name),
    collection: collection === true,
    at,
  };
}

function readConstant(constant: Fields, at: string): ViewConstant {
  const keys = Object.keys(constant).filter((key) => /^value[A-Z]/.test(key));
  const [key] = keys;
  if (key === undefined || keys.length > 1) throw invalid('A constant has one value', at);
  return { name: nameIn(constant, at), type: key.slice('value'.length), value: constant[key], at: `${at}.${key}` };
}

function nameIn(owner: Fields, at: string): string {
  const { name } = owner;
  if (typeof name !== 'string' || !NAME.test(name) || name.length > MAX_NAME)
    throw invalid(`A name has a letter first, then letters, digits or _, at most ${MAX_NAME}`, `${at}.name`);
  return name;
}

const pathIn = (owner: Fields, name: string, at: string): ViewPath => toPath(owner[name], `${at}.${name}`);

function toPath(path: unknown, at: string): ViewPath {
  if (typeof path !== 'string' || path === '' || path.length > MAX_PATH)
    throw invalid(`A FHIRPath expression of at most ${MAX_PATH} characters is expected`, at);
  return { path, at };
}
