/** Valid resources to start from in tests. */
export const aPatient = (changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  resourceType: 'Patient',
  id: 'p1',
  meta: { versionId: '1', lastUpdated: '2024-05-01T10:00:00.000+08:00', profile: ['http://example.org/profile'] },
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>王芳</p></div>' },
  contained: [{ resourceType: 'Organization', id: 'o1', name: '卫生院' }],
  identifier: [{ use: 'official', system: 'urn:oid:2.16.156.10011.1.3', value: '11010519491231002X', period: { start: '2019' } }],
  active: true,
  name: [
    {
      use: 'official',
      family: '王',
      given: ['芳', null],
      _given: [null, { extension: [{ url: 'http://example.org/e', valueCode: 'x' }] }],
    },
  ],
  telecom: [{ system: 'phone', value: '13800000000', rank: 1 }],
  gender: 'female',
  birthDate: '1949-12-31',
  _birthDate: { extension: [{ url: 'http://example.org/time', valueDateTime: '1949-12-31T08:00:00+08:00' }] },
  deceasedBoolean: false,
  contact: [{ name: { text: '王强' } }],
  managingOrganization: { reference: '#o1' },
  ...changes,
});

export const anObservation = (changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  resourceType: 'Observation',
  status: 'final',
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }],
  code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }], text: '血压' },
  subject: { reference: 'Patient/p1' },
  effectiveDateTime: '2024-05-01T10:00:00+08:00',
  component: [
    { code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] }, valueQuantity: pressure(120) },
    { code: { coding: [{ system: 'http://loinc.org', code: '8462-4' }] }, valueQuantity: pressure(80) },
  ],
  ...changes,
});

const pressure = (value: number) => ({ value, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' });

export const aTransaction = (...resources: readonly unknown[]): Record<string, unknown> => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: resources.map((resource, index) => ({
    fullUrl: `urn:uuid:00000000-0000-4000-8000-00000000000${index}`,
    resource,
    request: { method: 'POST', url: 'Patient' },
  })),
});
