import type { Identified } from '../testing.ts';

/** What searches of every kind are tried on: four residents, their records, and who treats them. */

const UCUM = 'http://unitsofmeasure.org';
const LOINC = 'http://loinc.org';
const coded = (system: string, code: string, display = code) => ({ coding: [{ system, code, display }] });
export const quantity = (value: number, code: string) => ({ value, unit: code, system: UCUM, code });
const pressure = (systolic: number, diastolic: number) => [
  { code: coded(LOINC, '8480-6'), valueQuantity: quantity(systolic, 'mm[Hg]') },
  { code: coded(LOINC, '8462-4'), valueQuantity: quantity(diastolic, 'mm[Hg]') },
];

export const people: Identified[] = [
  {
    resourceType: 'Patient',
    id: 'lin',
    name: [{ text: '林晓明', family: '林', given: ['晓明'] }],
    gender: 'female',
    birthDate: '1949-12-31',
    generalPractitioner: [{ reference: 'Practitioner/chen' }],
    telecom: [{ system: 'phone', value: '13900000001' }],
    address: [{ city: '福州市', text: '福州市鼓楼区东街1号' }],
  },
  {
    resourceType: 'Patient',
    id: 'jose',
    name: [{ family: 'Álvarez', given: ['José', 'María'] }],
    gender: 'male',
    birthDate: '1980-06',
    deceasedDateTime: '2020-01-01',
  },
  {
    resourceType: 'Patient',
    id: 'anna',
    name: [{ family: 'Alvarado', given: ['Anna'] }],
    gender: 'female',
    birthDate: '1980-06-15',
    managingOrganization: { reference: 'Organization/clinic' },
  },
  { resourceType: 'Patient', id: 'nobody', active: true },
];
export const records: Identified[] = [
  {
    resourceType: 'Observation',
    id: 'bp',
    status: 'final',
    code: coded(LOINC, '85354-9', 'Blood pressure panel'),
    subject: { reference: 'Patient/lin' },
    encounter: { reference: 'Encounter/visit' },
    effectiveDateTime: '2026-03-01',
    component: pressure(150, 95),
    meta: { tag: [{ system: 'urn:t', code: 'x' }], profile: ['http://example.org/bp|1.0'] },
  },
  {
    resourceType: 'Observation',
    id: 'bp-low',
    status: 'amended',
    code: coded(LOINC, '85354-9', 'Blood pressure panel'),
    subject: { reference: 'Patient/anna' },
    effectiveDateTime: '2026-04-01',
    component: pressure(95, 150),
  },
  {
    resourceType: 'Observation',
    id: 'sugar',
    status: 'final',
    code: { ...coded(LOINC, '1558-6', 'Fasting glucose'), text: '空腹血糖' },
    subject: { reference: 'Patient/lin' },
    effectiveDateTime: '2026-02-01',
    valueQuantity: quantity(5.4, 'mmol/L'),
  },
  {
    resourceType: 'Observation',
    id: 'sugar-high',
    status: 'final',
    code: coded(LOINC, '1558-6', 'Fasting glucose'),
    subject: { reference: 'Patient/jose' },
    effectiveDateTime: '2026-02-02',
    valueQuantity: quantity(11.1, 'mmol/L'),
  },
  {
    resourceType: 'Observation',
    id: 'weight',
    status: 'final',
    code: coded(LOINC, '29463-7', 'Body weight'),
    subject: { reference: 'Patient/jose' },
    valueQuantity: quantity(72, 'kg'),
  },
  {
    resourceType: 'Observation',
    id: 'weight-in-g',
    status: 'final',
    code: coded(LOINC, '29463-7', 'Body weight'),
    subject: { reference: 'Patient/anna' },
    valueQuantity: quantity(61000, 'g'),
  },
  {
    resourceType: 'Observation',
    id: 'note',
    status: 'final',
    code: { text: 'Note' },
    valueString: 'Ärztliche Notiz',
    hasMember: [{ reference: 'Observation/weight' }],
  },
  {
    resourceType: 'Encounter',
    id: 'visit',
    status: 'finished',
    class: { code: 'AMB' },
    subject: { reference: 'Patient/lin' },
    period: { start: '2026-03-01', end: '2026-03-02' },
    serviceProvider: { reference: 'Organization/clinic' },
    participant: [{ individual: { reference: 'Practitioner/chen' } }],
  },
  {
    resourceType: 'Encounter',
    id: 'stay',
    status: 'in-progress',
    class: { code: 'IMP' },
    subject: { reference: 'Patient/jose' },
    period: { start: '2019-01-01' },
  },
  {
    resourceType: 'Condition',
    id: 'hypertension',
    code: coded('http://hl7.org/fhir/sid/icd-10', 'I10', 'Essential hypertension'),
    subject: { reference: 'Patient/lin' },
    encounter: { reference: 'Encounter/visit' },
    onsetDateTime: '2024-05-01',
  },
  {
    resourceType: 'RiskAssessment',
    id: 'risk',
    status: 'final',
    subject: { reference: 'Patient/lin' },
    prediction: [{ probabilityDecimal: 0.25 }, { probabilityDecimal: 0.6 }],
  },
];
export const directory: Identified[] = [
  { resourceType: 'Practitioner', id: 'chen', name: [{ text: '陈静' }] },
  {
    resourceType: 'Organization',
    id: 'clinic',
    name: 'Gulou Clinic',
    partOf: { reference: 'Organization/group' },
    endpoint: [{ reference: 'Endpoint/door' }],
  },
  { resourceType: 'Organization', id: 'group', name: 'Fuzhou Hospitals' },
  { resourceType: 'ValueSet', id: 'colours', status: 'active', url: 'http://example.org/vs/colours', version: '2' },
];
