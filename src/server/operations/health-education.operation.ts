import { z } from 'zod';
import type { EducationPage, EducationYear } from '../../applications/public-health/health-education/contract.ts';
import {
  evidence,
  holdActivity,
  kinds,
  listActivities,
  planActivity,
  planFields,
  recordFields,
  withdrawActivity,
  yearOf,
} from '../../applications/public-health/health-education/index.ts';
import { chinaDay, Problem } from '../../kernel/index.ts';
import { operation } from './context.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { widest } from './division-seen.ts';

const anId = z.string().min(1).max(64);
const aYear = z.string().regex(/^20\d{2}$/);
const kindCodes = ['print', 'audio-visual', 'board', 'consultation', 'lecture', 'individual'] as const;
const aText = (most: number) => z.string().trim().min(1).max(most);
const aCount = z.int().min(0).max(1_000_000);
const aFiled = z.enum(['written', 'pictures', 'printed', 'video', 'signatures', 'other']);

/** GET /api/health-education/activities */
const activitiesOperation = operation({
  method: 'GET',
  path: '/health-education/activities',
  title: 'Activities of health education, planned and held, the latest day first',
  needs: { right: 'programme.read', purpose: 'PUBHLTH' },
  input: z.object({
    year: aYear.optional(),
    kind: z.enum(kindCodes).optional(),
    state: z.enum(['planned', 'held', 'withdrawn']).optional(),
    count: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(300).optional(),
  }),
  async run({ input: { cursor, ...input }, platform, subject }): Promise<EducationPage> {
    const after = decodeCursor(cursor, z.tuple([z.iso.date(), anId]));
    const items = await listActivities(platform.database.sql, subject.scope, { ...input, after });
    const last = items.length === input.count ? items.at(-1) : undefined;
    const day = last?.heldOn ?? last?.plannedOn;
    return { items, kinds, evidence, planFields, recordFields, ...(last && day ? { next: encodeCursor([day, last.id]) } : {}) };
  },
});

/** GET /api/health-education/years/:year */
const yearOperation = operation({
  method: 'GET',
  path: '/health-education/years/:year',
  title: 'What each institution did of health education in a year, against the counts that are required',
  needs: { right: 'programme.read', purpose: 'PUBHLTH' },
  input: z.object({ year: aYear }),
  run: ({ input: { year }, platform, subject }): Promise<EducationYear> =>
    yearOf(platform.database.sql, subject.scope, year, chinaDay(platform.clock.now())),
});

/** POST /api/health-education/activities */
const planOperation = operation({
  method: 'POST',
  path: '/health-education/activities',
  title: 'Puts an activity of health education into the plan',
  needs: { right: 'programme.write', purpose: 'PUBHLTH' },
  input: z.object({
    key: anId.describe('Of this request: a repeat records nothing'),
    kind: z.enum(kindCodes),
    topic: aText(100),
    institution: aText(100),
    level: z.enum(['township', 'village']),
    plannedOn: z.iso.date(),
  }),
  async run({ input, platform, subject, actor }): Promise<{ readonly id: string }> {
    const by = { division: widest(platform, subject), id: subject.id, name: actor.name.zh, at: platform.clock.now() };
    return { id: await planActivity(platform.database.sql, input, by) };
  },
});

/** POST /api/health-education/activities/:id/hold */
const holdOperation = operation({
  method: 'POST',
  path: '/health-education/activities/:id/hold',
  title: 'Records that a planned activity was held: its record form',
  needs: { right: 'programme.write', purpose: 'PUBHLTH' },
  input: z.object({
    id: anId,
    heldOn: z.iso.date(),
    place: aText(100),
    organiser: aText(50).nullish(),
    speaker: aText(50).nullish(),
    audience: aText(100).nullish(),
    audienceCount: aCount,
    materials: aText(300).nullish(),
    copies: aCount.nullish(),
    content: aText(1000),
    evaluation: aText(500).nullish(),
    evidence: z.string().max(100).nullish().describe('Codes of what is filed, with blanks between'),
  }),
  async run({ input, platform, subject, actor }): Promise<void> {
    const { id, heldOn, audienceCount, copies, evidence: filed, ...said } = input;
    if (heldOn > chinaDay(platform.clock.now())) throw new Problem('data-invalid', 'The day is still to come', { at: 'heldOn' });
    const codes = z.array(aFiled).safeParse(filed ? filed.split(' ') : []);
    if (!codes.success) throw new Problem('data-invalid', 'No such thing is filed', { at: 'evidence' });
    const record = { ...Object.fromEntries(Object.entries(said).filter(([, value]) => value != null)), evidence: codes.data };
    const held = { heldOn, audienceCount, copies: copies ?? 0, record };
    await holdActivity(platform.database.sql, subject.scope, id, held, { name: actor.name.zh });
  },
});

/** POST /api/health-education/activities/:id/withdraw */
const withdrawOperation = operation({
  method: 'POST',
  path: '/health-education/activities/:id/withdraw',
  title: 'Takes an activity out of plan and figures; it stays on record with the reason',
  needs: { right: 'programme.write', purpose: 'PUBHLTH' },
  input: z.object({ id: anId, reason: aText(300) }),
  run: ({ input: { id, reason }, platform, subject }): Promise<void> =>
    withdrawActivity(platform.database.sql, subject.scope, id, reason),
});

/** Operations of health education. */
export const healthEducationOperations = [
  activitiesOperation,
  yearOperation,
  planOperation,
  holdOperation,
  withdrawOperation,
] as const;
