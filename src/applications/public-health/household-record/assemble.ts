import type { Bilingual } from '../../../kernel/index.ts';
import { addSpan, dayNumber, dayText, type FactValue, type LifeCourse, type LifeEvent } from '../../../life-course/index.ts';
import { type Book, dueViews, type Standing } from '../../../programmes/index.ts';
import type { FamilyDoctorContract, HouseholdMemberRecord, HouseholdRecord, MemberDue, ToldFact } from './contract.ts';

export interface HouseholdPerson
  extends Pick<HouseholdMemberRecord, 'id' | 'name' | 'sex' | 'birthDate' | 'relation' | 'isHead'> {
  /** Undefined where nothing is kept of it yet. */
  readonly course: LifeCourse | undefined;
}

export interface Assembling {
  readonly book: Book;
  /** Days since 1970-01-01. */
  readonly today: number;
  readonly mayBeSeen: (programme: string) => boolean;
  /** The title of an element, and words for a value of it: several codes one after the other. */
  readonly words: (element: string, value: FactValue) => { readonly title: Bilingual; readonly value: Bilingual };
}

/** Living conditions of the personal record: WS 365-2011 5.2.1, HDSD00.01.037 to 042. */
const HOME = ['kitchenVentilated', 'kitchenVentilation', 'fuel', 'drinkingWater', 'toilet', 'livestockPen'] as const;

/**
 * What is known of a household, from the lives of its members. The reference holds no form of a household record; its facts are those of
 * the personal records, brought together.
 */
export function assembleHousehold(
  {
    id,
    address,
    people,
  }: { readonly id?: string | undefined; readonly address?: string | undefined; readonly people: readonly HouseholdPerson[] },
  asking: Assembling,
): HouseholdRecord {
  const members = people.map((person) => toMember(person, asking));
  return {
    ...(id ? { id } : {}),
    ...(address ? { address } : {}),
    members,
    home: HOME.flatMap((name) => latestOf(name, people, asking)),
    shared: sharedBy(members),
    asOf: dayText(asking.today),
  };
}

function toMember({ course, ...person }: HouseholdPerson, asking: Assembling): HouseholdMemberRecord {
  const { book, today, mayBeSeen } = asking;
  const standings = course ? book.standingsOf(course, today).filter(({ programme }) => mayBeSeen(programme)) : [];
  const contract = course && contractOf(course, standings, asking);
  return {
    ...person,
    hasRecord: course?.events.some(({ facts }) => facts['contact'] === 'health-record/opening') === true,
    managed: standings.filter((one) => isManaged(book, one)).map((one) => titleOf(book, one)),
    familyHistory: course ? historyIn(course, asking) : [],
    ...(contract ? { contract } : {}),
    due: standings.flatMap((one) => dueOf(book, one, today)).toSorted((a, b) => (a.by < b.by ? -1 : 1)),
  };
}

const FAMILY_DOCTOR = 'family-doctor';
const definitionOf = (book: Book, { programme, version }: Standing) => book.find(programme, { version });
const titleOf = (book: Book, standing: Standing): Bilingual =>
  definitionOf(book, standing)?.title ?? { zh: standing.programme, en: standing.programme };

/** In a programme for which somebody enrolled it, the contract with the doctor aside. */
const isManaged = (book: Book, standing: Standing): boolean =>
  standing.state === 'active' && standing.programme !== FAMILY_DOCTOR && definitionOf(book, standing)?.enrolment.kind === 'case';

/** What is due or will be within a month. */
const AHEAD_DAYS = 31;

function dueOf(book: Book, standing: Standing, today: number): MemberDue[] {
  const programme = definitionOf(book, standing);
  return dueViews(book, standing, today)
    .filter(({ from }) => dayNumber(from) <= today + AHEAD_DAYS)
    .map((item) => {
      const activity = programme?.activities.find(({ code }) => code === item.activity)?.title;
      const [of, what] = [titleOf(book, standing), activity ?? { zh: item.activity, en: item.activity }];
      return { ...item, title: { zh: `${of.zh} · ${what.zh}`, en: `${of.en} · ${what.en}` } };
    });
}

function contractOf(
  { events }: LifeCourse,
  standings: readonly Standing[],
  { today, words }: Assembling,
): FamilyDoctorContract | undefined {
  const signed = events.findLast(({ day, facts }) => day <= today && facts['contact'] === `${FAMILY_DOCTOR}/signing`);
  if (!signed) return undefined;
  const { familyDoctorTeam: team, contractFrom: from, contractUntil: until, contractPackages: packages } = signed.facts;
  const isIn = standings.some(({ programme, state }) => programme === FAMILY_DOCTOR && state === 'active');
  return {
    state: isIn ? stateOf(until, today) : 'ended',
    ...(typeof team === 'string' ? { team } : {}),
    packages: typeof packages === 'string' ? packages.split(' ').map((code) => words('contractPackages', code).value) : [],
    signedOn: dayText(signed.day),
    ...(typeof from === 'string' ? { from } : {}),
    ...(typeof until === 'string' ? { until } : {}),
  };
}

function stateOf(until: FactValue | undefined, today: number): FamilyDoctorContract['state'] {
  if (typeof until !== 'string') return 'in-force';
  const last = dayNumber(until);
  if (last < today) return 'expired';
  return addSpan(last, { months: -1 }) < today ? 'renewal' : 'in-force';
}

/** The latest telling of the family’s diseases: each row with its relative. */
function historyIn({ events }: LifeCourse, { today, words }: Assembling): HouseholdMemberRecord['familyHistory'] {
  const told = events.findLast(({ day, facts }) => day <= today && Object.keys(facts).some((name) => DISEASES.test(name)));
  return Object.entries(told?.facts ?? {}).flatMap(([name, value]) => {
    const [, row] = DISEASES.exec(name) ?? [];
    if (row === undefined) return [];
    const relation = told?.facts[`familyRelation${row}`];
    return [
      {
        diseases: words('familyDiseases', value).value,
        ...(relation === undefined ? {} : { relation: words('familyRelation', relation).value }),
      },
    ];
  });
}

const DISEASES = /^familyDiseases((?:#\d+)?)$/;

function latestOf(name: string, people: readonly HouseholdPerson[], { today, words }: Assembling): ToldFact[] {
  const told = people.flatMap(({ name: by, course }) => {
    const event = course?.events.findLast(({ day, facts }) => day <= today && facts[name] !== undefined);
    return event ? [{ by, event }] : [];
  });
  const [last] = told.toSorted((a, b) => b.event.day - a.event.day);
  return last ? [toFact(name, last.event, last.by, words)] : [];
}

function toFact(name: string, { day, facts }: LifeEvent, by: string, words: Assembling['words']): ToldFact {
  return { key: name, ...words(name, facts[name] ?? ''), on: dayText(day), by };
}

function sharedBy(members: readonly HouseholdMemberRecord[]): HouseholdRecord['shared'] {
  const all = members.flatMap(({ name, managed }) => managed.map((what) => ({ name, what })));
  return [...Map.groupBy(all, ({ what }) => what.zh).values()].flatMap((group) => {
    const [first] = group;
    return first && group.length > 1 ? [{ name: first.what, members: group.map(({ name }) => name) }] : [];
  });
}
