import type { Resource } from '../../../fhir/index.ts';
import { type CodeTable, codeTable, type Grouping } from '../code-table.ts';
import type { BuiltIn } from './source.ts';

interface More {
  readonly zh?: string;
  readonly en?: string;
  readonly abstract?: boolean;
  readonly inactive?: boolean;
  readonly children?: readonly string[];
}

type ConceptLine =
  | string
  | readonly [code: string, name: string]
  | readonly [code: string, name: string, more: More]
  | readonly [code: string, name: string, more: More, below: readonly ConceptLine[]];

export type CodeSystemLine = readonly [
  id: string,
  url: string,
  version: string | null,
  name: string,
  title: string,
  status: string,
  content: string,
  caseSensitive: boolean,
  concepts: readonly ConceptLine[],
];

interface PartLine {
  readonly system?: string;
  readonly version?: string;
  readonly codes?: readonly (string | readonly [code: string, name: string])[];
  readonly filters?: readonly (readonly [property: string, op: string, value: string])[];
  readonly valueSets?: readonly string[];
}

export type ValueSetLine = readonly [
  id: string,
  url: string,
  version: string | null,
  name: string,
  title: string,
  status: string,
  include: readonly PartLine[],
  exclude?: readonly PartLine[],
];

export type NationalLine = readonly [
  id: string,
  url: string,
  version: string,
  standard: string,
  titleZh: string,
  titleEn: string,
  grouping: Grouping | null,
  concepts: readonly ConceptLine[],
];

export function r4CodeSystem([id, url, version, name, title, status, content, caseSensitive, concepts]: CodeSystemLine): BuiltIn {
  const resource = () => ({
    ...head('CodeSystem', { id, url, version, name, title, status, language: 'en' }),
    caseSensitive,
    ...hierarchy(concepts.map(toConcept)),
    content,
    property: PROPERTIES,
    ...listed('concept', concepts.map(toConcept)),
  });
  return { type: 'CodeSystem', id, url, version: version ?? undefined, resource };
}

export function r4ValueSet([id, url, version, name, title, status, include, exclude = []]: ValueSetLine): BuiltIn {
  const resource = () => ({
    ...head('ValueSet', { id, url, version, name, title, status, language: 'en' }),
    ...(include.length > 0 ? { compose: { include: include.map(toPart), ...listed('exclude', exclude.map(toPart)) } } : {}),
  });
  return { type: 'ValueSet', id, url, version: version ?? undefined, resource };
}

/** The same as a table of codes with their names, for forms. */
export function nationalTable([, url, version, standard, , , grouping, concepts]: NationalLine): CodeTable {
  const rows = concepts.map((line): readonly [string, string, string] => {
    const [code, name = code, more] = typeof line === 'string' ? [line] : line;
    return [code, name, more?.en ?? name];
  });
  return codeTable(url, standard, version, rows, grouping ?? undefined);
}

/** The code system, and the value set of all its codes. */
export function nationalCodeSystem(line: NationalLine): BuiltIn[] {
  const [id, url, version, standard, titleZh, titleEn, grouping, concepts] = line;
  const all = `urn:minkang:value-set:${id}`;
  const common = { id, version, title: titleZh, status: 'active', language: 'zh-CN' };
  const description = `${standard} ${titleEn}`;
  const nested = nest(concepts.map(toConcept), grouping);
  const codeSystem = () => ({
    ...head('CodeSystem', { ...common, url, name: nameFrom(id) }),
    description,
    caseSensitive: true,
    valueSet: all,
    ...hierarchy(nested),
    content: 'complete',
    ...listed('concept', nested),
  });
  const valueSet = () => ({
    ...head('ValueSet', { ...common, url: all, name: nameFrom(id) }),
    description,
    compose: { include: [{ system: url }] },
  });
  return [
    { type: 'CodeSystem', id, url, version, resource: codeSystem },
    { type: 'ValueSet', id, url: all, version, resource: valueSet },
  ];
}

interface Head {
  readonly id: string;
  readonly url: string;
  readonly version: string | null;
  readonly name: string;
  readonly title: string;
  readonly status: string;
  readonly language: string;
}

function head(resourceType: 'CodeSystem' | 'ValueSet', { id, language, url, version, name, title, status }: Head) {
  const versioned = version === null ? {} : { version };
  return { resourceType, id, language, url, ...versioned, name: nameFrom(name), title, status } satisfies Resource;
}

/** A name that a program can carry: csd-0, vsd-0. */
const nameFrom = (text: string): string => text.replaceAll(/[^A-Za-z0-9_]/g, '_').replace(/^(?=[^A-Z])/, 'T');

const PROPERTIES = [
  { code: 'notSelectable', uri: 'http://hl7.org/fhir/concept-properties#notSelectable', type: 'boolean' },
  { code: 'inactive', uri: 'http://hl7.org/fhir/concept-properties#inactive', type: 'boolean' },
  { code: 'child', uri: 'http://hl7.org/fhir/concept-properties#child', type: 'code' },
] as const;

interface Concept {
  readonly code: string;
  readonly display?: string;
  readonly designation?: readonly object[];
  readonly property?: readonly object[];
  readonly concept?: readonly Concept[];
}

function toConcept(line: ConceptLine): Concept {
  if (typeof line === 'string') return { code: line };
  const [code, name, more = {}, below = []] = line;
  const designations = (['zh', 'en'] as const).flatMap((language) => {
    const value = more[language];
    return value === undefined ? [] : [{ language: language === 'zh' ? 'zh-CN' : 'en', value }];
  });
  const properties = [
    ...(more.abstract ? [{ code: 'notSelectable', valueBoolean: true }] : []),
    ...(more.inactive ? [{ code: 'inactive', valueBoolean: true }] : []),
    ...(more.children ?? []).map((child) => ({ code: 'child', valueCode: child })),
  ];
  return {
    code,
    ...(name === '' ? {} : { display: name }),
    ...listed('designation', designations),
    ...listed('property', properties),
    ...listed('concept', below.map(toConcept)),
  };
}

function toPart({ system, version, codes, filters = [], valueSets = [] }: PartLine) {
  return {
    ...(system === undefined ? {} : { system }),
    ...(version === undefined ? {} : { version }),
    ...listed(
      'concept',
      (codes ?? []).map((one) => (typeof one === 'string' ? { code: one } : { code: one[0], display: one[1] })),
    ),
    ...listed(
      'filter',
      filters.map(([property, op, value]) => ({ property, op, value })),
    ),
    ...listed('valueSet', valueSets),
  };
}

/** FHIR has no empty lists. */
const listed = <Name extends string>(name: Name, list: readonly unknown[]) => (list.length > 0 ? { [name]: list } : {});

const hierarchy = (concepts: readonly Concept[]) =>
  concepts.some(({ concept, property }) => concept || property) ? { hierarchyMeaning: 'is-a' } : {};

function nest(concepts: readonly Concept[], grouping: Grouping | null): Concept[] {
  if (!grouping) return [...concepts];
  const codes = new Set(concepts.map(({ code }) => code));
  const byParent = Map.groupBy(concepts, ({ code }) => parentOf(code, codes, grouping));
  const withBelow = (concept: Concept): Concept => ({
    ...concept,
    ...listed('concept', (byParent.get(concept.code) ?? []).map(withBelow)),
  });
  return (byParent.get(undefined) ?? []).map(withBelow);
}

function parentOf(code: string, codes: ReadonlySet<string>, grouping: Grouping): string | undefined {
  if (grouping === 'tens') return code.endsWith('0') ? undefined : [`${code.slice(0, -1)}0`].find((one) => codes.has(one));
  for (let end = code.length - 1; end > 0; end--) if (codes.has(code.slice(0, end))) return code.slice(0, end);
  return undefined;
}
