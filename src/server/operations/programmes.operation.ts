import { z } from 'zod';
import { endsByItself } from '../../applications/public-health/index.ts';
import { toPiece } from '../../chronicle/index.ts';
import { onBehalf } from '../../databases/population/index.ts';
import type { Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { dayNumber, dayText, type LifeCourse, toEvents } from '../../life-course/index.ts';
import { findNationalTable } from '../../platform/terminology/index.ts';
import {
  basisOf,
  type ContactBasis,
  type ContactFormView,
  type ContactRecorded,
  type ContactRequest,
  changedSince,
  closeEnrolment,
  contactForm,
  contactName,
  contactsByRequest,
  type DuePage,
  dayOutside,
  digestOf,
  dueViews,
  enrol,
  findWritten,
  type Programme,
  type ProgrammeDetail,
  type ProgrammeWriting,
  programmeDetail,
  type ResidentProgrammes,
  recordContact,
  refuseChanged,
  residentView,
  seenCourse,
  voidContact,
} from '../../programmes/index.ts';
import type { Subject } from '../../security/access/index.ts';
import { type Actor, recordWrites } from '../../security/audit/index.ts';
import type { Platform } from '../platform.ts';
import { operation } from './context.ts';
import {
  aCode,
  aDay,
  anId,
  aTask,
  courseOf,
  dueFilters,
  duePage,
  formTask,
  programmeFor,
  recordSeen,
  seenBy,
  type Task,
  type taskOf,
} from './programme-task.ts';

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

/** GET /api/due */
const dueOperation = operation({
  method: 'GET',
  path: '/due',
  title: 'What is to be done for residents of the own division, the most urgent first',
  needs: { right: 'programme.read', purpose: 'PUBHLTH' },
  input: z.object({ ...dueFilters, count: z.coerce.number().int().min(1).max(200).default(50) }),
  async run({ input, platform, subject, actor }): Promise<DuePage> {
    const page = await duePage(platform, subject, input);
    await recordSeen(platform, actor, [...new Set(page.items.map((item) => item.resident))], 'search');
    return page;
  },
});

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
    const basis = await basisOf(platform.store.as(onBehalf(subject.scope)), { ...task, course, patient: input.id });
    const { today } = platform.programmes;
    return contactForm({ ...task, course, today: today(), corrects: input.contact, basis }, findNationalTable);
  },
});

const writingOf = ({ store, clock }: Platform, subject: Subject, actor: Actor): ProgrammeWriting => ({
  store: store.as(onBehalf(subject.scope)),
  findTable: findNationalTable,
  now: clock.now(),
  by: { id: subject.id, name: subject.name.zh },
  within: (tx, written) => recordWrites(tx, actor, written),
});

const aBasis = z.object({
  ...{ resident: anId, definition: z.string().max(200), division: z.string().max(20), died: z.boolean() },
  contacts: z.array(z.string().max(200)).max(2000),
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
    key: z.uuid().optional().describe('Of the request: sent again with the same key, nothing is written'),
    basis: aBasis.optional().describe('As the form had it: where something changed since, nothing is written'),
  }),
  async run({ input, platform, subject, actor }): Promise<ContactRecorded> {
    const course = await courseOf(platform, subject, input.id);
    const request = requestOf(subject, input);
    const { id, made } = await once(platform, request, async () => {
      const task = await formTask(platform, subject, course, input);
      const seen = await unchangedSince(platform, subject, { ...task, course, patient: input.id, before: input.basis });
      refuseDay(platform, course, input.on);
      return recordContact(writingOf(platform, subject, actor), {
        ...{ ...task, course, patient: input.id, on: input.on, values: input.values, confirmed: input.confirmed },
        ...{ place: input.place, corrects: input.contact, request, seen },
      });
    });
    return { id, due: dueAfter(platform, course, made, input.programme) };
  },
});

type Recorded = Awaited<ReturnType<typeof recordContact>>;

/** What a request wrote before, else what it writes now; also where another connection wrote it in between. */
async function once(
  { database: { sql } }: Platform,
  request: ContactRequest | undefined,
  record: () => Promise<Recorded>,
): Promise<Recorded> {
  if (!request) return record();
  const before = await findWritten(sql, request);
  if (before !== undefined) return { id: before, made: [] };
  return record().catch(async (thrown: unknown) => {
    const meanwhile = await findWritten(sql, request);
    if (meanwhile === undefined) throw thrown;
    return { id: meanwhile, made: [] };
  });
}

interface Sent extends Task {
  readonly id: string;
  readonly on: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly place?: string | undefined;
  readonly contact?: string | undefined;
  readonly key?: string | undefined;
}

/** What is sent under a key: what may be asked in between, and on what it stands, is not part of it. */
function requestOf(
  { id: owner }: Subject,
  { id: resident, key, programme, activity, step, on, values, place, contact }: Sent,
): ContactRequest | undefined {
  if (key === undefined) return undefined;
  const digest = digestOf([programme, activity, step, on, Object.entries(values).sort(), place, contact]);
  return { resident, owner, key, digest, activity: contactName(programme, activity) };
}

/**
 * Looks whether a form still stands on what it stood on when it was opened.
 * @returns contacts that requests had recorded before the look, or undefined where it does not matter
 * @throws Problem contact-conflict
 */
async function unchangedSince(
  platform: Platform,
  subject: Subject,
  { before, ...task }: ReturnType<typeof taskOf> & { course: LifeCourse; patient: string; before: ContactBasis | undefined },
): Promise<readonly string[] | undefined> {
  if (!before) return undefined;
  const activity = contactName(task.programme.code, task.activity.code);
  const seen = await contactsByRequest(platform.database.sql, { resident: task.patient, activity });
  const course = seenCourse(task.course, seenBy(platform, subject));
  const now = await basisOf(platform.store.as(onBehalf(subject.scope)), { ...task, course });
  refuseChanged(changedSince(before, now));
  return seen;
}

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
  input: z.object({
    id: anId,
    programme: aCode,
    on: aDay,
    until: aDay.optional().describe('Last day, where it is known'),
    place: anId.optional(),
    worker: anId.optional(),
  }),
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
    const { place, worker, on, until } = input;
    if (until === undefined ? endsByItself(programme) : until < on)
      throw new Problem('data-invalid', 'The last day is needed, and is not before the first', { at: 'until' });
    const id = await enrol(writingOf(platform, subject, actor), { programme, patient: input.id, on, until, place, worker });
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
