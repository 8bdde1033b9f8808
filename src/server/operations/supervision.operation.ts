import { z } from 'zod';
import type { SupervisionPage } from '../../applications/public-health/supervision/contract.ts';
import {
  countWaiting,
  listNotes,
  noteFields,
  recordNote,
  reportFields,
  reportNote,
  topics,
} from '../../applications/public-health/supervision/index.ts';
import { chinaDay, Problem } from '../../kernel/index.ts';
import { recordActs } from '../../security/audit/index.ts';
import type { Sql } from '../../store/index.ts';
import { type Context, operation } from './context.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { widest } from './division-seen.ts';

const anId = z.string().min(1).max(64);
const kinds = ['lead', 'inspection'] as const;
const topicCodes = topics.map(({ code }) => code);

/** GET /api/supervision/notes */
const notesOperation = operation({
  method: 'GET',
  path: '/supervision/notes',
  title: 'Leads and inspections of health supervision, the latest first',
  needs: { right: 'programme.read', purpose: 'PUBHLTH' },
  input: z.object({
    kind: z.enum(kinds).optional(),
    topic: z.enum(topicCodes).optional(),
    state: z.enum(['waiting', 'reported']).optional().describe('waiting: leads that were not reported yet'),
    count: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(300).optional(),
  }),
  async run({ input: { cursor, ...input }, platform, subject }): Promise<SupervisionPage> {
    const { sql } = platform.database;
    const after = decodeCursor(cursor, z.tuple([z.iso.date(), anId]));
    const rows = await listNotes(sql, subject.scope, { ...input, after });
    const last = rows.length === input.count ? rows.at(-1) : undefined;
    return {
      items: rows.map(({ reportedOn, reportedTo, ...row }) => ({
        ...row,
        topicName: topics.find(({ code }) => code === row.topic)?.name ?? { zh: row.topic, en: row.topic },
        ...(reportedOn === null ? {} : { reportedOn }),
        ...(reportedTo === null ? {} : { reportedTo }),
      })),
      ...{ topics, reportFields, fields: noteFields },
      waiting: await countWaiting(sql, subject.scope),
      ...(last ? { next: encodeCursor([last.foundOn, last.id]) } : {}),
    };
  },
});

/** POST /api/supervision/notes */
const recordOperation = operation({
  method: 'POST',
  path: '/supervision/notes',
  title: 'Records a lead or an inspection of health supervision',
  needs: { right: 'programme.write', purpose: 'PUBHLTH' },
  input: z.object({
    key: anId.describe('Of this request: a repeat records nothing'),
    kind: z.enum(kinds),
    topic: z.enum(topicCodes),
    unit: z.string().trim().min(1).max(100),
    foundOn: z.iso.date(),
    found: z.string().trim().min(1).max(500),
  }),
  async run({ input, platform, subject, actor }): Promise<{ readonly id: string }> {
    const at = platform.clock.now();
    if (input.foundOn > chinaDay(at)) throw new Problem('parameter-invalid', 'The day is still to come', { at: 'foundOn' });
    const division = widest(platform, subject);
    const by = { id: subject.id, name: actor.name.zh };
    return platform.database.begin(async (tx) => {
      const { id, isNew } = await recordNote(tx, { ...input, division, institution: '', by, at });
      if (isNew) await recordChange(tx, { platform, actor }, 'create', id);
      return { id };
    });
  },
});

/** A note is of nobody: who wrote it is entered under no resident. */
const recordChange = (
  tx: Sql,
  { platform, actor }: Pick<Context, 'platform' | 'actor'>,
  action: 'create' | 'update',
  id: string,
) =>
  recordActs(tx, actor, [
    { action, what: `supervision-note/${id}`, count: 1, resident: undefined, place: platform.settings.division },
  ]);

/** POST /api/supervision/notes/:id/report */
const reportOperation = operation({
  method: 'POST',
  path: '/supervision/notes/:id/report',
  title: 'Says when and to whom a lead was reported',
  needs: { right: 'programme.write', purpose: 'PUBHLTH' },
  input: z.object({ id: anId, on: z.iso.date(), to: z.string().trim().min(1).max(100) }),
  async run({ input, platform, subject, actor }): Promise<void> {
    if (input.on > chinaDay(platform.clock.now()))
      throw new Problem('parameter-invalid', 'The day is still to come', { at: 'on' });
    await platform.database.begin(async (tx) => {
      if (!(await reportNote(tx, subject.scope, input)))
        throw new Problem('resource-unknown', 'No such note here, or it is of a later day', { at: 'on' });
      await recordChange(tx, { platform, actor }, 'update', input.id);
    });
  },
});

/** Operations of health supervision. */
export const supervisionOperations = [notesOperation, recordOperation, reportOperation] as const;
