import { z } from 'zod';
import {
  countReminders,
  listReminders,
  markReminder,
  phoneOf,
  type ReminderPage,
  type ReminderRow,
} from '../../applications/public-health/reminders/index.ts';
import { readPatients } from '../../databases/population/index.ts';
import { Problem } from '../../kernel/index.ts';
import { dayText } from '../../life-course/index.ts';
import { hasRight } from '../../security/access/index.ts';
import { recordActs } from '../../security/audit/index.ts';
import { operation } from './context.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { aCode, aDay, anId, courseOf, seenBy } from './programme-task.ts';
import { recordShown } from './vaccination-desk.ts';

const aStep = z.string().max(60);
const reminderKey = z.tuple([aDay, anId, aCode, aCode, aStep]);

/** GET /api/reminders */
const remindersOperation = operation({
  method: 'GET',
  path: '/reminders',
  title: 'Who is reminded of what is due: whom to call, who was told, who was not reached',
  needs: { right: 'programme.read', purpose: 'PUBHLTH' },
  input: z.object({
    state: z.enum(['waiting', 'sent', 'reached', 'not-reached']).default('waiting'),
    programme: aCode.optional(),
    division: z
      .string()
      .regex(/^\d{2,12}$/)
      .optional(),
    count: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(500).optional(),
  }),
  async run({ input, ...context }): Promise<ReminderPage> {
    const { platform, subject, actor } = context;
    const { sql } = platform.database;
    const codes = [...new Set(platform.programmes.book.programmes.map(({ code }) => code))].filter(seenBy(platform, subject));
    const { division, state, count } = input;
    const programmes = codes.filter((code) => input.programme === undefined || code === input.programme);
    const [by, resident, programme, activity, step] = decodeCursor(input.cursor, reminderKey) ?? [];
    const isGiven = by !== undefined && resident !== undefined && programme !== undefined && activity !== undefined;
    const after = isGiven ? { by, resident, programme, activity, step: step ?? '' } : undefined;
    const question = { state, programmes, division, count, after };
    const [rows, counts] = await Promise.all([
      listReminders(sql, subject.scope, question),
      countReminders(sql, subject.scope, question),
    ]);
    const ids = [...new Set(rows.map((row) => row.resident))];
    const patients = await readPatients(sql, ids);
    const mayReveal = hasRight(subject, 'resident.reveal');
    const today = dayText(platform.programmes.today());
    const items = rows.map((row): ReminderRow => {
      const phone = phoneOf(patients.get(row.resident), today);
      if (!phone) return row;
      const { number, contact } = phone;
      return { ...row, phone: mayReveal ? number : masked(number), ...(contact === undefined ? {} : { contact }) };
    });
    await recordShown(context, 'search', 'CommunicationRequest', ids);
    const shown = new Set(mayReveal ? items.flatMap((item) => (item.phone === undefined ? [] : [item.resident])) : []);
    const place = platform.settings.division;
    await platform.audit.record(
      actor,
      [...shown].map((one) => ({ action: 'reveal', what: 'phone', count: 1, resident: one, place })),
    );
    const last = items.length === count ? items.at(-1) : undefined;
    return {
      ...{ items, counts },
      ...(last ? { next: encodeCursor([last.by, last.resident, last.programme, last.activity, last.step]) } : {}),
    };
  },
});

/** All but the last four digits. */
const masked = (number: string): string => number.replace(/.(?=.{4})/g, '*');

/** POST /api/reminders/mark */
const markOperation = operation({
  method: 'POST',
  path: '/reminders/mark',
  title: 'Says that a resident was told of what is due, or could not be reached',
  needs: { right: 'programme.write', purpose: 'PUBHLTH' },
  input: z.object({
    ...{ resident: anId, programme: aCode, activity: aCode, step: aStep, by: aDay },
    outcome: z.enum(['reached', 'not-reached']),
    note: z.string().trim().max(300).optional(),
  }),
  async run({ input: { outcome, note, ...key }, platform, subject, actor }): Promise<void> {
    if (!seenBy(platform, subject)(key.programme))
      throw new Problem('resource-unknown', 'No such reminder here', { at: 'resident' });
    await courseOf(platform, subject, key.resident);
    await platform.database.begin(async (tx) => {
      await markReminder(tx, { key, outcome, note: note || undefined, by: subject.id, now: platform.clock.now() });
      const act = { action: 'update' as const, what: 'CommunicationRequest', count: 1, resident: key.resident };
      await recordActs(tx, actor, [{ ...act, place: platform.settings.division }]);
    });
  },
});

/** Operations of reminders. */
export const reminderOperations = [remindersOperation, markOperation] as const;
