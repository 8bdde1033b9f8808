import { z } from 'zod';
import { readLives } from '../../chronicle/index.ts';
import { findResidents, type KnownResident, onBehalf } from '../../databases/population/index.ts';
import type { LifeCourse } from '../../life-course/index.ts';
import { findNationalTable } from '../../platform/terminology/index.ts';
import {
  basisOf,
  type ContactFieldView,
  contactForm,
  type DueRow,
  seenCourse,
  type TakenItem,
  type TakenPage,
} from '../../programmes/index.ts';
import type { Subject } from '../../security/access/index.ts';
import { identityNumber } from '../../standards/index.ts';
import type { Platform } from '../platform.ts';
import { operation } from './context.ts';
import { dueFilters, duePage, recordSeen, seenBy, taskOf } from './programme-task.ts';

const MOST_AT_ONCE = 50;
const LAST_DIGITS = 4;

/**
 * GET /api/due/forms: what a worker takes along to where there is no network. Of each resident as much as the form needs; nothing
 * of programmes of level 5, which stay at the platform.
 */
const dueFormsOperation = operation({
  method: 'GET',
  path: '/due/forms',
  title: 'What is to be done, with the forms for it, to be filled in without network',
  needs: { right: 'programme.write', purpose: 'PUBHLTH' },
  input: z.object({ ...dueFilters, count: z.coerce.number().int().min(1).max(MOST_AT_ONCE).default(25) }),
  async run({ input, platform, subject, actor }): Promise<TakenPage> {
    const { items, next } = await duePage(platform, subject, input, ({ restricted }) => restricted !== true);
    const residents = [...new Set(items.map(({ resident }) => resident))];
    const { sql } = platform.database;
    const lives = new Map((await readLives(sql, residents)).courses.map((course) => [course.resident, course]));
    const known = new Map((await findResidents(sql, residents)).map((resident) => [resident.id, resident]));
    await recordSeen(platform, actor, residents, 'read');
    const taken: TakenItem[] = [];
    const fields: Record<string, readonly ContactFieldView[]> = {};
    for (const row of items) {
      const course = lives.get(row.resident);
      if (!course) continue;
      const one = await takenItem(platform, subject, row, course);
      fields[one.item.form.fields] = one.fields;
      taken.push({ ...one.item, ...lastDigitsOf(known.get(row.resident)) });
    }
    return { items: taken, fields, ...(next === undefined ? {} : { next }) };
  },
});

async function takenItem(
  platform: Platform,
  subject: Subject,
  row: DueRow,
  whole: LifeCourse,
): Promise<{ readonly item: TakenItem; readonly fields: readonly ContactFieldView[] }> {
  const course = seenCourse(whole, seenBy(platform, subject));
  const task = taskOf(platform, subject, course, row);
  const store = platform.store.as(onBehalf(subject.scope));
  const basis = await basisOf(store, { ...task, course, patient: row.resident });
  const { today } = platform.programmes;
  const { fields, ...form } = contactForm({ ...task, course, today: today(), corrects: undefined, basis }, findNationalTable);
  const name = `${form.programme} ${form.version} ${task.form ?? ''}`;
  return { item: { row, form: { ...form, fields: name } }, fields };
}

function lastDigitsOf(resident: KnownResident | undefined): Pick<TakenItem, 'lastDigits'> {
  const number = resident?.identifiers.find(({ system }) => system === identityNumber)?.value;
  return number === undefined ? {} : { lastDigits: number.slice(-LAST_DIGITS) };
}

/** Operations of work without network. */
export const dueFormsOperations = [dueFormsOperation] as const;
