import { readLives } from '../../chronicle/index.ts';
import { findByIdentifiers, type KnownResident } from '../../databases/population/index.ts';
import { impossible } from '../../forms/index.ts';
import type { GivenRow } from '../../imports/index.ts';
import type { Fault } from '../../kernel/index.ts';
import { dayNumber, dayText, type LifeCourse } from '../../life-course/index.ts';
import { canonicalValue, identityNumber } from '../../standards/index.ts';
import type { Scope, Sql } from '../../store/index.ts';
import { type Answers, readAnswers } from '../answers.ts';
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
  const residents = await residentsOf(checking, rows);
  const { courses } = await readLives(
    checking.sql,
    [...residents.values()].map(({ id }) => id),
  );
  const byResident = new Map(courses.map((course) => [course.resident, course]));
  return rows.map((row) => checkRow(sheet, row, residents.get(numberOf(row)), byResident, checking));
}

const numberOf = ({ given }: GivenLine): string => canonicalValue(identityNumber, given[WHO.number] ?? '');

const NUMBERS_AT_ONCE = 40;

/** Residents here by their identity number, as far as the account sees them. Of two with one number neither is meant. */
async function residentsOf(
  { sql, scope: { places } }: Checking,
  rows: readonly GivenLine[],
): Promise<Map<string, KnownResident>> {
  const numbers = [...new Set(rows.map(numberOf))].filter(Boolean);
  const pages = Array.from({ length: Math.ceil(numbers.length / NUMBERS_AT_ONCE) }, (_, page) =>
    numbers.slice(page * NUMBERS_AT_ONCE, (page + 1) * NUMBERS_AT_ONCE),
  );
  const found = await Promise.all(
    pages.map((page) =>
      findByIdentifiers(
        sql,
        page.map((value) => ({ system: identityNumber, value })),
      ),
    ),
  );
  const seen = found.flat().filter(({ place }) => places.some((prefix) => place.startsWith(prefix)));
  const owners = Map.groupBy(
    seen.flatMap((resident) =>
      resident.identifiers.flatMap(({ system, value }) => (system === identityNumber ? [{ value, resident }] : [])),
    ),
    ({ value }) => value,
  );
  return new Map([...owners].flatMap(([value, group]) => (group[0] && group.length === 1 ? [[value, group[0].resident]] : [])));
}

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
  const contact = contactName(task.programme.code, task.activity.code);
  const isKnown = course.events.some((event) => event.day === at && event.facts['contact'] === contact);
  return { line, given, on, answers, course, isKnown, faults: [...lifeFaults(course, at), ...faults] };
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

function lifeFaults({ born, died }: LifeCourse, at: number): Fault[] {
  if (born !== undefined && at < born) return [impossible(WHO.day, '不能早于出生日期', 'It cannot be before the birth')];
  return died !== undefined && at > died ? [impossible(WHO.day, '不能晚于死亡日期', 'It cannot be after the death')] : [];
}
