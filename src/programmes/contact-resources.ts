import { isObject, type Resource } from '../fhir/index.ts';
import type { Bilingual } from '../kernel/index.ts';
import type { FactValue } from '../life-course/index.ts';
import {
  ACTIVITY,
  ANSWER,
  bilingualCoding,
  codingsOf,
  DATA_ELEMENTS,
  DRUG_NAME,
  type Element,
  FORM_SECTION,
  isPlaced,
  LOINC,
  toDrugMembers,
} from '../standards/index.ts';
import type { Answers } from './answers.ts';
import type { Activity, Form, Programme, Section } from './contract.ts';
import { contactName } from './due.ts';
import { codesOf, type FindTable, type ReadyField } from './form-fields.ts';

type Identified = Resource & { readonly id: string };

const OBSERVATION_CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';
const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';

export interface ContactToKeep {
  /** Encounter id. */
  readonly id: string;
  /** Patient id. */
  readonly patient: string;
  readonly programme: Programme;
  readonly activity: Activity;
  readonly form: Form | undefined;
  /** YYYY-MM-DD. */
  readonly on: string;
  readonly answers: Answers;
  readonly by: { readonly id: string; readonly name: string };
  /** Organization id. */
  readonly place: string | undefined;
  /** Ids of what stands already, by type and section: `Observation hypertension/follow-up/signs`. */
  readonly known: ReadonlyMap<string, string>;
  readonly newId: () => string;
}

/**
 * A contact as FHIR: an Encounter, and for each section of the form that has answers an Observation; for a drug that is named a
 * MedicationStatement.
 */
export function toContactResources(
  contact: ContactToKeep,
  fields: readonly ReadyField[],
  findTable: FindTable,
): readonly Identified[] {
  const sections = new Map((contact.form?.sections ?? []).map((section) => [section.code, section]));
  const answered = fields.filter(({ field }) => contact.answers[field.key] !== undefined);
  return [
    toEncounter(contact),
    ...[...Map.groupBy(answered, ({ section }) => section)].flatMap(([code, group]) => {
      const section = sections.get(code.split('#')[0] ?? '');
      if (!section) return [];
      const isDrug = section.category === 'medication' && group.some(({ element }) => element.name === DRUG_NAME);
      return [(isDrug ? toStatement : toObservation)(contact, section, code, group, findTable)];
    }),
  ];
}

/** Home visits take place at home, telephone and the like are virtual, everything else at the institution (CV06.00.207). */
const CLASSES: Readonly<Record<string, readonly [code: string, name: Bilingual]>> = {
  '2': ['HH', { zh: '入户', en: 'home health' }],
  '3': ['VR', { zh: '远程', en: 'virtual' }],
  '4': ['VR', { zh: '远程', en: 'virtual' }],
  '5': ['VR', { zh: '远程', en: 'virtual' }],
};

function toEncounter({ id, patient, programme, activity, on, answers, by, place }: ContactToKeep): Identified {
  const [code, name] = CLASSES[String(answers['contactMode'])] ?? ['AMB', { zh: '门诊', en: 'ambulatory' }];
  const title = {
    zh: `${programme.title.zh} ${activity.title.zh}`,
    en: `${programme.title.en}: ${activity.title.en}`,
  };
  return {
    resourceType: 'Encounter',
    id,
    status: 'finished',
    class: bilingualCoding(ACT_CODE, code, name),
    type: [{ coding: [bilingualCoding(ACTIVITY, contactName(programme.code, activity.code), title)] }],
    subject: { reference: `Patient/${patient}` },
    participant: [{ individual: { identifier: { system: 'urn:minkang:account', value: by.id }, display: by.name } }],
    period: { start: on, end: on },
    ...(place === undefined ? {} : { serviceProvider: { reference: `Organization/${place}` } }),
  };
}

/** What R4 has no category for. */
const CATEGORIES: Readonly<Record<string, string>> = { medication: 'therapy' };

/** Code of a section among all forms; of one that is filled in several times, with its number. */
export const sectionCode = (programme: string, form: string, section: string): string => `${programme}/${form}/${section}`;

function toObservation(
  contact: ContactToKeep,
  section: Section,
  row: string,
  answered: readonly ReadyField[],
  findTable: FindTable,
): Identified {
  const { id, patient, programme, form, on, answers, known, newId } = contact;
  const code = sectionCode(programme.code, form?.code ?? '', row);
  return {
    resourceType: 'Observation',
    id: known.get(`Observation ${code}`) ?? newId(),
    status: 'final',
    category: [{ coding: [{ system: OBSERVATION_CATEGORY, code: CATEGORIES[section.category] ?? section.category }] }],
    code: {
      coding: [
        bilingualCoding(FORM_SECTION, code, section.title),
        ...(section.loinc === undefined ? [] : [{ system: LOINC, code: section.loinc }]),
      ],
    },
    subject: { reference: `Patient/${patient}` },
    encounter: { reference: `Encounter/${id}` },
    effectiveDateTime: on,
    component: answered.map(({ element, field }) => toComponent(element, answers[field.key] ?? '', findTable)),
  };
}

/** A drug that was taken at the time, in its place among the others of the form. */
function toStatement(
  contact: ContactToKeep,
  section: Section,
  row: string,
  answered: readonly ReadyField[],
  findTable: FindTable,
): Identified {
  const { id, patient, programme, form, on, answers, known, newId } = contact;
  const code = sectionCode(programme.code, form?.code ?? '', row);
  const valueIn = ({ field }: ReadyField): FactValue => answers[field.key] ?? '';
  const route = answered.find(({ element }) => element.name === 'drugRoute');
  const others = answered.filter((one) => !isPlaced(one.element.name, valueIn(one)));
  return {
    resourceType: 'MedicationStatement',
    id: known.get(`MedicationStatement ${code}`) ?? newId(),
    ...(others.length > 0 ? { extension: others.map((one) => toAnswer(one.element, valueIn(one), findTable)) } : {}),
    status: 'active',
    category: {
      coding: [
        bilingualCoding(FORM_SECTION, code, section.title),
        { system: 'http://terminology.hl7.org/CodeSystem/medication-statement-category', code: 'community' },
      ],
    },
    ...toDrugMembers(
      Object.fromEntries(answered.map((one) => [one.element.name, valueIn(one)])),
      route && { coding: [toCoded(route.element, String(valueIn(route)), findTable)] },
    ),
    subject: { reference: `Patient/${patient}` },
    context: { reference: `Encounter/${id}` },
    effectiveDateTime: on,
  };
}

/** An answer that its resource has no member for. */
function toAnswer(element: Element, value: FactValue, findTable: FindTable): object {
  const { code, ...told } = toComponent(element, value, findTable);
  return {
    url: ANSWER,
    extension: [
      { url: 'element', valueCodeableConcept: code },
      { url: 'value', ...told },
    ],
  };
}

function toComponent(element: Element, value: FactValue, findTable: FindTable) {
  const coding = codingsOf(element).map(({ system, code }) =>
    system === LOINC || system === DATA_ELEMENTS ? { system, code } : bilingualCoding(system, code, element.title),
  );
  return { code: { coding, text: element.title.zh }, ...toValue(element, value, findTable) };
}

function toValue(element: Element, value: FactValue, findTable: FindTable): object {
  switch (element.type) {
    case 'whole':
    case 'decimal':
      return element.unit
        ? { valueQuantity: { value, unit: element.unit.text, system: 'http://unitsofmeasure.org', code: element.unit.code } }
        : element.type === 'whole'
          ? { valueInteger: value }
          : { valueQuantity: { value, system: 'http://unitsofmeasure.org', code: '1' } };
    case 'code':
    case 'choices':
      return {
        valueCodeableConcept: {
          coding: String(value)
            .split(' ')
            .map((code) => toCoded(element, code, findTable)),
        },
      };
    case 'flag':
      return { valueBoolean: value === true };
    case 'date':
      return { valueDateTime: value };
    case 'text':
      return { valueString: value };
  }
}

function toCoded(element: Element, code: string, findTable: FindTable) {
  const table = codesOf(element, findTable);
  const concept = table?.find(code);
  return table && concept ? bilingualCoding(table.system, code, concept.name) : { code };
}

/** Which section an Observation or MedicationStatement was written for; undefined where it was for none. */
export function sectionOf(resource: Resource): string | undefined {
  const code = resource[resource.resourceType === 'MedicationStatement' ? 'category' : 'code'];
  const codings = isObject(code) && Array.isArray(code['coding']) ? code['coding'].filter(isObject) : [];
  const found = codings.find(({ system }) => system === FORM_SECTION)?.['code'];
  return typeof found === 'string' ? found : undefined;
}
