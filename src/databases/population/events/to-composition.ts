import type { Field, FormValue, FormValues } from '../../../forms/index.ts';
import type { Bilingual } from '../../../kernel/index.ts';
import { bilingualCoding } from '../../../standards/index.ts';
import type { Identified } from '../parts.ts';
import { CERTIFICATE, type ChangedVersion, EFFECT, EVENT_CATEGORY, EVENT_KIND, FORM, VITAL_EVENT } from './composition.ts';

export interface EventToKeep {
  readonly id: string;
  readonly kind: string;
  readonly name: Bilingual;
  readonly resident: string;
  /** YYYY-MM-DD, or an instant with zone. */
  readonly happened: string;
  readonly certificate: string | undefined;
  /** ISO instant. */
  readonly recordedAt: string;
  readonly recordedBy: { readonly id: string; readonly name: string };
  readonly corrects?: string;
  readonly fields: readonly Field[];
  readonly values: FormValues;
  readonly changes: readonly ChangedVersion[];
}

/** An event as it is kept: https://hl7.org/fhir/R4/composition.html, its form a contained QuestionnaireResponse. */
export function toComposition(event: EventToKeep): Identified {
  const { id, kind, name, resident, happened, certificate, recordedAt, recordedBy, corrects } = event;
  return {
    resourceType: 'Composition',
    id,
    contained: [toForm(event)],
    ...(certificate ? { identifier: { system: CERTIFICATE + kind, value: certificate } } : {}),
    status: 'final',
    type: { coding: [bilingualCoding(EVENT_KIND, kind, name)] },
    category: [{ coding: [bilingualCoding(EVENT_CATEGORY, VITAL_EVENT, { zh: '生命事件', en: 'Vital event' })] }],
    subject: { reference: `Patient/${resident}` },
    date: recordedAt,
    author: [{ identifier: { system: 'urn:minkang:account', value: recordedBy.id }, display: recordedBy.name }],
    title: name.zh,
    ...(corrects ? { relatesTo: [{ code: 'replaces', targetReference: { reference: `Composition/${corrects}` } }] } : {}),
    event: [{ period: { start: happened, end: happened } }],
    section: [
      { title: '登记表', code: { coding: [{ system: EVENT_CATEGORY, code: FORM }] }, entry: [{ reference: `#${FORM}` }] },
      ...(event.changes.length > 0 ? [toEffect(event.changes)] : []),
    ],
  };
}

const toEffect = (changes: readonly ChangedVersion[]) => ({
  title: '变更',
  code: { coding: [{ system: EVENT_CATEGORY, code: EFFECT }] },
  entry: changes.map(({ type, id, version }) => ({ reference: `${type}/${id}/_history/${version}` })),
});

const toForm = ({ kind, fields, values, recordedAt }: EventToKeep) => ({
  resourceType: 'QuestionnaireResponse',
  id: FORM,
  questionnaire: `urn:minkang:questionnaire:${kind}`,
  status: 'completed',
  authored: recordedAt,
  item: fields.flatMap((field) => {
    const value = values[field.key];
    return value === undefined ? [] : [{ linkId: field.key, text: field.name.zh, answer: [toAnswer(field, value)] }];
  }),
});

function toAnswer({ type, codes }: Field, value: FormValue): object {
  if (typeof value === 'object') return { valueReference: { reference: `Patient/${value.id}`, display: value.name } };
  switch (type) {
    case 'whole':
      return { valueInteger: value };
    case 'decimal':
      return { valueDecimal: value };
    case 'flag':
      return { valueBoolean: value };
    case 'date':
      return { valueDate: value };
    case 'time':
      return { valueDateTime: value };
    case 'code': {
      const concept = codes?.find(String(value));
      return { valueCoding: codes && concept ? bilingualCoding(codes.system, concept.code, concept.name) : { code: value } };
    }
    case 'icd10':
      return { valueCoding: { system: 'http://hl7.org/fhir/sid/icd-10', code: value } };
    default:
      return { valueString: value };
  }
}
