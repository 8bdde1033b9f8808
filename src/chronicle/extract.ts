import { isObject, parseLocalReference, type Resource } from '../fhir/index.ts';
import { CORRECTS, type FactValue, MOVE, type Piece } from '../life-course/index.ts';
import { ACTIVITY, ANSWER, drugValuesIn, FORM_SECTION, PROGRAMME } from '../standards/index.ts';
import { dayOf } from './day-of.ts';
import type { Dictionary } from './dictionary.ts';

/** Version of a definition under which somebody was enrolled. */
export const DEFINITION_VERSION = 'urn:minkang:extension:definition-version';
const VITAL_EVENT_KIND = 'urn:minkang:vital-event';

/** What may say something of a life course. */
export const TELLING_TYPES: readonly string[] = [
  ...['Observation', 'Condition', 'Immunization', 'EpisodeOfCare', 'Encounter', 'Procedure', 'ServiceRequest', 'Composition'],
  ...['AllergyIntolerance', 'Flag', 'MedicationStatement'],
];

type Facts = Record<string, FactValue>;

/**
 * What a resource says of the life of its resident; undefined where it says nothing that anyone asks about, has no day, or
 * was entered in error.
 */
export function toPiece(resource: Resource & { readonly id: string }, dictionary: Dictionary): Piece | undefined {
  if (VOID.has(textOf(resource['status']) ?? '') || VOID.has(codesOf(resource['verificationStatus'])[0] ?? '')) return undefined;
  const read = READERS[resource.resourceType];
  const said = read?.(resource, dictionary);
  const day = dayOf(said?.day);
  if (!said || day === undefined || Object.keys(said.facts).length === 0) return undefined;
  return {
    source: `${resource.resourceType}/${resource.id}`,
    ...optional('contact', resource.resourceType === 'Encounter' ? resource.id : idIn(encounterOf(resource), 'Encounter')),
    day,
    ...optional('until', dayOf(said.until)),
    ...optional('place', said.place),
    facts: said.facts,
  };
}

const encounterOf = (resource: Resource): unknown => resource['encounter'] ?? resource['context'];

const VOID: ReadonlySet<string> = new Set(['entered-in-error', 'cancelled', 'not-done', 'refuted', 'planned', 'waitlist']);

interface Said {
  /** A FHIR date or dateTime. */
  readonly day: string | undefined;
  readonly until?: string | undefined;
  readonly place?: string | undefined;
  readonly facts: Facts;
}

type Reader = (resource: Resource, dictionary: Dictionary) => Said;

const READERS: Readonly<Record<string, Reader>> = {
  Observation: (resource, dictionary) => ({ day: momentOf(resource, 'effective'), facts: observed(resource, dictionary) }),
  Condition: (resource) => ({
    day: momentOf(resource, 'onset') ?? textOf(resource['recordedDate']),
    until: momentOf(resource, 'abatement'),
    facts: optional('condition', diseaseIn(resource['code'])),
  }),
  Immunization: (resource) => ({
    day: textOf(resource['occurrenceDateTime']),
    facts: { ...first('vaccine', codesOf(resource['vaccineCode'])), ...optional('dose', doseIn(resource['vaccineCode'])) },
  }),
  EpisodeOfCare: (resource) => ({
    day: periodOf(resource['period']).start,
    until: periodOf(resource['period']).end,
    place: idIn(resource['managingOrganization'], 'Organization'),
    facts: {
      ...first('enrolled', codesOf(listOf(resource['type']), PROGRAMME)),
      ...optional('version', versionIn(resource)),
      ...optional('worker', idIn(resource['careManager'], 'Practitioner')),
    },
  }),
  Encounter: (resource) => ({
    day: periodOf(resource['period']).start,
    until: periodOf(resource['period']).end,
    place: idIn(resource['serviceProvider'], 'Organization'),
    facts: {
      ...optional('setting', textOf((resource['class'] as { code?: unknown } | undefined)?.code)),
      ...first('contact', codesOf(listOf(resource['type']), ACTIVITY)),
    },
  }),
  Procedure: (resource) => ({
    day: momentOf(resource, 'performed'),
    facts: first('procedure', codesOf(resource['code'])),
  }),
  ServiceRequest: (resource) => ({
    day: textOf(resource['authoredOn']),
    facts: first('requested', codesOf(resource['code'])),
  }),
  Composition: (resource) => ({
    day: periodOf(periodIn(resource)).start,
    facts: {
      ...first(MOVE, codesOf(resource['type'], VITAL_EVENT_KIND)),
      ...optional(CORRECTS, correctedIn(resource)),
    },
  }),
  AllergyIntolerance: (resource) => ({
    day: momentOf(resource, 'onset') ?? textOf(resource['recordedDate']),
    facts: first('allergy', codesOf(resource['code'])),
  }),
  MedicationStatement: (resource, dictionary) => ({
    day: momentOf(resource, 'effective'),
    facts: drugFacts(resource, dictionary),
  }),
  Flag: (resource) => ({
    day: periodOf(resource['period']).start,
    until: periodOf(resource['period']).end,
    facts: first('flag', codesOf(resource['code'])),
  }),
};

/** A drug of a form, under the names of its row; whatever else is prescribed is no answer of a form. */
function drugFacts(resource: Resource, dictionary: Dictionary): Facts {
  const [section] = codesOf(resource['category'], FORM_SECTION);
  if (section === undefined) return {};
  const row = ROW.exec(section)?.[0] ?? '';
  const others = listOf(resource['extension']).flatMap((one) => (isObject(one) && one['url'] === ANSWER ? [holderIn(one)] : []));
  const placed = Object.entries(drugValuesIn(resource)).map(([name, value]) => [name + row, value] as const);
  return { ...Object.fromEntries(placed), ...told(others, row, dictionary) };
}

/** An answer in an extension, as a component of an Observation has it. */
function holderIn(answer: Record<string, unknown>): Record<string, unknown> {
  const parts = listOf(answer['extension']).filter(isObject);
  const part = (url: string) => parts.find((one) => one['url'] === url) ?? {};
  return { ...part('value'), code: part('element')['valueCodeableConcept'] };
}

/** What an Observation tells itself, and what its components do. */
function observed(resource: Resource, dictionary: Dictionary): Facts {
  return told([resource, ...listOf(resource['component']).filter(isObject)], rowOf(resource), dictionary);
}

function told(holders: readonly Readonly<Record<string, unknown>>[], row: string, dictionary: Dictionary): Facts {
  const facts: Facts = {};
  for (const holder of holders) {
    const element = codingsIn(holder['code'])
      .map(({ system, code }) => dictionary.find(system, code))
      .find(Boolean);
    const value = element && dictionary.valueOf(element, holder);
    if (element && value !== undefined) facts[element.name + row] = value;
  }
  return facts;
}

const ROW = /#\d+$/;

/** Of a section that is filled in several times, which time: `#2`. The facts of each have names of their own. */
function rowOf(resource: Resource): string {
  const [section] = codesOf(resource['code'], FORM_SECTION);
  return (section === undefined ? undefined : ROW.exec(section)?.[0]) ?? '';
}

function momentOf(resource: Resource, name: string): string | undefined {
  return textOf(resource[`${name}DateTime`]) ?? periodOf(resource[`${name}Period`]).start ?? textOf(resource[`${name}Instant`]);
}

function periodOf(value: unknown): { start?: string | undefined; end?: string | undefined } {
  return isObject(value) ? { start: textOf(value['start']), end: textOf(value['end']) } : {};
}

/** A correcting event says which one never was. */
function correctedIn(resource: Resource): string | undefined {
  const [relation] = listOf(resource['relatesTo']).filter(isObject);
  const id = idIn(relation?.['targetReference'], 'Composition');
  return id === undefined ? undefined : `Composition/${id}`;
}

function periodIn(resource: Resource): unknown {
  const [event] = listOf(resource['event']);
  return isObject(event) ? event['period'] : undefined;
}

function versionIn(resource: Resource): string | undefined {
  const found = listOf(resource['extension']).find((one) => isObject(one) && one['url'] === DEFINITION_VERSION);
  return isObject(found) ? textOf(found['valueString']) : undefined;
}

function codingsIn(concept: unknown): { system: string | undefined; code: string | undefined }[] {
  const concepts = Array.isArray(concept) ? concept : [concept];
  return concepts
    .flatMap((one) => (isObject(one) ? listOf(one['coding']) : []))
    .filter(isObject)
    .map(({ system, code }) => ({ system: textOf(system), code: textOf(code) }));
}

/** ICD-10 in all its editions; the OID is that of shared documents in China (WS/T 500). */
const ICD_10 = /^(?:http:\/\/hl7\.org\/fhir\/sid\/icd-10|urn:oid:2\.16\.156\.10011\.2\.3\.3\.11(?:\.|$))/;
/** GB/T 15657: its codes are written alike and mean others; A01.01 is a seasonal disease there, and typhoid in ICD-10. */
const CHINESE_MEDICINE = /^urn:oid:2\.16\.156\.10011\.2\.3\.3\.14(?:\.|$)/;

/** Code of a disease: that of ICD-10 where it has one, else the first that is none of Chinese medicine. */
function diseaseIn(concept: unknown): string | undefined {
  const codings = codingsIn(concept).filter(({ code }) => code !== undefined);
  const found =
    codings.find(({ system }) => ICD_10.test(system ?? '')) ?? codings.find(({ system }) => !CHINESE_MEDICINE.test(system ?? ''));
  return found?.code;
}

const OWN_VACCINE = 'urn:minkang:vaccine';
const CVX = 'http://hl7.org/fhir/sid/cvx';

/** What was given, as exactly as it is told: the own name `MMR`, `cvx:03`, or a code and what it is called, `cn:03|脊灰灭活疫苗`. */
function doseIn(concept: unknown): string | undefined {
  const of = (system: string) => codesOf(concept, system)[0];
  const [own, cvx] = [of(OWN_VACCINE), of(CVX)];
  if (own !== undefined || cvx !== undefined) return own ?? `cvx:${cvx}`;
  const name = isObject(concept) ? textOf(concept['text']) : undefined;
  const [code] = codesOf(concept);
  return code === undefined && name === undefined ? undefined : `cn:${code ?? ''}|${name ?? ''}`;
}

/** Codes in the order given; of one system where it is named. */
const codesOf = (concept: unknown, system?: string): string[] =>
  codingsIn(concept).flatMap((coding) =>
    coding.code !== undefined && (system === undefined || coding.system === system) ? [coding.code] : [],
  );

const first = (name: string, codes: readonly string[]): Facts => optional(name, codes[0]);
const optional = <Value>(name: string, value: Value | undefined): Record<string, Value> =>
  value === undefined ? {} : { [name]: value };
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function idIn(reference: unknown, type: string): string | undefined {
  const text = isObject(reference) ? textOf(reference['reference']) : undefined;
  const found = text === undefined ? undefined : parseLocalReference(text);
  return found?.type === type ? found.id : undefined;
}
