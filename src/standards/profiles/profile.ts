import type { Bilingual } from '../../kernel/index.ts';

/** What a profile of ours says of one element, in the words of ElementDefinition. */
export interface ElementRule {
  readonly path: string;
  readonly sliceName?: string;
  readonly slicing?: {
    readonly discriminator: readonly { readonly type: string; readonly path: string }[];
    readonly rules: 'open';
  };
  readonly min?: number;
  readonly max?: string;
  readonly type?: readonly { readonly code: string }[];
  readonly fixedUri?: string;
  readonly patternUri?: string;
  readonly short?: Bilingual;
  readonly constraint?: readonly Rule[];
}

interface Rule {
  readonly key: string;
  readonly human: string;
  /** FHIRPath. */
  readonly expression: string;
}

/** A profile of ours, from which its StructureDefinition is made. */
export interface Profile {
  /** Id under which it is stored. */
  readonly id: string;
  /** Canonical address. */
  readonly url: string;
  readonly version: string;
  readonly name: string;
  readonly title: Bilingual;
  /** Day of the version, YYYY-MM-DD. */
  readonly date: string;
  readonly type: string;
  readonly elements: readonly ElementRule[];
  /** Of an extension: elements in which it may stand. */
  readonly contexts?: readonly string[];
}

const BASE = 'http://hl7.org/fhir/StructureDefinition/';

/** https://hl7.org/fhir/R4/structuredefinition.html, as a differential */
export function toStructureDefinition({ id, url, version, name, title, date, type, elements, contexts }: Profile) {
  return {
    resourceType: 'StructureDefinition',
    id,
    url,
    version,
    name,
    title: title.zh,
    _title: translated(title),
    status: 'active',
    date,
    publisher: 'Minkang',
    fhirVersion: '4.0.1',
    kind: type === 'Extension' ? 'complex-type' : 'resource',
    abstract: false,
    ...(contexts ? { context: contexts.map((expression) => ({ type: 'element', expression })) } : {}),
    type,
    baseDefinition: `${BASE}${type}`,
    derivation: 'constraint',
    differential: { element: toElements(elements) },
  };
}

/** Each element under an id of its own: what comes after a slice, and lies within it, is told as its part. */
function toElements(rules: readonly ElementRule[]) {
  let slice: { path: string; id: string } | undefined;
  return rules.map((rule) => {
    const { path, sliceName, short, constraint } = rule;
    if (sliceName !== undefined) slice = { path, id: `${path}:${sliceName}` };
    else if (slice && !path.startsWith(`${slice.path}.`)) slice = undefined;
    return {
      id: slice ? slice.id + path.slice(slice.path.length) : path,
      ...rule,
      ...(short ? { short: short.zh, _short: translated(short) } : {}),
      ...(constraint ? { constraint: constraint.map((one) => ({ ...one, severity: 'error' })) } : {}),
    };
  });
}

const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation';

const translated = ({ en }: Bilingual) => ({
  extension: [
    {
      url: TRANSLATION,
      extension: [
        { url: 'lang', valueCode: 'en' },
        { url: 'content', valueString: en },
      ],
    },
  ],
});
