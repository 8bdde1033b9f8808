import { hash } from 'node:crypto';
import type { Programme } from '../programmes/index.ts';

/** Which part of a programme an action is. */
export const PART = 'urn:minkang:definition-part';
/** Code of a step of a schedule, of a classification, of a reason for closing. */
export const STEP = 'urn:minkang:step';
export const CLASSIFICATION = 'urn:minkang:classification';
export const CLOSING = 'urn:minkang:closing-reason';
export const CODE_TABLE = 'urn:minkang:code-table';
export const UCUM = 'http://unitsofmeasure.org';
const EXTENSION = 'urn:minkang:extension:';
const HL7 = 'http://hl7.org/fhir/StructureDefinition/';
const SDC = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-';

/** Language of `Expression`: a question of `src/life-course` as JSON text. Decision 29. */
export const QUESTION_LANGUAGE = 'application/vnd.minkang.question+json';

export const extensions = {
  restricted: `${EXTENSION}restricted`,
  element: `${EXTENSION}element`,
  sharesElement: `${EXTENSION}shares-element`,
  countsAs: `${EXTENSION}counts-as`,
  anchor: `${EXTENSION}anchor`,
  remindDays: `${EXTENSION}remind-days`,
  remindNamed: `${EXTENSION}remind-named`,
  saidAs: `${EXTENSION}said-as`,
  anew: `${EXTENSION}anew`,
  refer: `${EXTENSION}refer`,
  closing: `${EXTENSION}closing-reason`,
  class: `${EXTENSION}class`,
  severity: `${EXTENSION}severity`,
  advice: `${EXTENSION}advice`,
  target: `${EXTENSION}target`,
  institution: `${EXTENSION}institution`,
  category: `${EXTENSION}section-category`,
  usual: `${EXTENSION}usual-range`,
  citation: `${HL7}cqf-citation`,
  unit: `${HL7}questionnaire-unit`,
  itemControl: `${HL7}questionnaire-itemControl`,
  least: `${HL7}minValue`,
  most: `${HL7}maxValue`,
  digits: `${HL7}maxDecimalPlaces`,
  maxOccurs: `${HL7}questionnaire-maxOccurs`,
  enableWhen: `${SDC}enableWhenExpression`,
  calculated: `${SDC}calculatedExpression`,
  initial: `${SDC}initialExpression`,
} as const;

export type Named = Pick<Programme, 'code' | 'version'>;

export const planUrl = ({ code }: Pick<Programme, 'code'>): string => `urn:minkang:programme:${code}`;
export const activityUrl = (programme: Pick<Programme, 'code'>, activity: string): string =>
  `${planUrl(programme)}:activity:${activity}`;
export const formUrl = (programme: Pick<Programme, 'code'>, form: string): string => `${planUrl(programme)}:form:${form}`;
export const contentUrl = (kind: string): string => `urn:minkang:content:${kind}`;
export const measureUrl = (measure: string): string => `urn:minkang:measure:${measure}`;

/** The code at the end of an address that begins so; undefined where it is another one. */
export const codeAfter = (prefix: string, url: unknown): string | undefined =>
  typeof url === 'string' && url.startsWith(prefix) ? url.slice(prefix.length) : undefined;

const MOST_ID = 64;

/** Id of a definition in the store, told by its kind, code and version. */
export function idOf(...parts: readonly string[]): string {
  const plain = parts.join('-').replaceAll(/[^A-Za-z0-9.-]/g, '-');
  if (plain.length <= MOST_ID && plain === parts.join('-')) return plain;
  return `${plain.slice(0, 40)}-${hash('sha256', parts.join(' '), 'hex').slice(0, 20)}`;
}

/** A name that a program can use, as FHIR wants it: `HypertensionFollowUp`. */
export const computable = (...codes: readonly string[]): string =>
  codes
    .flatMap((code) => code.split(/[^A-Za-z0-9]+/))
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
