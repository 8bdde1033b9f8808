import { readLives } from '../../chronicle/index.ts';
import { findByNumbers, type KnownResident } from '../../databases/population/index.ts';
import { impossible } from '../../forms/index.ts';
import type { GivenRow } from '../../imports/index.ts';
import type { Fault } from '../../kernel/index.ts';
import { dayNumber, dayText, type LifeCourse } from '../../life-course/index.ts';
import { canonicalValue, identityNumber } from '../../standards/index.ts';
import type { Scope, Sql } from '../../store/index.ts';
import { type Answers, readAnswers } from '../answers.ts';
import { dayOutside } from '../day-outside.ts';
import { contactName } from '../due.ts';
import { type ContactSheet, dayFault, formValues, WHO } from './sheet.ts';

/** A row with whom it concerns and what it says. */
export interface CheckedContact {
  readonly line: number;
  readonly given: GivenRow;
  readonly faults: readonly Fault[];
  /** Undefined where nobody here has the number, or the row is about somebody else. */
  readonly course: LifeCourse | undefined;
  /** YYYY-MM-DD. */
  readonly on: string;
  readonly answers: Answers;
  /** The resident has a contact of this activity on this day. */
  readonly isKnown: boolean;
}

export interface Checking {
  readonly sql: Sql;
  readonly scope: Pick<Scope, 'places'>;
  readonly now: Date;
  /** Days since 1970-01-01 in China. */
  readonly today: number;
}

interface GivenLine {
  readonly line: number;
  readonly given: GivenRow;
}

/** Looks at rows: whose each is, whether its values are possible, whether it was recorded before. */
export async function checkContacts(
  sheet: ContactSheet,
  rows: readonly GivenLine[],
  checking: Checking,
): Promise<CheckedContact[]> {
  const known = await findByNumbers(checking.sql, checking.scope, [...new Set(rows.map(numberOf))].filter(Boolean));
  // of two with one number neither is meant
  const residents = new Map([...known].flatMap(([number, [one, other]]) => (one && !other ? [[number, one]] : [])));
  const { courses } = await readLives(
    checking.sql,
    [...residents.values()].map(({ id }) => id),
  );
  const byResident = new Map(courses.map((course) => [course.resident, course]));
  return rows.map((row) => checkRow(sheet, row, residents.get(numberOf(row)), byResident, checking));
}

const numberOf = ({ given }: GivenLine): string => canonicalValue(identityNumber, given[WHO.number] ?? '');

function checkRow(
  { task, fields, columns }: ContactSheet,
  row: GivenLine,
  resident: KnownResident | undefined,
  courses: ReadonlyMap<string, LifeCourse>,
  { now, today }: Checking,
): CheckedContact {
  const { line, given } = row;
  const on = given[WHO.day] ?? '';
  const wrongDay = dayFault(on, dayText(today));
  const course = resident && courses.get(resident.id);
  const isSamePerson = resident !== undefined && sameName(resident.name, given[WHO.name] ?? '');
  const nothing = { line, given, on, answers: {}, isKnown: false };
  if (!course || !isSamePerson || wrongDay)
    return { ...nothing, course: undefined, faults: [...whoFaults(course, isSamePerson), ...(wrongDay ? [wrongDay] : [])] };
  const at = dayNumber(on);
  const { answers, faults } = readAnswers(fields, formValues(columns, given), { course, at, now });
  const outside = dayOutside(course, at, today);
  const contact = contactName(task.programme.code, task.activity.code);
  const isKnown = course.events.some((event) => event.day === at && event.facts['contact'] === contact);
  return {
    line,
    given,
    on,
    answers,
    course,
    isKnown,
    faults: [...(outside ? [impossible(WHO.day, outside.zh, outside.en)] : []), ...faults],
  };
}

/** Blanks and the form of characters do not matter; anything else does: a mistyped number must not reach a stranger. */
const sameName = (one: string, other: string): boolean => plain(one) === plain(other);
const plain = (name: string): string =>
  name
    .normalize('NFKC')
    .replaceAll(/[\s·•.]/g, '')
    .toLowerCase();

function whoFaults(course: LifeCourse | undefined, isSamePerson: boolean): Fault[] {
  if (!course)
    return [
      impossible(
        WHO.number,
        '本平台您负责的居民中无此身份证号',
        'No resident of yours at this platform has this identity number',
      ),
    ];
  return isSamePerson ? [] : [impossible(WHO.name, '与登记的姓名不一致', 'Not the name of the resident with this number')];
}
