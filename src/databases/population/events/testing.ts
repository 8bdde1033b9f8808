/** Builders for tests: vital events as they are kept, without what they change. */
import type { Identified } from '../../../store/testing.ts';
import { CERTIFICATE, EVENT_CATEGORY, EVENT_KIND, VITAL_EVENT } from './composition.ts';

interface EventParts {
  readonly id: string;
  readonly of: string;
  readonly kind: string;
  readonly on: string;
  readonly certificate?: string;
  readonly corrects?: string;
}

const anEvent = ({ id, of, kind, on, certificate, corrects }: EventParts): Identified => ({
  resourceType: 'Composition',
  id,
  status: 'final',
  ...(certificate ? { identifier: { system: CERTIFICATE + kind, value: certificate } } : {}),
  type: { coding: [{ system: EVENT_KIND, code: kind }] },
  category: [{ coding: [{ system: EVENT_CATEGORY, code: VITAL_EVENT }] }],
  subject: { reference: `Patient/${of}` },
  date: '2026-11-01T08:00:00Z',
  author: [{ display: '登记员' }],
  title: kind,
  ...(corrects ? { relatesTo: [{ code: 'replaces', targetReference: { reference: `Composition/${corrects}` } }] } : {}),
  event: [{ period: { start: on } }],
});

export const aDeath = (parts: { id: string; of: string; on: string; certificate?: string }): Identified =>
  anEvent({ kind: 'death', ...parts });

export const aCorrection = (parts: { id: string; of: string; corrects: string }): Identified =>
  anEvent({ kind: 'correction', on: '2026-11-01', ...parts });

let certificates = 0;
/** Certificate numbers that no other test of the file has. */
const nextCertificate = (letter: string): string => `${letter}${String(350000000 + ++certificates)}`;

/** A birth as a desk fills it in: all that is needed, but who the mother is. */
export const aBirth = (values: object): object => ({
  certificate: nextCertificate('P'),
  name: '小宝',
  sex: '2',
  bornAt: '2026-11-10T03:21',
  weeks: 39,
  weight: 3250,
  length: 50,
  placeType: '12',
  birthDivision: '350102',
  issuer: '福州市第一医院',
  issuedOn: '2026-11-12',
  ...values,
});

export const aDeathForm = (): object => ({
  diedAt: '2026-11-12T09:30',
  placeType: '03',
  causea: '急性心肌梗死',
  causeaCode: 'I21.9',
  causeaInterval: '2 小时',
  underlying: '急性心肌梗死',
  underlyingCode: 'I21.9',
  basis: '05',
  issuer: '福州市第一医院',
  issuedOn: '2026-11-12',
  certifier: '王医师',
  certificate: nextCertificate('D'),
});

export const aMarriage = (values: object): object => ({
  on: '2020-05-20',
  status: '21',
  certificate: nextCertificate('J'),
  issuer: '鼓楼区民政局',
  issuedOn: '2020-05-20',
  ...values,
});
