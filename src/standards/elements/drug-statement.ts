import { isObject, type Resource } from '../../fhir/index.ts';

type Value = string | number | boolean;
type Values = Readonly<Record<string, Value | undefined>>;

/** Elements of a drug that have a place of their own in a MedicationStatement. The route is a code and stands as its concept. */
export const DRUG_NAME = 'drugName';
const ROUTE = 'drugRoute';
const PLACED: ReadonlySet<string> = new Set([
  DRUG_NAME,
  ...['drugTimesPerDay', 'drugFrequency', 'drugDose', 'drugDoseUnit'],
  ROUTE,
]);

/** What has no place there: an extension of an element and its value, as a component of an Observation has them. */
export const ANSWER = 'urn:minkang:extension:answer';

/** Whether what is told of an element has its own place in a MedicationStatement; 0 times a day has none (positiveInt). */
export const isPlaced = (element: string, value: Value): boolean => PLACED.has(element) && value !== 0;

/**
 * A drug as a MedicationStatement says it: name, dosage.
 * @param values by element
 * @param route concept of the route, where one is told
 * @see https://hl7.org/fhir/R4/medicationstatement.html
 */
export function toDrugMembers(values: Values, route: object | undefined): object {
  const { drugName, drugTimesPerDay, drugFrequency, drugDose, drugDoseUnit } = values;
  const dose = {
    ...(drugDose === undefined ? {} : { value: drugDose }),
    ...(drugDoseUnit === undefined ? {} : { unit: drugDoseUnit }),
  };
  const dosage = {
    ...(drugFrequency === undefined ? {} : { text: drugFrequency }),
    ...(!drugTimesPerDay ? {} : { timing: { repeat: { frequency: drugTimesPerDay, period: 1, periodUnit: 'd' } } }),
    ...(route === undefined ? {} : { route }),
    ...(Object.keys(dose).length === 0 ? {} : { doseAndRate: [{ doseQuantity: dose }] }),
  };
  return {
    medicationCodeableConcept: { text: drugName },
    ...(Object.keys(dosage).length === 0 ? {} : { dosage: [dosage] }),
  };
}

/** The same backwards, by element; what is said otherwise than we say it is left out. */
export function drugValuesIn(statement: Resource): Readonly<Record<string, Value>> {
  const medication = objectOf(statement['medicationCodeableConcept']);
  const dosage = firstOf(statement['dosage']);
  const repeat = objectOf(objectOf(dosage['timing'])['repeat']);
  const isDaily = repeat['period'] === 1 && repeat['periodUnit'] === 'd';
  const dose = objectOf(firstOf(dosage['doseAndRate'])['doseQuantity']);
  const told: Record<string, unknown> = {
    drugName: medication['text'],
    drugTimesPerDay: isDaily ? repeat['frequency'] : undefined,
    drugFrequency: dosage['text'],
    drugDose: dose['value'],
    drugDoseUnit: dose['unit'],
    [ROUTE]: firstOf(objectOf(dosage['route'])['coding'])['code'],
  };
  return Object.fromEntries(
    Object.entries(told).filter(
      (entry): entry is [string, Value] => typeof entry[1] === 'string' || typeof entry[1] === 'number',
    ),
  );
}

const objectOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});
const firstOf = (value: unknown): Record<string, unknown> => objectOf(Array.isArray(value) ? value[0] : undefined);
