import { toView } from '../forms/index.ts';
import { dayText, type FactValue, type LifeCourse, type LifeEvent } from '../life-course/index.ts';
import type { Book } from './book.ts';
import type {
  Activity,
  ContactBasis,
  ContactFieldView,
  ContactFormView,
  ContactView,
  DueItem,
  DueState,
  KnownValue,
  Programme,
  ResidentProgrammes,
  StandingView,
} from './contract.ts';
import { contactName, type Standing } from './due.ts';
import { stateOn, wordsOf } from './due-list.ts';
import { type FindTable, readyFields } from './form-fields.ts';
import { neededCourse } from './needed.ts';

/** How a resident stands in the programmes that may be seen, and its contacts, the latest first. */
export function residentView(
  book: Book,
  course: LifeCourse,
  today: number,
  mayBeSeen: (code: string) => boolean,
): ResidentProgrammes {
  const standings = book.standingsOf(course, today).filter(({ programme }) => mayBeSeen(programme));
  return {
    standings: standings.map((standing) => toStandingView(book, standing, today)),
    contacts: course.events.toReversed().flatMap((event) => toContactView(event, mayBeSeen)),
  };
}

function toStandingView(book: Book, standing: Standing, today: number): StandingView {
  const { programme, version, state, since, place, worker, classes } = standing;
  return {
    ...{ programme, version, state, classes },
    ...(since === undefined ? {} : { since: dayText(since) }),
    ...(place === undefined ? {} : { place }),
    ...(worker === undefined ? {} : { worker }),
    due: dueViews(book, standing, today),
  };
}

/** What is due of one programme, with its state on the day. */
export const dueViews = (book: Book, { programme, version, due }: Standing, today: number): (DueItem & { state: DueState })[] =>
  due.map(({ activity, step, from, by, choice }) => {
    const item = { programme, activity, from: dayText(from), by: dayText(by) };
    return {
      ...item,
      ...(step === undefined ? {} : { step }),
      ...wordsOf(book, programme, version, activity, choice),
      state: stateOn(item, dayText(today)),
    };
  });

const ENCOUNTER = /^Encounter\/(.+)$/;
/** Facts that say what a contact is, not what was found at it. */
const NO_ANSWERS: ReadonlySet<string> = new Set(['contact', 'setting']);

function toContactView(event: LifeEvent, mayBeSeen: (code: string) => boolean): ContactView[] {
  const [programme = '', activity = ''] = String(event.facts['contact'] ?? '').split('/');
  if (activity === '' || !mayBeSeen(programme)) return [];
  const id = event.sources.flatMap((source) => ENCOUNTER.exec(source)?.[1] ?? [])[0];
  return [
    {
      ...(id === undefined ? {} : { id }),
      ...{ programme, activity, on: dayText(event.day) },
      ...(event.place === undefined ? {} : { place: event.place }),
      answers: Object.fromEntries(Object.entries(event.facts).filter(([name]) => !NO_ANSWERS.has(name))),
    },
  ];
}

/** A life without the contacts of programmes that may not be seen. */
export function seenCourse(course: LifeCourse, mayBeSeen: (code: string) => boolean): LifeCourse {
  const isSeen = ({ facts: { contact, enrolled } }: LifeEvent) =>
    mayBeSeen(String(contact ?? '').split('/')[0] ?? '') && mayBeSeen(String(enrolled ?? ''));
  return { ...course, events: course.events.filter(isSeen) };
}

export interface FormQuestion {
  readonly programme: Programme;
  readonly activity: Activity;
  readonly form: string | undefined;
  /** As far as it may be seen. */
  readonly course: LifeCourse;
  /** Days since 1970-01-01. */
  readonly today: number;
  /** Encounter id of a contact that is to be corrected. */
  readonly corrects: string | undefined;
  readonly basis: ContactBasis;
}

/** A form for one resident: its fields, what is known already, and of a contact to be corrected what it says. */
export function contactForm(
  { programme, activity, form: code, course, today, corrects, basis }: FormQuestion,
  findTable: FindTable,
): ContactFormView {
  const form = programme.forms.find((one) => one.code === code);
  const fields = form ? readyFields(programme, form, findTable) : [];
  const { schedule } = activity;
  const questions = [
    ...fields.flatMap(({ asked, when }) => [when, asked.value]).filter((one) => one !== undefined),
    // what the page proposes with the answers: a referral
    ...(schedule.kind === 'follow-up' ? schedule.choices.map(({ when }) => when) : []),
  ];
  const keys = new Set(fields.map(({ field }) => field.key));
  const before =
    corrects === undefined ? undefined : course.events.find(({ sources }) => sources.includes(`Encounter/${corrects}`));
  return {
    programme: programme.code,
    version: programme.version,
    activity: activity.code,
    title: form?.title ?? activity.title,
    source: form?.source ?? programme.source,
    fields: fields.map(
      ({ asked, element, field, section, when }): ContactFieldView => ({
        ...toView(field),
        required: asked.required === true && !section.includes('#'),
        ...(when ? { when } : {}),
        ...(asked.value === undefined ? {} : { value: asked.value }),
        ...(asked.offered ? { offered: true } : {}),
        ...(element.possible ? { possible: element.possible } : {}),
        ...(element.usual ? { usual: element.usual } : {}),
      }),
    ),
    known: knownValues(course, keys, before?.day ?? today, before),
    values: before ? answersIn(before.facts, keys) : {},
    on: dayText(before?.day ?? today),
    ...(before?.place === undefined ? {} : { place: before.place }),
    basis,
    course: neededCourse(course, questions, contactName(programme.code, activity.code)),
  };
}

const answersIn = (facts: Readonly<Record<string, FactValue>>, names: ReadonlySet<string>) =>
  Object.fromEntries(Object.entries(facts).filter(([name]) => names.has(name)));

/** The latest value of each field up to a day, with its day and place; not what is being corrected. */
function knownValues(
  course: LifeCourse,
  names: ReadonlySet<string>,
  day: number,
  except: LifeEvent | undefined,
): Record<string, KnownValue> {
  const known: Record<string, KnownValue> = {};
  for (const event of course.events) {
    if (event.day > day || event === except) continue;
    for (const [name, value] of Object.entries(event.facts))
      if (names.has(name))
        known[name] = { value, on: dayText(event.day), ...(event.place === undefined ? {} : { place: event.place }) };
  }
  return known;
}
