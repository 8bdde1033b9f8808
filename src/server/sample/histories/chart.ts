import type { Resource } from '../../../fhir/index.ts';
import { newIdBeside } from '../../../kernel/index.ts';
import { addDays, at } from '../people/calendar.ts';
import { concept, type Named, observationCategory, plain, quantity, systems } from '../people/coding.ts';
import type { Doctor, Institution } from '../people/institutions.ts';
import type { Person, SamplePlan } from '../people/person.ts';
import type { Random } from '../people/random.ts';

export type Written = Resource & { readonly id: string };

/** Where and by whom something is done. */
export interface Place {
  readonly institution: Institution;
  readonly doctor: Doctor;
}

/** The records of one resident as they are written, one after the other. */
export interface Chart {
  readonly plan: SamplePlan;
  readonly person: Person;
  readonly random: Random;
  /** YYYY-MM-DD: nothing happens after it. */
  readonly until: string;
  /** Adds a resource about the resident. @returns its reference, `Type/id` */
  add(resourceType: string, fields: Readonly<Record<string, unknown>>): { readonly reference: string };
  readonly resources: readonly Written[];
}

export function openChart(plan: SamplePlan, person: Person, random: Random): Chart {
  const resources: Written[] = [];
  return {
    plan,
    person,
    random,
    until: person.deceasedOn ?? plan.today,
    resources,
    add: (resourceType, fields) => {
      const id = newIdBeside(person.id, random.bytes);
      resources.push({ resourceType, id, ...fields });
      return { reference: `${resourceType}/${id}` };
    },
  };
}

export const subjectOf = ({ person }: Chart) => ({ reference: `Patient/${person.id}` });
export const organizationOf = ({ institution }: Place) => ({
  reference: `Organization/${institution.id}`,
  display: institution.name.zh,
});
export const practitionerOf = ({ doctor }: Place) => ({ reference: `Practitioner/${doctor.id}`, display: doctor.name });

export function placeAt({ random }: Chart, institution: Institution): Place {
  return { institution, doctor: random.pick(institution.doctors) };
}

/** Days between two others, some of them, in order. @param everyDays about how often */
export function* daysFrom({ random, until }: Chart, from: string, everyDays: number): Generator<string> {
  for (let day = from; day <= until; day = addDays(day, Math.max(1, everyDays + random.int(-7, 7)))) yield day;
}

export interface Visit {
  readonly day: string;
  readonly place: Place;
  /** v3 ActCode: AMB, FLD, HH, EMER, IMP. */
  readonly class: string;
  readonly type: Named;
  readonly reason?: Named;
  /** Days of a stay. */
  readonly nights?: number;
}

const CLASSES: Readonly<Record<string, string>> = {
  AMB: 'ambulatory',
  EMER: 'emergency',
  FLD: 'field',
  HH: 'home health',
  IMP: 'inpatient encounter',
};

/** An encounter; diagnoses are tied to it by their own `encounter`. */
export function visit(chart: Chart, { day, place, class: code, type, reason, nights = 0 }: Visit) {
  const begins = chart.random.int(8 * 60, 16 * 60 + 30);
  const ends =
    nights > 0 ? at(addDays(day, nights), chart.random.int(9 * 60, 11 * 60)) : at(day, begins + chart.random.int(8, 40));
  return chart.add('Encounter', {
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code, display: CLASSES[code] ?? code },
    type: [concept(systems.own, type)],
    subject: subjectOf(chart),
    participant: [{ individual: practitionerOf(place) }],
    period: { start: at(day, begins), end: ends },
    ...(reason ? { reasonCode: [concept(systems.icd10, reason)] } : {}),
    serviceProvider: organizationOf(place),
  });
}

type Reference = { readonly reference: string };

export interface Measured {
  readonly code: Named;
  readonly day: string;
  readonly value?: readonly [value: number, unit: string];
  /** A coded or plain answer instead of a number. */
  readonly answer?: Named;
  /** Code system of the answer. */
  readonly answerSystem?: string;
  /** Low and high end of what is normal. */
  readonly normal?: readonly [number | undefined, number | undefined];
  readonly category: string;
  readonly encounter?: Reference;
  readonly place?: Place;
}

export function measure(
  chart: Chart,
  { code, day, value, answer, answerSystem = systems.own, normal, category, encounter, place }: Measured,
): Reference {
  const [low, high] = normal ?? [];
  return chart.add('Observation', {
    status: 'final',
    category: observationCategory(category),
    code: concept(systems.loinc, code),
    subject: subjectOf(chart),
    ...(encounter ? { encounter } : {}),
    effectiveDateTime: day,
    ...(place ? { performer: [organizationOf(place)] } : {}),
    ...(value ? { valueQuantity: quantity(...value) } : {}),
    ...(answer ? { valueCodeableConcept: concept(answerSystem, answer) } : {}),
    ...(value && normal ? { interpretation: [plain('v3-ObservationInterpretation', interpret(value[0], normal))] } : {}),
    ...(value && normal
      ? {
          referenceRange: [
            {
              ...(low === undefined ? {} : { low: quantity(low, value[1]) }),
              ...(high === undefined ? {} : { high: quantity(high, value[1]) }),
            },
          ],
        }
      : {}),
  });
}

function interpret(value: number, [low, high]: readonly [number | undefined, number | undefined]): string {
  if (low !== undefined && value < low) return 'L';
  return high !== undefined && value > high ? 'H' : 'N';
}

/** Systolic and diastolic pressure as one observation. */
export function bloodPressure(
  chart: Chart,
  day: string,
  systolic: number,
  diastolic: number,
  rest: { encounter?: Reference; place?: Place },
): void {
  const part = (code: Named, value: number) => ({
    code: concept(systems.loinc, code),
    valueQuantity: quantity(value, 'mmHg', 'mm[Hg]'),
  });
  chart.add('Observation', {
    status: 'final',
    category: observationCategory('vital-signs'),
    code: concept(systems.loinc, ['85354-9', '血压', 'Blood pressure']),
    subject: subjectOf(chart),
    ...(rest.encounter ? { encounter: rest.encounter } : {}),
    effectiveDateTime: day,
    ...(rest.place ? { performer: [organizationOf(rest.place)] } : {}),
    interpretation: [plain('v3-ObservationInterpretation', systolic >= 140 || diastolic >= 90 ? 'H' : 'N')],
    component: [part(['8480-6', '收缩压', 'Systolic'], systolic), part(['8462-4', '舒张压', 'Diastolic'], diastolic)],
  });
}

export interface Diagnosed {
  readonly code: Named;
  readonly system?: string;
  readonly day: string;
  /** `problem-list-item` stays with the resident, `encounter-diagnosis` with the visit. */
  readonly category: 'problem-list-item' | 'encounter-diagnosis';
  readonly encounter?: Reference;
  readonly place?: Place;
  readonly resolvedOn?: string;
}

export function diagnose(
  chart: Chart,
  { code, system = systems.icd10, day, category, encounter, place, resolvedOn: expected }: Diagnosed,
): Reference {
  const resolvedOn = expected !== undefined && expected <= chart.until ? expected : undefined;
  return chart.add('Condition', {
    clinicalStatus: plain('condition-clinical', resolvedOn ? 'resolved' : 'active'),
    verificationStatus: plain('condition-ver-status', 'confirmed'),
    category: [plain('condition-category', category)],
    code: concept(system, code),
    subject: subjectOf(chart),
    ...(encounter ? { encounter } : {}),
    onsetDateTime: day,
    ...(resolvedOn ? { abatementDateTime: resolvedOn } : {}),
    recordedDate: day,
    ...(place ? { recorder: practitionerOf(place) } : {}),
  });
}

export interface Medicine {
  readonly name: Named;
  readonly dose: readonly [number, string];
  /** Times a day. */
  readonly daily: number;
  readonly days: number;
  readonly pack?: string;
}

const ORAL: Named = ['1', '口服', 'Oral'];

export function prescribe(
  chart: Chart,
  { name, dose, daily, days, pack = '盒' }: Medicine,
  { day, encounter, place, reason }: { day: string; encounter?: Reference; place: Place; reason?: Named },
): void {
  const isOver = addDays(day, days) < chart.plan.today || chart.person.deceasedOn !== undefined;
  chart.add('MedicationRequest', {
    status: isOver ? 'completed' : 'active',
    intent: 'order',
    medicationCodeableConcept: concept(systems.atc, name),
    subject: subjectOf(chart),
    ...(encounter ? { encounter } : {}),
    authoredOn: day,
    requester: practitionerOf(place),
    ...(reason ? { reasonCode: [concept(systems.icd10, reason)] } : {}),
    dosageInstruction: [
      {
        timing: { repeat: { frequency: daily, period: 1, periodUnit: 'd' } },
        route: concept(systems.route, ORAL),
        doseAndRate: [{ doseQuantity: { value: dose[0], unit: dose[1] } }],
      },
    ],
    dispenseRequest: {
      quantity: { value: Math.max(1, Math.ceil(days / 14)), unit: pack },
      expectedSupplyDuration: quantity(days, 'd'),
    },
  });
}
