import { z } from 'zod';

const identifier = z.object({ system: z.string().max(200), value: z.string().min(1).max(100) });
const bilingual = z.object({ zh: z.string(), en: z.string() });

/** Who asks: signed by the platform at which that person is signed in, and shown to the owner of the records. */
export const warrant = z.object({
  /** Division of the platform that vouches for the asker. */
  division: z.string().regex(/^\d{6}$/),
  actor: z.string(),
  actorName: bilingual,
  role: z.string(),
  purpose: z.string(),
  requestId: z.string().max(100),
  identifiers: z.array(identifier).min(1).max(20),
  /** What the platform of the asker knows of the resident itself: records that name another person are left out. */
  like: z.object({ birthDate: z.iso.date().optional(), sex: z.string().max(20).optional() }).optional(),
});
export type Warrant = z.output<typeof warrant>;

/** A request for the record of one resident, on its way up to whoever knows where it is, or down to those who have it. */
export const recordRequest = z.looseObject({
  direction: z.enum(['up', 'down']),
  /** JSON text of the warrant, as signed. */
  warrant: z.string(),
  /** JWS of the origin over the warrant. */
  signature: z.string(),
  /** Milliseconds that are left for the answer. */
  budgetMs: z.number().min(0).max(60_000),
  hops: z.array(z.string()).max(12),
  /** Patient ids at the platform of the asker which it has read already. */
  known: z.array(z.string()).max(50).default([]),
  /** On the way down: at which platforms, under which Patient ids. */
  targets: z
    .array(z.object({ home: z.string(), patients: z.array(z.string()).max(50) }))
    .max(200)
    .default([]),
});
export type RecordRequest = z.output<typeof recordRequest>;

export const RECORD_PATH = '/platform/records';

/** What a hop keeps of the time left, so that it can still answer when the next one does not. */
export const HOP_MARGIN_MS = 100;
