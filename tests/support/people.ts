import { parseJson } from '../../src/fhir/index.ts';
import { formatResidentNumber } from '../../src/standards/index.ts';

export const IDENTITY = 'urn:oid:2.16.156.10011.1.3';
export const CARD = 'urn:oid:2.16.156.10011.1.19';

let sequence = 0;

/** A valid identity number that no other test of this file has. */
export const anIdentityNumber = (birthDate = '1984-05-06', division = '350102'): string =>
  formatResidentNumber({ division, birthDate, sequence: (sequence++ * 7 + 1) % 1000 });

export interface PersonOptions {
  readonly id?: string;
  readonly name?: string;
  readonly birthDate?: string;
  readonly gender?: string;
  /** Identity number; none where null. */
  readonly number?: string | null;
  readonly card?: string;
  /** Division code of the home. */
  readonly division?: string;
  readonly [element: string]: unknown;
}

/** A Patient as a registrar enters one. */
export function aPerson(options: PersonOptions = {}) {
  const { name = '林晓明', birthDate = '1984-05-06', gender = 'female', card, division = '350102001', id, ...rest } = options;
  const { number = anIdentityNumber(birthDate), ...elements } = rest;
  const identifier = [
    ...(number === null ? [] : [{ system: IDENTITY, value: number }]),
    ...(card ? [{ system: CARD, value: card }] : []),
  ];
  return {
    resourceType: 'Patient',
    ...(id ? { id } : {}),
    ...(identifier.length > 0 ? { identifier } : {}),
    name: [{ text: name }],
    gender,
    birthDate,
    extension: [{ url: 'urn:minkang:extension:division', valueCode: division }],
    ...elements,
  };
}

/** A measurement; of the medical records unless `category` says otherwise. */
export function anObservation(patient: string, elements: Record<string, unknown> = {}) {
  return {
    resourceType: 'Observation',
    status: 'final',
    code: { text: '血红蛋白' },
    subject: { reference: `Patient/${patient}` },
    effectiveDateTime: '2026-03-04',
    ...elements,
  };
}

export const vitalSigns = {
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }],
};

/** @param systolic is sent as it is written */
export const aBloodPressure = (patient: string, systolic: string, on: string) => ({
  ...anObservation(patient, { ...vitalSigns, effectiveDateTime: on }),
  code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
  component: [
    {
      code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
      valueQuantity: { value: parseJson(systolic), unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
    },
  ],
});

export const aDevice = (value: string, more: object = {}) => ({
  resourceType: 'Device',
  identifier: [{ system: 'urn:test', value }],
  ...more,
});

export const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers,
});
export const put = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'PUT',
  body: JSON.stringify(body),
  headers,
});

interface Resource {
  readonly resourceType: string;
  readonly [element: string]: unknown;
}

interface Fhir {
  fhir(path: string, init?: RequestInit): Promise<{ readonly status: number; readonly body: never }>;
}

/** Registers and returns the id that the platform gave. */
export async function register(at: Fhir, resource: Resource): Promise<string> {
  const answer = await at.fhir(resource.resourceType, post(resource));
  if (answer.status !== 201) throw new Error(`${resource.resourceType} was not created: ${JSON.stringify(answer.body)}`);
  const { id }: { id: string } = answer.body;
  return id;
}
