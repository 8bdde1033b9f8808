import { z } from 'zod';
import { readLives, toPiece } from '../../chronicle/index.ts';
import { onBehalf } from '../../databases/population/index.ts';
import type { Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { dayNumber, dayText, type LifeCourse, toEvents } from '../../life-course/index.ts';
import { findNationalTable } from '../../platform/terminology/index.ts';
import {
  type Activity,
  type ContactFormView,
  type ContactRecorded,
  closeEnrolment,
  contactForm,
  countDue,
  type DuePage,
  dayOutside,
  dueList,
  dueViews,
  enrol,
  formOfContact,
  type Programme,
  type ProgrammeDetail,
  type ProgrammeWriting,
  programmeDetail,
  type ResidentProgrammes,
  recordContact,
  residentView,
  seenCourse,
  voidContact,
} from '../../programmes/index.ts';
import type { Subject } from '../../security/access/index.ts';
import { type Actor, recordWrites } from '../../security/audit/index.ts';
import type { Platform } from '../platform.ts';
import { operation } from './context.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

const anId = z.string().max(64);
const aCode = z.string().max(60);
const aDay = z.iso.date();

/** Programmes of level 5 are seen by who works in them alone. */
const seenBy =
  ({ programmes: { book } }: Platform, { rights }: Subject) =>
  (code: string): boolean =>
    rights.includes('programme.restricted') || !book.programmes.some((one) => one.code === code && one.restricted === true);

/** GET /api/programmes */
const programmesOperation = operation({
  method: 'GET',
  path: '/programmes',
  title: 'Definitions of the programmes in force',
  needs: { right: 'programme.read', purpose: 'PUBHLTH' },
  input: z.object({}),
  run: async ({ platform, subject }): Promise<readonly Programme[]> => {
    const isSeen = seenBy(platform, subject);
    const { book, today } = platform.programmes;
    const on = dayText(today());
    return book.programmes.filter(({ code, version }) => isSeen(code) && book.find(code, { on })?.version === version);
  },
});

/** GET /api/programmes/:code */
const programmeOperation = operation({
  method: 'GET',
  path: '/programmes/:code',
  title: 'A programme in force, with the words for what its forms and rules speak of',
  needs: { right: 'programme.read', purpose: 'PUBHLTH' },
  input: z.object({ code: aCode }),
  run: async ({ input: { code }, platform, subject }): Promise<ProgrammeDetail> => {
    const { book, today } = platform.programmes;
    const found = book.find(code, { on: dayText(today()) });
    if (!found || !seenBy(platform, subject)(code))
      throw new Problem('programme-unknown', 'No such programme here', { at: 'code' });
    return programmeDetail(found, findNationalTable);
  },
});

const dueKey = z.tuple([aDay, anId, aCode, aCode, z.string().max(60)]);

/** GET /api/due */
const dueOperation = operation({
  method: 'GET',
  path: '/due',
  title: 'What is to be done for residents of the own division, the most urgent first',
  needs: { right: 'programme.read', purpose: 'PUBHLTH' },
  input: z.object({
    programme: aCode.optional(),
    activity: aCode.optional(),
    state: z.enum(['overdue', 'due', 'coming']).optional(),
    division: z
      .string()
      .regex(/^\d{2,12}$/)
      .optional(),
    place: anId.optional(),
    count: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(500).optional(),
  }),
  async run({ input, platform, subject, actor }): Promise<DuePage> {
    const { book, today } = platform.programmes;
    const isSeen = seenBy(platform, subject);
    const codes = [...new Set(book.programmes.map(({ code }) => code))].filter(isSeen);
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
    await recordSeen(platform, actor, [...new Set(items.map((item) => item.resident))], 'search');
    return {
      items,
      counts,
      ...(last ? { next: encodeCursor([last.by, last.resident, last.programme, last.activity, last.step ?? '']) } : {}),
    };
  },
});

const recordSeen = (platform: Platform, actor: Actor, residents: readonly string[], action: 'search' | 'read') =>
  platform.audit.record(
    actor,
    residents.map((resident) => ({
      ...{ action, what: 'CarePlan', count: 1, resident },
      place: platform.settings.division,
    })),
  );

/** GET /api/residents/:id/programmes */
const residentProgrammesOperation = operation({
  method: 'GET',
  path: '/residents/:id/programmes',
  title: 'In which programmes a resident is, what is due, and what was done',
  needs: { right: 'programme.read', purpose: 'PUBHLTH' },
  input: z.object({ id: anId }),
  async run({ input: { id }, platform, subject, actor }): Promise<ResidentProgrammes> {
    const course = await courseOf(platform, subject, id);
    await recordSeen(platform, actor, [id], 'read');
    return residentView(platform.programmes.book, course, platform.programmes.today(), seenBy(platform, subject));
  },
});

/** The life of a resident here, as far as the scope reaches. @throws Problem resource-unknown, resource-gone */
async function courseOf({ store, database }: Platform, { scope }: Subject, id: string): Promise<LifeCourse> {
  await store.as(scope).read('Patient', id);
  const [course] = (await readLives(database.sql, [id])).courses;
  if (!course) throw new Problem('resource-unknown', 'No such resident here', { at: 'id' });
  return course;
}

const aTask = { programme: aCode, activity: aCode, step: aCode.optional() };

/** The definition that holds for a resident, and the activity asked for. @throws Problem programme-unknown */
function taskOf(
  platform: Platform,
  subject: Subject,
  course: LifeCourse,
  { programme: code, activity: name, step }: { programme: string; activity: string; step?: string | undefined },
): { programme: Programme; activity: Activity; form: string | undefined } {
  const programme = programmeFor(platform, subject, course, code);
  const activity = programme.activities.find((one) => one.code === name);
  if (!activity) throw new Problem('programme-unknown', 'The programme has no such activity', { at: 'activity' });
  const { schedule } = activity;
  const own = schedule.kind === 'steps' ? schedule.steps.find((one) => one.code === step)?.form : undefined;
  return { programme, activity, form: own ?? activity.form };
}

/** The same; a contact is corrected with the form by which it was recorded. */
async function formTask(
  platform: Platform,
  subject: Subject,
  course: LifeCourse,
  task: Parameters<typeof taskOf>[3] & { readonly contact?: string | undefined },
): Promise<ReturnType<typeof taskOf>> {
  const found = taskOf(platform, subject, course, task);
  if (task.contact === undefined) return found;
  const kept = await formOfContact(platform.store.as(onBehalf(subject.scope)), task.contact);
  return { ...found, form: kept ?? found.form };
}

/** Of who is in it the version of the enrolment, else that in force. @throws Problem programme-unknown */
function programmeFor(platform: Platform, subject: Subject, course: LifeCourse, code: string): Programme {
  const { book, today } = platform.programmes;
  const standing = book.standingsOf(course, today()).find((one) => one.programme === code);
  const found = book.find(code, standing ? { version: standing.version } : { on: dayText(today()) });
  if (!found || !seenBy(platform, subject)(code))
    throw new Problem('programme-unknown', 'No such programme here', { at: 'programme' });
  return found;
}

/** GET /api/residents/:id/contact-form */
const contactFormOperation = operation({
  method: 'GET',
  path: '/residents/:id/contact-form',
  title: 'The form of an activity for a resident, with what is known already',
  needs: { right: 'programme.write', purpose: 'PUBHLTH' },
  input: z.object({ id: anId, ...aTask, contact: anId.optional() }),
  async run({ input, platform, subject, actor }): Promise<ContactFormView> {
    const course = seenCourse(await courseOf(platform, subject, input.id), seenBy(platform, subject));
    const task = await formTask(platform, subject, course, input);
    await recordSeen(platform, actor, [input.id], 'read');
    return contactForm({ ...task, course, today: platform.programmes.today(), corrects: input.contact }, findNationalTable);
  },
});

const writingOf = ({ store, clock }: Platform, subject: Subject, actor: Actor): ProgrammeWriting => ({
  store: store.as(onBehalf(subject.scope)),
  findTable: findNationalTable,
  now: clock.now(),
  by: { id: subject.id, name: subject.name.zh },
  within: (tx, written) => recordWrites(tx, actor, written),
});

const aValue = z.union([z.string().max(500), z.number(), z.boolean(), z.null()]);

/** POST /api/residents/:id/contacts */
const recordContactOperation = operation({
  method: 'POST',
  path: '/residents/:id/contacts',
  title: 'Records a contact of a programme with its form, or corrects one',
  needs: { right: 'programme.write', purpose: 'PUBHLTH' },
  input: z.object({
    ...{ id: anId, ...aTask },
    on: aDay.describe('Day of the contact'),
    values: z.record(z.string().max(60), aValue),
    confirmed: z.array(z.string().max(60)).max(300).default([]).describe('Keys of improbable values that are so'),
    place: anId.optional().describe('Organization id'),
    contact: anId.optional().describe('Encounter id of the contact that is corrected'),
  }),
  async run({ input, platform, subject, actor }): Promise<ContactRecorded> {
    const course = await courseOf(platform, subject, input.id);
    const task = await formTask(platform, subject, course, input);
    refuseDay(platform, course, input.on);
    const { id, made } = await recordContact(writingOf(platform, subject, actor), {
      ...{ ...task, course, patient: input.id, on: input.on, values: input.values, confirmed: input.confirmed },
      ...{ place: input.place, corrects: input.contact },
    });
    return { id, due: dueAfter(platform, course, made, task.programme.code) };
  },
});

/** A day that has come, in the life of the resident. @throws Problem data-invalid */
function refuseDay(platform: Platform, course: LifeCourse, on: string): void {
  const fault = dayOutside(course, dayNumber(on), platform.programmes.today());
  if (fault) throw new Problem('data-invalid', fault.en, { at: 'on', faults: [{ at: 'on', kind: 'impossible', text: fault }] });
}

/** What is due of a programme with a contact that the feed has yet to bring. */
function dueAfter(
  { programmes: { book, today, dictionary } }: Platform,
  course: LifeCourse,
  made: readonly (Resource & { readonly id: string })[],
  code: string,
): ContactRecorded['due'] {
  const events = toEvents(made.flatMap((resource) => toPiece(resource, dictionary) ?? []));
  const replaced = new Set(events.flatMap(({ sources }) => sources));
  const others = course.events.filter(({ sources }) => !sources.some((source) => replaced.has(source)));
  const life = { ...course, events: [...others, ...events].sort((a, b) => a.day - b.day) };
  const standing = book.standingsOf(life, today()).find(({ programme }) => programme === code);
  return standing ? dueViews(book, standing, today()) : [];
}

/** POST /api/residents/:id/contacts/:contact/void */
const voidContactOperation = operation({
  method: 'POST',
  path: '/residents/:id/contacts/:contact/void',
  title: 'Marks a contact as entered in error, with all that was found at it',
  needs: { right: 'programme.write', purpose: 'PUBHLTH' },
  input: z.object({ id: anId, contact: anId }),
  async run({ input: { id, contact }, platform, subject, actor }): Promise<void> {
    const course = await courseOf(platform, subject, id);
    const found = course.events.find(({ sources }) => sources.includes(`Encounter/${contact}`));
    const code = String(found?.facts['contact'] ?? '').split('/')[0] ?? '';
    if (!found || code === '' || !seenBy(platform, subject)(code))
      throw new Problem('resource-unknown', 'The resident has no such contact', { at: 'contact' });
    await voidContact(writingOf(platform, subject, actor), contact, id);
  },
});

/** POST /api/residents/:id/enrolments */
const enrolOperation = operation({
  method: 'POST',
  path: '/residents/:id/enrolments',
  title: 'Takes a resident into a programme',
  needs: { right: 'programme.write', purpose: 'PUBHLTH' },
  input: z.object({ id: anId, programme: aCode, on: aDay, place: anId.optional(), worker: anId.optional() }),
  async run({ input, platform, subject, actor }): Promise<{ id: string }> {
    const course = await courseOf(platform, subject, input.id);
    const { book, today } = platform.programmes;
    const standing = book.standingsOf(course, today()).find((one) => one.programme === input.programme);
    const programme = programmeFor(platform, subject, course, input.programme);
    if (programme.enrolment.kind !== 'case')
      throw new Problem('programme-conflict', 'Nobody is enrolled in this programme: it is for everybody whom it concerns', {
        at: 'programme',
      });
    if (standing?.state === 'active')
      throw new Problem('programme-conflict', 'The resident is in the programme', { at: 'programme' });
    refuseDay(platform, course, input.on);
    const { place, worker, on } = input;
    const id = await enrol(writingOf(platform, subject, actor), { programme, patient: input.id, on, place, worker });
    return { id };
  },
});

/** POST /api/residents/:id/enrolments/close */
const closeEnrolmentOperation = operation({
  method: 'POST',
  path: '/residents/:id/enrolments/close',
  title: 'Lets a resident out of a programme',
  needs: { right: 'programme.write', purpose: 'PUBHLTH' },
  input: z.object({ id: anId, programme: aCode, on: aDay, reason: aCode }),
  async run({ input, platform, subject, actor }): Promise<void> {
    const course = await courseOf(platform, subject, input.id);
    const programme = programmeFor(platform, subject, course, input.programme);
    const { enrolment } = programme;
    if (enrolment.kind !== 'case' || !enrolment.closing.some(({ code }) => code === input.reason))
      throw new Problem('programme-conflict', 'The programme has no such reason', { at: 'reason' });
    refuseDay(platform, course, input.on);
    await closeEnrolment(writingOf(platform, subject, actor), {
      programme,
      patient: input.id,
      on: input.on,
      reason: input.reason,
    });
  },
});

/** Operations of programmes. */
export const programmeOperations = [
  programmesOperation,
  programmeOperation,
  dueOperation,
  residentProgrammesOperation,
  contactFormOperation,
  recordContactOperation,
  voidContactOperation,
  enrolOperation,
  closeEnrolmentOperation,
] as const;
