import { isObject, type Resource } from '../../../fhir/index.ts';
import type { Field, FormValue, FormValues } from '../../../forms/index.ts';
import { bilingualCoding } from '../../../standards/index.ts';
import { diseaseOf } from './card-fields.ts';
import type { CaseState, Outcome, StatementKind } from './contract.ts';

type Identified = Resource & { readonly id: string };

/** Category of the Condition that stands for a case, of its Observation and of what is said of it; they are kept apart from others. */
export const NOTIFIABLE = 'notifiable-disease';
const CATEGORY = 'urn:minkang:category';
const DISEASE = 'urn:minkang:notifiable-disease';
const CARD = 'urn:minkang:notifiable-card';
const STATEMENT = 'urn:minkang:notifiable-statement';
const EXTENSION = 'urn:minkang:extension:';

const category = [{ coding: [bilingualCoding(CATEGORY, NOTIFIABLE, { zh: '法定传染病', en: 'Notifiable disease' })] }];

export interface CaseToKeep {
  /** Condition id. */
  readonly id: string;
  /** Observation id of the card. */
  readonly card: string;
  /** Patient id. */
  readonly resident: string;
  readonly values: FormValues;
  readonly state: CaseState;
  readonly outcome: Outcome | undefined;
  /** Day of recovery or death, YYYY-MM-DD. */
  readonly endedOn: string | undefined;
  readonly duplicateOf: string | undefined;
  /** ISO instant of the first report. */
  readonly reportedAt: string;
}

/** Of CV05.01.002: suspected, clinical, confirmed, carrier. https://hl7.org/fhir/R4/valueset-condition-ver-status.html */
const VERIFICATIONS: Readonly<Record<string, string>> = {
  '1': 'unconfirmed',
  '2': 'provisional',
  '3': 'confirmed',
  '4': 'confirmed',
};

/** A case as FHIR: the Condition, and the answers of its card as components of one Observation. */
export function toCaseResources(kept: CaseToKeep, fields: readonly Field[]): readonly [Identified, Identified] {
  return [toCondition(kept), toObservation(kept, fields)];
}

function toCondition({ id, card, resident, values, state, outcome, endedOn, duplicateOf, reportedAt }: CaseToKeep): Identified {
  const disease = diseaseOf(values);
  const verification = state === 'refuted' ? 'refuted' : (VERIFICATIONS[String(values['classification'])] ?? 'unconfirmed');
  const isOver = outcome !== undefined;
  return {
    resourceType: 'Condition',
    id,
    extension: [
      { url: `${EXTENSION}case-state`, valueCode: state },
      { url: `${EXTENSION}case-classification`, valueCode: String(values['classification']) },
      { url: `${EXTENSION}diagnosed-at`, valueDateTime: String(values['diagnosedAt']) },
      ...(outcome ? [{ url: `${EXTENSION}case-outcome`, valueCode: outcome }] : []),
      ...(duplicateOf ? [{ url: `${EXTENSION}same-illness-as`, valueReference: { reference: `Condition/${duplicateOf}` } }] : []),
    ],
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: isOver ? 'resolved' : 'active' }],
    },
    verificationStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: verification }],
    },
    category,
    code: { coding: [bilingualCoding(DISEASE, disease.code, disease.name)], text: disease.name.zh },
    subject: { reference: `Patient/${resident}` },
    onsetDateTime: String(values['onsetOn']),
    ...(isOver && endedOn ? { abatementDateTime: endedOn } : {}),
    recordedDate: reportedAt,
    evidence: [{ detail: [{ reference: `Observation/${card}` }] }],
  };
}

const toObservation = ({ card, resident, values, reportedAt }: CaseToKeep, fields: readonly Field[]): Identified => ({
  resourceType: 'Observation',
  id: card,
  status: 'final',
  category,
  code: { coding: [bilingualCoding(CARD, 'card', { zh: '传染病报告卡', en: 'Notifiable disease report card' })] },
  subject: { reference: `Patient/${resident}` },
  effectiveDateTime: String(values['diagnosedAt']),
  issued: reportedAt,
  component: fields.flatMap((field) => {
    const value = values[field.key];
    return value === undefined
      ? []
      : [{ code: { coding: [bilingualCoding(CARD, field.key, field.name)] }, ...toValue(field, value) }];
  }),
});

function toValue({ type, codes }: Field, value: FormValue): object {
  if (typeof value === 'boolean') return { valueBoolean: value };
  const concept = type === 'code' ? codes?.find(String(value)) : undefined;
  if (codes && concept) return { valueCodeableConcept: { coding: [bilingualCoding(codes.system, concept.code, concept.name)] } };
  if (type === 'date' || type === 'time') return { valueDateTime: String(value) };
  return { valueString: String(value) };
}

/** The answers of a card as they were given. */
export function cardValues(observation: Resource): FormValues {
  const components = Array.isArray(observation['component']) ? observation['component'].filter(isObject) : [];
  return Object.fromEntries(
    components.flatMap((component) => {
      const key = codeIn(component['code']);
      const value =
        component['valueBoolean'] ??
        component['valueDateTime'] ??
        component['valueString'] ??
        codeIn(component['valueCodeableConcept']);
      return key && (typeof value === 'string' || typeof value === 'boolean') ? [[key, value] as const] : [];
    }),
  );
}

function codeIn(concept: unknown): string | undefined {
  const [coding] = isObject(concept) && Array.isArray(concept['coding']) ? concept['coding'] : [];
  return isObject(coding) && typeof coding['code'] === 'string' ? coding['code'] : undefined;
}

export interface StatementToKeep {
  readonly id: string;
  readonly kind: StatementKind;
  readonly resident: string;
  /** ISO instant. */
  readonly at: string;
  readonly by: { readonly id: string; readonly name: string };
  readonly reason: string | undefined;
  /** Given by the caller; a repeat has the same. */
  readonly key: string;
  /** Versioned references of what it wrote. */
  readonly wrote: readonly string[];
}

const KINDS: Readonly<Record<StatementKind, readonly [zh: string, en: string]>> = {
  report: ['初次报告', 'First report'],
  correct: ['订正报告', 'Correction'],
  accept: ['审核通过', 'Accepted'],
  return: ['退回', 'Returned'],
  refute: ['排除', 'Not a case'],
  close: ['结案', 'Closed'],
  death: ['登记死亡', 'Death registered'],
  alive: ['死亡登记更正', 'Death corrected'],
};

/** What somebody said of a case, as it stays: https://hl7.org/fhir/R4/composition.html */
export function toStatement({ id, kind, resident, at, by, reason, key, wrote }: StatementToKeep): Identified {
  const [zh, en] = KINDS[kind];
  return {
    resourceType: 'Composition',
    id,
    ...(reason ? { extension: [{ url: `${EXTENSION}reason`, valueString: reason }] } : {}),
    identifier: { system: `${STATEMENT}:key`, value: key },
    status: 'final',
    type: { coding: [bilingualCoding(STATEMENT, kind, { zh, en })] },
    category,
    subject: { reference: `Patient/${resident}` },
    date: at,
    author: [{ identifier: { system: 'urn:minkang:account', value: by.id }, display: by.name }],
    title: zh,
    section: [{ title: '报告卡', entry: wrote.map((reference) => ({ reference })) }],
  };
}

export const isNotifiable = ({ resourceType, category: given }: Resource): boolean =>
  (resourceType === 'Condition' || resourceType === 'Observation' || resourceType === 'Composition') &&
  Array.isArray(given) &&
  given.some((concept) => codeIn(concept) === NOTIFIABLE);
