import { bilingualCoding } from '../../../standards/index.ts';

/** Systems of the codes that the generated histories use. */
export const systems = {
  icd10: 'http://hl7.org/fhir/sid/icd-10',
  icd9: 'http://hl7.org/fhir/sid/icd-9-cm',
  loinc: 'http://loinc.org',
  atc: 'http://www.whocc.no/atc',
  ucum: 'http://unitsofmeasure.org',
  chineseMedicine: 'urn:minkang:gb-t-15657',
  /** Route of administration, WS 364.9 CV06.00.102. */
  route: 'urn:oid:2.16.156.10011.2.3.1.158',
  /** ABO blood group, WS 364.6 CV04.50.005. */
  bloodGroup: 'urn:oid:2.16.156.10011.2.3.1.85',
  /** Allergen, WS 364.8 CV05.01.038; it has no node in the national tree of OIDs that is certain. */
  allergen: 'urn:minkang:ws-364-cv05.01.038',
  /** Contraceptive method, WS 364.9 CV06.00.211, likewise. */
  contraception: 'urn:minkang:ws-364-cv06.00.211',
  category: 'http://terminology.hl7.org/CodeSystem/observation-category',
  conditionCategory: 'http://terminology.hl7.org/CodeSystem/condition-category',
  own: 'urn:minkang:sample',
} as const;

/** A code with its names: `code`, Chinese, English. */
export type Named = readonly [code: string, zh: string, en: string];

/** A CodeableConcept with both languages. */
export function concept(system: string, [code, zh, en]: Named) {
  return { coding: [bilingualCoding(system, code, { zh, en })], text: zh };
}

/** A CodeableConcept of a code system of HL7, whose names the reader's program has. */
export const plain = (system: string, code: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }],
});

const CATEGORIES: Readonly<Record<string, readonly [string, string]>> = {
  'vital-signs': ['生命体征', 'Vital signs'],
  laboratory: ['检验', 'Laboratory'],
  survey: ['调查', 'Survey'],
  exam: ['体格检查', 'Physical examination'],
  'social-history': ['生活方式', 'Social history'],
};

export function observationCategory(code: keyof typeof CATEGORIES & string) {
  const [zh = code, en = code] = CATEGORIES[code] ?? [];
  return [{ coding: [bilingualCoding(systems.category, code, { zh, en })] }];
}

/** A quantity in UCUM. */
export const quantity = (value: number, unit: string, code = unit) => ({ value, unit, system: systems.ucum, code });

export const yuan = (value: number) => ({ value: Number(value.toFixed(2)), currency: 'CNY' });
