import { z } from 'zod';
import {
  correctEvent,
  type EventDetail,
  type EventKindView,
  type EventPage,
  type EventRecorded,
  eventDetail,
  eventKinds,
  kindViews,
  listEvents,
  mayRecord,
  onBehalf,
  type Recording,
  recordEvent,
} from '../../databases/population/index.ts';
import { Problem } from '../../kernel/index.ts';
import type { Subject } from '../../security/access/index.ts';
import { type Actor, recordWrites } from '../../security/audit/index.ts';
import type { Platform } from '../platform.ts';
import { operation } from './context.ts';
import { withPlaces } from './place-names.ts';

const anId = z.string().max(64);
const aDay = z.iso.date();

/** GET /api/event-kinds */
export const eventKindsOperation = operation({
  method: 'GET',
  path: '/event-kinds',
  title: 'Kinds of vital events that the account may record, with their forms',
  needs: { right: 'event.write', purpose: 'HOPERAT' },
  input: z.object({}),
  run: async ({ subject }): Promise<readonly EventKindView[]> => kindViews(subject.role),
});

/** GET /api/events */
export const eventsOperation = operation({
  method: 'GET',
  path: '/events',
  title: 'Vital events of the own division, the latest first',
  needs: { right: 'resident.read', purpose: 'HOPERAT' },
  input: z.object({
    kind: z.enum([...eventKinds, 'correction']).optional(),
    from: aDay.optional(),
    to: aDay.optional(),
    place: z
      .string()
      .regex(/^\d{2,12}$/)
      .optional(),
    resident: anId.optional(),
    state: z.enum(['standing', 'corrected', 'expected', 'all']).default('standing'),
    count: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(300).optional(),
  }),
  async run({ input, platform, subject, actor }): Promise<EventPage> {
    const page = await listEvents(platform.database.sql, subject.scope, input);
    const residents = new Set(page.items.map(({ resident }) => resident));
    const acts = [...residents].map((resident) => ({
      action: 'search' as const,
      what: 'Composition',
      count: page.items.filter((item) => item.resident === resident).length,
      resident,
      place: platform.settings.division,
    }));
    await platform.audit.record(actor, acts);
    return { ...page, items: await withPlaces(platform, page.items) };
  },
});

/** GET /api/events/:id */
export const eventOperation = operation({
  method: 'GET',
  path: '/events/:id',
  title: 'One vital event with its form and its evidence',
  needs: { right: 'resident.read', purpose: 'HOPERAT' },
  input: z.object({ id: anId }),
  async run({ input: { id }, platform, subject, actor }): Promise<EventDetail> {
    const detail = await eventDetail(readingOf(platform, subject), id, false);
    await platform.audit.record(actor, [
      { action: 'read', what: `Composition/${id}`, count: 1, resident: detail.resident, place: platform.settings.division },
    ]);
    return named(platform, detail);
  },
});

/** POST /api/events/:id/certificate */
export const certificateOperation = operation({
  method: 'POST',
  path: '/events/:id/certificate',
  title: 'One vital event with its numbers in full, to print its certificate; asking is logged',
  needs: { right: 'resident.reveal', purpose: 'HOPERAT' },
  input: z.object({ id: anId }),
  async run({ input: { id }, platform, subject, actor }): Promise<EventDetail> {
    const detail = await eventDetail(readingOf(platform, subject), id, true);
    await platform.audit.record(actor, [
      { action: 'reveal', what: `Composition/${id}`, count: 1, resident: detail.resident, place: platform.settings.division },
    ]);
    return named(platform, detail);
  },
});

const named = async (platform: Platform, detail: EventDetail): Promise<EventDetail> => {
  const [one] = await withPlaces(platform, [detail]);
  return one ?? detail;
};

const readingOf = ({ database, store }: Platform, { scope }: Subject) => ({ sql: database.sql, scope, store: store.as(scope) });

const aValue = z.union([
  z.string().max(500),
  z.number(),
  z.boolean(),
  z.object({ id: anId, name: z.string().max(200).optional() }),
  z.null(),
]);

/** POST /api/events */
export const recordEventOperation = operation({
  method: 'POST',
  path: '/events',
  title: 'Records a vital event with all that follows from it, in one transaction',
  needs: { right: 'event.write', purpose: 'HOPERAT' },
  input: z.object({
    kind: z.enum(eventKinds),
    resident: anId.optional().describe('Patient id; none for a birth, which makes the resident'),
    values: z.record(z.string().max(60), aValue),
    confirmed: z.array(z.string().max(60)).max(60).default([]).describe('Keys of improbable values that are so'),
  }),
  async run({ input: { kind, resident, values, confirmed }, platform, subject, actor }): Promise<EventRecorded> {
    if (!mayRecord(subject.role, kind)) throw new Problem('right-missing', 'The role does not record this kind', { at: 'kind' });
    return recordEvent(recordingOf(platform, subject, actor), { kind, resident, values, confirmed });
  },
});

/** POST /api/events/:id/correct */
export const correctEventOperation = operation({
  method: 'POST',
  path: '/events/:id/correct',
  title: 'Undoes a vital event by a correcting one; both stay on record',
  needs: { right: 'event.write', purpose: 'HOPERAT' },
  input: z.object({ id: anId, reason: z.string().trim().min(2).max(300) }),
  async run({ input: { id, reason }, platform, subject, actor }): Promise<EventRecorded> {
    const recording = recordingOf(platform, subject, actor);
    return correctEvent(recording, id, reason, (kind) => mayRecord(subject.role, kind));
  },
});

const recordingOf = ({ database, store, clock }: Platform, subject: Subject, actor: Actor): Recording => ({
  sql: database.sql,
  store: store.as(onBehalf(subject.scope)),
  now: clock.now(),
  by: { id: subject.id, name: subject.name.zh },
  within: (tx, written) => recordWrites(tx, actor, written),
});
