import { z } from 'zod';
import { readLives } from '../../chronicle/index.ts';
import { onBehalf } from '../../databases/population/index.ts';
import { Problem } from '../../kernel/index.ts';
import { dayText, type LifeCourse } from '../../life-course/index.ts';
import { type Activity, countDue, type DuePage, dueList, formOfContact, type Programme } from '../../programmes/index.ts';
import type { Subject } from '../../security/access/index.ts';
import type { Actor } from '../../security/audit/index.ts';
import type { Platform } from '../platform.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

// what operations of programmes share: whose life, which definition, who may see it

export const anId = z.string().max(64);
export const aCode = z.string().max(60);
export const aDay = z.iso.date();

/** Programmes of level 5 are seen by who works in them alone. */
export const seenBy =
  ({ programmes: { book } }: Platform, { rights }: Subject) =>
  (code: string): boolean =>
    rights.includes('programme.restricted') || !book.programmes.some((one) => one.code === code && one.restricted === true);

const dueKey = z.tuple([aDay, anId, aCode, aCode, z.string().max(60)]);

/** What the due list is asked for by. */
export const dueFilters = {
  programme: aCode.optional(),
  activity: aCode.optional(),
  state: z.enum(['overdue', 'due', 'coming']).optional(),
  division: z
    .string()
    .regex(/^\d{2,12}$/)
    .optional(),
  place: anId.optional(),
  cursor: z.string().max(500).optional(),
};

export type DueFilters = z.infer<z.ZodObject<typeof dueFilters>>;

/** A page of what is due in the scope, of programmes that the account may see and `isMeant` takes. */
export async function duePage(
  platform: Platform,
  subject: Subject,
  input: DueFilters & { readonly count: number },
  isMeant: (programme: Programme) => boolean = () => true,
): Promise<DuePage> {
  const { book, today } = platform.programmes;
  const isSeen = seenBy(platform, subject);
  const codes = [...new Set(book.programmes.filter(isMeant).map(({ code }) => code))].filter(isSeen);
  const [by, resident, programme, activity, step] = decodeCursor(input.cursor, dueKey) ?? [];
  const isGiven = by !== undefined && resident !== undefined && programme !== undefined && activity !== undefined;
  const question = {
    ...input,
    today: today(),
    programmes: input.programme === undefined ? codes : codes.filter((code) => code === input.programme),
    after: isGiven ? { by, resident, programme, activity, step: step ?? '' } : undefined,
  };
  const { sql } = platform.database;
  const [items, counts] = await Promise.all([
    dueList(sql, subject.scope, book, question),
    countDue(sql, subject.scope, { ...question, after: undefined }),
  ]);
  const last = items.length === input.count ? items.at(-1) : undefined;
  return {
    items,
    counts,
    ...(last ? { next: encodeCursor([last.by, last.resident, last.programme, last.activity, last.step ?? '']) } : {}),
  };
}

export const recordSeen = (platform: Platform, actor: Actor, residents: readonly string[], action: 'search' | 'read') =>
  platform.audit.record(
    actor,
    residents.map((resident) => ({
      ...{ action, what: 'CarePlan', count: 1, resident },
      place: platform.settings.division,
    })),
  );

/** The life of a resident here, as far as the scope reaches. @throws Problem resource-unknown, resource-gone */
export async function courseOf({ store, database }: Platform, { scope }: Subject, id: string): Promise<LifeCourse> {
  await store.as(scope).read('Patient', id);
  const [course] = (await readLives(database.sql, [id])).courses;
  if (!course) throw new Problem('resource-unknown', 'No such resident here', { at: 'id' });
  return course;
}

export const aTask = { programme: aCode, activity: aCode, step: aCode.optional() };

export interface Task {
  readonly programme: string;
  readonly activity: string;
  readonly step?: string | undefined;
}

/** The definition that holds for a resident, and the activity asked for. @throws Problem programme-unknown */
export function taskOf(
  platform: Platform,
  subject: Subject,
  course: LifeCourse,
  { programme: code, activity: name, step }: Task,
): { programme: Programme; activity: Activity; form: string | undefined } {
  const programme = programmeFor(platform, subject, course, code);
  const activity = programme.activities.find((one) => one.code === name);
  if (!activity) throw new Problem('programme-unknown', 'The programme has no such activity', { at: 'activity' });
  const { schedule } = activity;
  const own = schedule.kind === 'steps' ? schedule.steps.find((one) => one.code === step)?.form : undefined;
  return { programme, activity, form: own ?? activity.form };
}

/** The same; a contact is corrected with the form by which it was recorded. */
export async function formTask(
  platform: Platform,
  subject: Subject,
  course: LifeCourse,
  task: Task & { readonly contact?: string | undefined },
): Promise<ReturnType<typeof taskOf>> {
  const found = taskOf(platform, subject, course, task);
  if (task.contact === undefined) return found;
  const kept = await formOfContact(platform.store.as(onBehalf(subject.scope)), task.contact);
  return { ...found, form: kept ?? found.form };
}

/** Of who is in it the version of the enrolment, else that in force. @throws Problem programme-unknown */
export function programmeFor(platform: Platform, subject: Subject, course: LifeCourse, code: string): Programme {
  const { book, today } = platform.programmes;
  const standing = book.standingsOf(course, today()).find((one) => one.programme === code);
  const found = book.find(code, standing ? { version: standing.version } : { on: dayText(today()) });
  if (!found || !seenBy(platform, subject)(code))
    throw new Problem('programme-unknown', 'No such programme here', { at: 'programme' });
  return found;
}
