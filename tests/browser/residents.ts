import { aCard, aKey } from '../../src/applications/public-health/diseases/testing.ts';
import { formatHealthCardNumber, formatResidentNumber } from '../../src/standards/index.ts';
import type { TestPlatform } from '../support/network.ts';
import { anIdentityNumber, anObservation, aPerson, post, register, vitalSigns } from '../support/people.ts';

/** Somebody with a record in each database. */
export interface KnownResident {
  readonly id: string;
  readonly name: string;
  readonly birthDate: string;
  readonly number: string;
  readonly card: string;
}

const LOINC = 'http://loinc.org';

/** 林秀英 with a visit, a diagnosis, a result out of range, a blood pressure, a vaccine and a prescription. */
export async function registerXiuying(at: TestPlatform): Promise<KnownResident> {
  const birthDate = '1956-03-08';
  const person = {
    name: '林秀英',
    birthDate,
    number: anIdentityNumber(birthDate),
    card: formatHealthCardNumber({ division: '350102', sequence: 33 }),
  };
  const id = await register(at, aPerson(person));
  const subject = { reference: `Patient/${id}` };
  const resources = [
    {
      resourceType: 'Encounter',
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      type: [{ text: '高血压复诊' }],
      subject,
      period: { start: '2026-03-04T09:00:00+08:00', end: '2026-03-04T09:20:00+08:00' },
    },
    { resourceType: 'Condition', code: { text: '原发性高血压' }, subject, onsetDateTime: '2019-05-06' },
    anObservation(id, {
      code: { coding: [{ system: LOINC, code: '1558-6' }], text: '空腹血糖' },
      valueQuantity: { value: 7.8, unit: 'mmol/L' },
      interpretation: [{ coding: [{ code: 'H' }] }],
    }),
    anObservation(id, { ...vitalSigns, code: { text: '体重' }, valueQuantity: { value: 61.5, unit: 'kg' } }),
    {
      resourceType: 'Immunization',
      status: 'completed',
      vaccineCode: { text: '流感疫苗' },
      patient: subject,
      occurrenceDateTime: '2025-10-10',
    },
    {
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: { text: '氨氯地平片' },
      subject,
      authoredOn: '2026-03-04',
    },
  ];
  for (const resource of resources) await register(at, resource);
  return { id, ...person };
}

/** Residents of many names, so that lists have several pages. */
export async function registerMany(at: TestPlatform, count: number): Promise<void> {
  const entry = Array.from({ length: count }, (_, index) => ({
    resource: aPerson({ name: `王${String.fromCodePoint(0x4e00 + index * 7)}`, birthDate: '1990-01-02', division: '350102002' }),
    request: { method: 'POST', url: 'Patient' },
  }));
  const answer = await at.fhir('', post({ resourceType: 'Bundle', type: 'transaction', entry }));
  if (answer.status !== 200) throw new Error(`not registered: ${JSON.stringify(answer.body)}`);
}

/** Two registrations that may be one person's: alike in everything but two right identity numbers, a slip of the keyboard apart. */
export async function registerDoubtful(at: TestPlatform, name: string): Promise<readonly [string, string]> {
  const birthDate = `19${40 + ((name.codePointAt(0) ?? 0) % 50)}-05-06`;
  const number = (sequence: number) => formatResidentNumber({ division: '350102', birthDate, sequence });
  const telecom = [{ system: 'phone', value: `1380591${String(name.codePointAt(0)).slice(-4)}` }];
  const address = [{ text: `福建省福州市鼓楼区东街口${name.codePointAt(0)}号3幢502室` }];
  const person = { name, birthDate, telecom, address };
  const first = await register(at, aPerson({ ...person, number: number(12) }));
  return [first, await register(at, aPerson({ ...person, number: number(14) }))];
}

/** Enrolled with hypertension and seen twice, so that there is something to compare. */
export async function followUpTwice(at: TestPlatform, id: string): Promise<void> {
  const doctor = await at.as('doctor');
  await doctor.api(`residents/${id}/enrolments`, post({ programme: 'hypertension', on: '2026-01-05' }));
  const values = {
    ...{ contactMode: '1', hypertensionSymptoms: '1', diastolic: 88, weight: 61, height: 158 },
    ...{ medicationAdherence: '1', adverseReaction: false, followUpResult: '1' },
  };
  for (const [on, systolic] of [
    ['2026-02-03', 152],
    ['2026-05-04', 138],
  ] as const) {
    const contact = { programme: 'hypertension', activity: 'follow-up', on, values: { ...values, systolic } };
    const { status, body } = await doctor.api(`residents/${id}/contacts`, post(contact));
    if (status !== 200) throw new Error(`not recorded: ${JSON.stringify(body)}`);
  }
}

/** A vaccination point with a vaccine, a reading out of its limits, and a child in its queue with a dose on record. */
export async function openPoint(at: TestPlatform): Promise<{ point: string; visit: string; child: string }> {
  const worker = await at.as('public-health');
  const [born, expires] = [-400, 300].map((days) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10));
  const point = await register(at, { resourceType: 'Organization', name: '鼓东街道社区卫生服务中心' });
  await at.worksAt(point, 'doctor', 'village', 'public-health');
  const child = await register(at, aPerson({ name: '林小宝', birthDate: born ?? '' }));
  await register(at, {
    resourceType: 'Immunization',
    status: 'completed',
    vaccineCode: { coding: [{ system: 'urn:minkang:vaccine', code: 'HepB' }] },
    patient: { reference: `Patient/${child}` },
    occurrenceDateTime: born,
    lotNumber: 'HepB-1',
  });
  const base = `vaccination/points/${point}`;
  const lot = { vaccine: 'MMR', product: '麻腮风联合减毒活疫苗', manufacturer: '上海生物', number: 'MMR-1', expires, doses: 5 };
  await worker.api(`${base}/receipts`, post({ request: point, ...lot }));
  await worker.api(`${base}/readings`, post({ device: '冰箱1', readings: [{ at: new Date().toISOString(), celsius: 9.5 }] }));
  const registered = (await worker.api(`${base}/visits`, post({ resident: child }))).body as { visit: { id: string } };
  return { point, visit: registered.visit.id, child };
}

const DAY_MS = 86_400_000;

/** A case of an adult, linked to an outbreak with a contact, a log and a report. @returns ids of the case and of the outbreak */
export async function reportOutbreak(at: TestPlatform, resident: string): Promise<{ disease: string; outbreak: string }> {
  const [doctor, county] = await Promise.all([at.as('doctor'), at.as('epidemiologist')]);
  const values = aCard({ disease: 'cholera', occupation: '11', setting: '鼓楼餐厅' });
  const { id: disease }: { id: string } = (await doctor.api('notifiable-cases', post({ resident, key: aKey(), values }))).body;
  await county.api(
    `notifiable-cases/${disease}/review`,
    post({ key: aKey(), version: 1, decision: 'return', reason: '住址不详' }),
  );
  const opening = { key: aKey(), title: '鼓楼餐厅霍乱', disease: 'cholera', division: '350102', setting: '鼓楼餐厅' };
  const { id: outbreak }: { id: string } = (await county.api('outbreaks', post(opening))).body;
  await county.api(`outbreaks/${outbreak}/cases`, post({ cases: [disease] }));
  const contact = await register(at, aPerson({ name: '陈接触', birthDate: '1990-02-03' }));
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  await county.api(`outbreaks/${outbreak}/contacts`, post({ resident: contact, relation: 'work', lastOn: day(4) }));
  await county.api(`outbreaks/${outbreak}/follow-ups`, post({ resident: contact, day: day(2), ill: true, temperature: 38.1 }));
  await county.api(
    `outbreaks/${outbreak}/entries`,
    post({ key: aKey(), kind: 'initial', level: 'IV', text: '现场调查', plan: '继续监测' }),
  );
  await register(at, {
    resourceType: 'Condition',
    subject: { reference: `Patient/${contact}` },
    recordedDate: new Date().toISOString(),
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'A00.9' }] },
  });
  return { disease, outbreak };
}
