import {
  type Asked,
  addSpan,
  compileCondition,
  compilePattern,
  compileTerm,
  dayNumber,
  dayText,
  type FactValue,
  type LifeCourse,
  type LifeEvent,
} from '../life-course/index.ts';
import type { Activity, Anchor, Classification, Interval, Programme, Schedule, Step } from './contract.ts';

/** How a resident stands in a programme on a day. Days since 1970-01-01. */
export interface Standing {
  readonly programme: string;
  readonly version: string;
  readonly state: 'active' | 'suggested';
  readonly since: number | undefined;
  /** Institution and worker that look after it. */
  readonly place: string | undefined;
  readonly worker: string | undefined;
  readonly classes: Readonly<Record<string, FactValue>>;
  readonly due: readonly Due[];
}

export interface Due {
  readonly activity: string;
  readonly step: string | undefined;
  readonly from: number;
  readonly by: number;
  /** Which choice of a follow-up it is; undefined for the plain one. */
  readonly choice: number | undefined;
}

/** A programme made ready to be asked of many. */
export interface DueRules {
  readonly programme: Programme;
  /** How it stands with a resident; undefined where it is nothing to it. */
  standingOf(course: LifeCourse, today: number): Standing | undefined;
}

export function compileDue(programme: Programme): DueRules {
  const activities = programme.activities.map((activity) => compileActivity(programme.code, activity));
  const classes = programme.classifications.map((one) => compileClassification(programme, one));
  const enrolled = compileEnrolment(programme);
  return {
    programme,
    standingOf: (course, today) => {
      const found = enrolled(course, today);
      if (!found) return undefined;
      const { until = Number.POSITIVE_INFINITY, ...entry } = found;
      const isActive = entry.state === 'active';
      return {
        ...{ programme: programme.code, version: programme.version },
        ...entry,
        classes: isActive ? Object.fromEntries(classes.flatMap((classify) => classify(course, today))) : {},
        // what would begin after somebody has left is not due
        due: isActive
          ? activities.flatMap((activity) => activity(course, today, entry.since)).filter(({ from }) => from <= until)
          : [],
      };
    },
  };
}

type Entry = Pick<Standing, 'state' | 'since' | 'place' | 'worker'> & {
  /** Last day in it, where it is known beforehand. */
  readonly until: number | undefined;
};

const ENROLLED = 'enrolled';
const isAlive = compileCondition({ lives: true });

function compileEnrolment({ code, enrolment }: Programme): (course: LifeCourse, today: number) => Entry | undefined {
  if (enrolment.kind === 'population') {
    const holds = compileCondition({ all: [{ lives: true }, enrolment.eligible] });
    return (course, at) =>
      holds({ course, at })
        ? { state: 'active', since: undefined, until: undefined, place: undefined, worker: undefined }
        : undefined;
  }
  const suggested = enrolment.suggested && compileCondition(enrolment.suggested);
  const isOf = compilePattern({ [ENROLLED]: code });
  return (course, at) => {
    if (!isAlive({ course, at })) return undefined;
    const mine = course.events.filter((event) => event.day <= at && isOf(event));
    const open = mine.findLast(({ until }) => until === undefined || until >= at);
    if (open)
      return { state: 'active', since: open.day, until: open.until, place: open.place, worker: textOf(open.facts['worker']) };
    // who was let go is not proposed again
    const isProposed = mine.length === 0 && suggested?.({ course, at }) === true;
    return isProposed
      ? { state: 'suggested', since: undefined, until: undefined, place: undefined, worker: undefined }
      : undefined;
  };
}

const textOf = (value: FactValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

type DueOf = (course: LifeCourse, today: number, since: number | undefined) => Due[];

/** Name of a contact of an activity, as the fact `contact` has it. */
export const contactName = (programme: string, activity: string): string => `${programme}/${activity}`;

function compileActivity(programme: string, { code, when, schedule, doneBy = [] }: Activity): DueOf {
  const holds = when && compileCondition(when);
  const isContact = compileContact(programme, { code, doneBy });
  const items = compileSchedule(schedule, isContact);
  return (course, at, since) => {
    if (holds && !holds({ course, at })) return [];
    return items({ course, at, since }).map((item) => ({ activity: code, ...item }));
  };
}

/** Whether an event is a contact of an activity: one of its own, or one that counts as well. */
export function compileContact(programme: string, { code, doneBy = [] }: Pick<Activity, 'code' | 'doneBy'>): IsContact {
  const patterns = [{ contact: contactName(programme, code) }, ...doneBy].map(compilePattern);
  return (event) => patterns.some((fits) => fits(event));
}

interface Scheduled {
  readonly course: LifeCourse;
  readonly at: number;
  readonly since: number | undefined;
}

type Items = (scheduled: Scheduled) => Omit<Due, 'activity'>[];
type IsContact = (event: LifeEvent) => boolean;

function compileSchedule(schedule: Schedule, isContact: IsContact): Items {
  switch (schedule.kind) {
    case 'steps':
      return steps(schedule, isContact);
    case 'yearly':
      return yearly(isContact);
    case 'follow-up':
      return followUp(schedule, isContact);
    case 'on-demand':
      return () => [];
  }
}

/**
 * A contact is of the step whose time it falls into: from its first day to the day before the next one begins; one before the
 * first step is of none. Of the steps that have begun only the latest is still due: the time of the others is past.
 */
function steps({ anchor, steps: all }: Extract<Schedule, { kind: 'steps' }>, isContact: IsContact): Items {
  const conditions = all.map(({ when }) => when && compileCondition(when));
  return (scheduled) => {
    const start = anchorDay(anchor, scheduled);
    if (start === undefined) return [];
    const { course, at } = scheduled;
    const open = all.filter((_, index) => conditions[index]?.({ course, at }) !== false);
    return open.flatMap((step, index) => {
      const [from, end] = [addSpan(start, step.from), nextStart(start, open[index + 1])];
      if (end <= at) return [];
      const isDone = course.events.some((event) => event.day >= from && event.day < end && event.day <= at && isContact(event));
      return isDone ? [] : [{ step: step.code, from, by: addSpan(start, step.by), choice: undefined }];
    });
  };
}

const nextStart = (start: number, step: Step | undefined): number =>
  step ? addSpan(start, step.from) : Number.POSITIVE_INFINITY;

/** The day from which steps are counted; undefined where it has not come. */
export function anchorDay(anchor: Anchor, { course, at, since }: Scheduled): number | undefined {
  if (anchor === 'birth') return course.born;
  if (anchor === 'enrolment') return since;
  if ('dateOf' in anchor) return toldDay(anchor.dateOf, { course, at, since });
  const isAnchor = compilePattern(anchor.event);
  return course.events.findLast((event) => event.day <= at && isAnchor(event))?.day;
}

function toldDay(name: string, { course, at, since = Number.NEGATIVE_INFINITY }: Scheduled): number | undefined {
  const told = course.events.findLast(({ day, facts }) => day <= at && day >= since && facts[name] !== undefined)?.facts[name];
  const day = typeof told === 'string' ? dayNumber(told) : Number.NaN;
  return Number.isNaN(day) ? undefined : day;
}

/** Of this year, while nothing was done in it; then of the next. Who was enrolled in the year is due from that day on. */
function yearly(isContact: IsContact): Items {
  return ({ course, at, since }) => {
    const year = Number(dayText(at).slice(0, 4));
    const first = dayNumber(`${year}-01-01`);
    const isDone = course.events.some((event) => event.day >= first && event.day <= at && isContact(event));
    const of = isDone ? year + 1 : year;
    const from = Math.max(dayNumber(`${of}-01-01`), since ?? 0);
    return [{ step: String(of), from, by: dayNumber(`${of}-12-31`), choice: undefined }];
  };
}

function followUp(schedule: Extract<Schedule, { kind: 'follow-up' }>, isContact: IsContact): Items {
  const choices = schedule.choices.map(({ when }) => compileCondition(when));
  return ({ course, at, since }) => {
    const begin = schedule.anew ? (since ?? at) : Number.NEGATIVE_INFINITY;
    const contacts = course.events.filter((event) => event.day >= begin && event.day <= at && isContact(event));
    const last = contacts.at(-1);
    if (!last) return since === undefined ? [] : [within(since, schedule.first, undefined)];
    const asked: Asked = { course, at: last.day, contact: last, before: contacts.at(-2) };
    const choice = choices.findIndex((holds) => holds(asked));
    return [within(last.day, schedule.choices[choice] ?? schedule.otherwise, choice < 0 ? undefined : choice)];
  };
}

function within(start: number, { after, within: length }: Interval, choice: number | undefined): Omit<Due, 'activity'> {
  const from = addSpan(start, after);
  return { step: undefined, from, by: addSpan(from, length), choice };
}

function compileClassification(programme: Programme, { code, of, value }: Classification) {
  const tests = programme.activities.filter((one) => of.includes(one.code)).map((one) => compileContact(programme.code, one));
  const isContact = (event: LifeEvent) => tests.some((test) => test(event));
  const classOf = compileTerm(value);
  return (course: LifeCourse, at: number): [string, FactValue][] => {
    const contacts = course.events.filter((event) => event.day <= at && isContact(event));
    const found = classOf({ course, at, contact: contacts.at(-1), before: contacts.at(-2) });
    return found === undefined ? [] : [[code, found]];
  };
}
