import { isObject, type Resource } from '../../../fhir/index.ts';
import type { Bilingual } from '../../../kernel/index.ts';
import { bilingualCoding, FORM_SECTION, relations, toCoding, VACCINATION } from '../../../standards/index.ts';
import { codingsOfVaccine, nameOfVaccine } from '../immunization/index.ts';
import type { Lot } from '../vaccine-stock/index.ts';
import type { Decision, DoseHere, PreCheck } from './contract.ts';
import { routes, sites } from './usual.ts';

export type Identified = Resource & { readonly id: string };

/** Who acts: account and name as it is shown. */
export interface By {
  readonly id: string;
  readonly name: string;
}

const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const ACCOUNT = 'urn:minkang:account';
const OBSERVATION_CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';
/** Own names of what is asked at the pre-check. */
const ANSWER = 'urn:minkang:pre-check';
const SECTION = 'vaccination/visit/pre-check';
const CONDITION = 'urn:minkang:contraindication';

const byOf = ({ id, name }: By) => ({ identifier: { system: ACCOUNT, value: id }, display: name });

export function toEncounter(visit: {
  readonly id: string;
  readonly resident: string;
  readonly point: string;
  readonly status: 'arrived' | 'triaged' | 'in-progress' | 'finished' | 'cancelled';
  /** ISO instants. */
  readonly from: string;
  readonly until?: string;
  readonly by: By;
}): Identified {
  return {
    resourceType: 'Encounter',
    id: visit.id,
    status: visit.status,
    class: bilingualCoding(ACT_CODE, 'AMB', { zh: '门诊', en: 'ambulatory' }),
    type: [{ coding: [bilingualCoding(VACCINATION, 'visit', { zh: '预防接种', en: 'Vaccination' })] }],
    subject: { reference: `Patient/${visit.resident}` },
    participant: [{ individual: byOf(visit.by) }],
    period: { start: visit.from, ...(visit.until === undefined ? {} : { end: visit.until }) },
    serviceProvider: { reference: `Organization/${visit.point}` },
  };
}

const answer = (code: string, value: object) => ({ code: { coding: [{ system: ANSWER, code }] }, ...value });
const text = (code: string, value: string | undefined) => (value ? [answer(code, { valueString: value })] : []);

/** The pre-check as one Observation, each answer a component. */
export function toCheckResource(
  check: PreCheck,
  { id, visit, resident, at, by }: { id: string; visit: string; resident: string; at: string; by: By },
): Identified {
  const relation = relations.find(check.relation);
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    category: [{ coding: [{ system: OBSERVATION_CATEGORY, code: 'survey' }] }],
    code: { coding: [bilingualCoding(FORM_SECTION, SECTION, { zh: '接种前健康询问', en: 'Check before vaccination' })] },
    subject: { reference: `Patient/${resident}` },
    encounter: { reference: `Encounter/${visit}` },
    effectiveDateTime: at,
    performer: [byOf(by)],
    component: [
      {
        code: {
          coding: [
            { system: 'http://loinc.org', code: '8310-5' },
            { system: ANSWER, code: 'temperature' },
          ],
        },
        valueQuantity: { value: check.temperature, unit: '℃', system: 'http://unitsofmeasure.org', code: 'Cel' },
      },
      ...check.conditions.map((code) => answer('condition', { valueCodeableConcept: { coding: [{ system: CONDITION, code }] } })),
      ...text('allergies', check.allergies),
      ...text('reaction', check.reaction),
      ...text('reactionText', check.reactionText),
      ...text('accompaniedBy', check.accompaniedBy),
      ...(relation ? [answer('relation', { valueCodeableConcept: { coding: [toCoding(relations, relation.code)] } })] : []),
      answer('consents', { valueBoolean: check.consents }),
      ...text('decision', check.decision),
      ...text('until', check.until),
      ...text('reason', check.reason),
    ],
  };
}

const componentsOf = (observation: Resource) =>
  (Array.isArray(observation['component']) ? observation['component'] : []).filter(isObject);

const codeIn = (concept: unknown): string | undefined => {
  const coding = isObject(concept) && Array.isArray(concept['coding']) ? concept['coding'].find(isObject) : undefined;
  return typeof coding?.['code'] === 'string' ? coding['code'] : undefined;
};

const answerCode = (component: Readonly<Record<string, unknown>>): string | undefined => {
  const code = component['code'];
  const codings = isObject(code) && Array.isArray(code['coding']) ? code['coding'].filter(isObject) : [];
  const found = codings.find(({ system }) => system === ANSWER)?.['code'];
  return typeof found === 'string' ? found : undefined;
};

/** The pre-check that an Observation holds; undefined where it is none. */
export function readCheck(observation: Resource): PreCheck | undefined {
  const components = componentsOf(observation);
  const of = (name: string) => components.filter((one) => answerCode(one) === name);
  const textOf = (name: string) => {
    const value = of(name)[0]?.['valueString'];
    return typeof value === 'string' ? value : undefined;
  };
  const quantity = of('temperature')[0]?.['valueQuantity'];
  if (!isObject(quantity)) return undefined;
  return {
    temperature: Number(quantity['value']),
    conditions: of('condition').flatMap((one) => codeIn(one['valueCodeableConcept']) ?? []),
    allergies: textOf('allergies'),
    reaction: (textOf('reaction') ?? 'none') as PreCheck['reaction'],
    reactionText: textOf('reactionText'),
    accompaniedBy: textOf('accompaniedBy') ?? '',
    relation: codeIn(of('relation')[0]?.['valueCodeableConcept']) ?? '',
    consents: of('consents')[0]?.['valueBoolean'] === true,
    decision: (textOf('decision') ?? 'fit') as Decision,
    until: textOf('until'),
    reason: textOf('reason'),
  };
}

export interface DoseToKeep {
  readonly id: string;
  readonly visit: string;
  readonly resident: string;
  readonly point: string;
  readonly at: string;
  readonly by: By;
  readonly checkedBy: string;
  readonly lot: Pick<Lot, 'vaccine' | 'manufacturer' | 'product' | 'number' | 'expires'>;
  readonly site: string;
  readonly route: string;
  /** mL */
  readonly amount: number;
  readonly title: Bilingual;
  readonly number: number;
}

/** A dose as FHIR. */
export function toImmunization(dose: DoseToKeep): Identified {
  const { lot, by, checkedBy } = dose;
  const [site, route] = [sites[dose.site], routes[dose.route]];
  return {
    resourceType: 'Immunization',
    id: dose.id,
    status: 'completed',
    vaccineCode: { coding: codingsOfVaccine(lot.vaccine), text: nameOfVaccine(lot.vaccine).zh },
    patient: { reference: `Patient/${dose.resident}` },
    encounter: { reference: `Encounter/${dose.visit}` },
    occurrenceDateTime: dose.at,
    recorded: dose.at,
    primarySource: true,
    manufacturer: { display: lot.manufacturer },
    lotNumber: lot.number,
    expirationDate: lot.expires,
    ...(site
      ? {
          site: {
            coding: [bilingualCoding('http://terminology.hl7.org/CodeSystem/v3-ActSite', site.code, site.name)],
            text: site.name.zh,
          },
        }
      : {}),
    ...(route
      ? {
          route: {
            coding: [bilingualCoding('http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration', route.code, route.name)],
            text: route.name.zh,
          },
        }
      : {}),
    doseQuantity: { value: dose.amount, unit: 'mL', system: 'http://unitsofmeasure.org', code: 'mL' },
    performer: [
      { function: performing('AP'), actor: byOf(by) },
      { function: performing('VRF'), actor: { display: checkedBy } },
      { actor: { reference: `Organization/${dose.point}` } },
    ],
    note: [{ text: lot.product }],
    protocolApplied: [{ series: dose.title.zh, doseNumberPositiveInt: dose.number }],
  };
}

const performing = (code: 'AP' | 'VRF') => ({
  coding: [
    code === 'AP'
      ? { system: 'http://terminology.hl7.org/CodeSystem/v2-0443', code }
      : { system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code },
  ],
});

/** Why a dose that was due was not given. http://terminology.hl7.org/CodeSystem/v3-ActReason */
const NOT_DONE: Readonly<Record<Exclude<Decision, 'fit'>, readonly [code: string, name: Bilingual]>> = {
  postpone: ['MEDPREC', { zh: '暂缓接种', en: 'Put off for health' }],
  contraindicated: ['MEDPREC', { zh: '禁忌', en: 'Contraindicated' }],
  decline: ['PATOBJ', { zh: '监护人拒绝', en: 'Guardian objects' }],
};

export function toNotDone(dose: {
  readonly id: string;
  readonly visit: string;
  readonly resident: string;
  readonly vaccine: string;
  readonly at: string;
  readonly decision: Exclude<Decision, 'fit'>;
  readonly reason: string | undefined;
}): Identified {
  const [code, name] = NOT_DONE[dose.decision];
  return {
    resourceType: 'Immunization',
    id: dose.id,
    status: 'not-done',
    statusReason: {
      coding: [bilingualCoding('http://terminology.hl7.org/CodeSystem/v3-ActReason', code, name)],
      text: dose.reason ?? name.zh,
    },
    vaccineCode: { coding: codingsOfVaccine(dose.vaccine), text: nameOfVaccine(dose.vaccine).zh },
    patient: { reference: `Patient/${dose.resident}` },
    encounter: { reference: `Encounter/${dose.visit}` },
    occurrenceDateTime: dose.at,
    recorded: dose.at,
  };
}

const textIn = (value: unknown): string => (isObject(value) && typeof value['text'] === 'string' ? value['text'] : '');

/** A dose of a visit as the desk shows it; undefined where it was not given. */
export function readDoseHere(immunization: Resource): DoseHere | undefined {
  if (immunization['status'] !== 'completed') return undefined;
  const vaccine = codeIn(immunization['vaccineCode']) ?? '';
  const [protocol] = Array.isArray(immunization['protocolApplied']) ? immunization['protocolApplied'].filter(isObject) : [];
  const [performer] = Array.isArray(immunization['performer']) ? immunization['performer'].filter(isObject) : [];
  const actor = performer?.['actor'];
  const stringAt = (name: string) => String(immunization[name] ?? '');
  return {
    id: stringAt('id'),
    vaccine,
    vaccineName: nameOfVaccine(vaccine),
    ...(typeof protocol?.['series'] === 'string' ? { series: protocol['series'] } : {}),
    ...(protocol?.['doseNumberPositiveInt'] === undefined ? {} : { number: Number(protocol['doseNumberPositiveInt']) }),
    lotNumber: stringAt('lotNumber'),
    expires: stringAt('expirationDate'),
    site: textIn(immunization['site']),
    route: textIn(immunization['route']),
    givenAt: stringAt('occurrenceDateTime'),
    by: isObject(actor) ? String(actor['display'] ?? '') : '',
  };
}
