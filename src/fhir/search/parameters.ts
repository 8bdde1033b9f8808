import additional from '../../../data/fhir/additional-types.json' with { type: 'json' };
import table from '../../../data/fhir/search-parameters.json' with { type: 'json' };

export type ParameterKind = 'token' | 'string' | 'date' | 'number' | 'quantity' | 'reference' | 'uri' | 'composite' | 'special';

/** Where values of a parameter stand in a resource, and of which data type they are. */
export interface ValuePath {
  /** Names the place in the index: the same for every parameter that looks there. */
  readonly key: string;
  readonly steps: readonly Step[];
  readonly type: string;
  /** References that lead to another type do not count. */
  readonly target?: string;
  /** Starts at the resource, though it is part of a composite further down. */
  readonly fromTop?: boolean;
}

export interface Step {
  readonly property: string;
  readonly where?: readonly [property: string, value: string];
  readonly index?: number;
}

/** One search parameter of one resource type. https://hl7.org/fhir/R4/searchparameter-registry.html */
export interface SearchParameter {
  readonly code: string;
  readonly kind: ParameterKind;
  readonly paths: readonly ValuePath[];
  /** Types that a reference may lead to; empty: any. */
  readonly targets: readonly string[];
  readonly composite?: Composite;
  /** Not one of R4: it was defined by a SearchParameter that is stored. */
  readonly isOwn?: boolean;
}

export interface Composite {
  /** Elements whose parts belong together; without steps: the resource itself. */
  readonly roots: readonly (readonly Step[])[];
  readonly parts: readonly { readonly kind: ParameterKind; readonly paths: readonly ValuePath[] }[];
  /** Names the place of one that somebody defined; R4's are named by their parts. */
  readonly key?: string;
}

const COMMON: Readonly<Record<string, string>> = {
  _tag: 'token:meta.tag@Coding',
  _security: 'token:meta.security@Coding',
  _profile: 'uri:meta.profile@canonical',
  _source: 'uri:meta.source@uri',
};

const lines = { ...table, ...additional.searchParameters } as Readonly<Record<string, Readonly<Record<string, string>>>>;
const known = new Map<string, ReadonlyMap<string, SearchParameter>>();

/** All official definitions as one text: another text means that what is stored is indexed otherwise. */
export const officialDefinitions = (): string => JSON.stringify([COMMON, table]);

/** The official R4 parameters of a type by code; empty where there is no such type. Read once, when first asked for. */
export function searchParametersOf(type: string): ReadonlyMap<string, SearchParameter> {
  const found = known.get(type);
  if (found) return found;
  const made = new Map(
    Object.entries({ ...COMMON, ...lines[type] }).map(([code, line]) => [code, parseParameter(type, code, line)] as const),
  );
  if (type in lines) known.set(type, made);
  return made;
}

function parseParameter(type: string, code: string, line: string): SearchParameter {
  const [, kind = '', targets = '', rest = ''] = /^(\w+)(?:\(([^)]*)\))?:(.*)$/.exec(line) ?? [];
  const common = { code, kind: kind as ParameterKind, targets: targets ? targets.split(',') : [] };
  if (kind !== 'composite') return { ...common, paths: parsePaths(type, rest) };
  const [roots = '', ...parts] = rest.split('!');
  const composite: Composite = {
    roots: roots.split(',').map(parseSteps),
    parts: parts.map((part) => {
      const colon = part.indexOf(':');
      return { kind: part.slice(0, colon) as ParameterKind, paths: parsePaths(type, part.slice(colon + 1)) };
    }),
  };
  return { ...common, paths: [], composite };
}

function parsePaths(type: string, text: string): ValuePath[] {
  return text.split(';').map((part) => {
    const [place = '', after = ''] = part.split('@');
    const [dataType = '', target] = after.split('>');
    const fromTop = place.startsWith('/');
    return {
      key: `${type}.${place.replace(/^\//, '')}`,
      steps: parseSteps(place.replace(/^\//, '')),
      type: dataType,
      ...(target ? { target } : {}),
      ...(fromTop ? { fromTop } : {}),
    };
  });
}

function parseSteps(place: string): Step[] {
  if (place === '') return [];
  return place.split('.').map((text) => {
    const [, property = '', condition] = /^(\w+)(?:\[([^\]]+)\])?$/.exec(text) ?? [];
    if (!condition) return { property };
    const [name = '', value] = condition.split('=');
    return value === undefined ? { property, index: Number(name) } : { property, where: [name, value] };
  });
}
