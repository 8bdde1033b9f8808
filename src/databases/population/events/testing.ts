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
