import { hash } from 'node:crypto';
import { type Asked, compileCondition, dayText, type LifeCourse, type LifeEvent } from '../../../life-course/index.ts';
import type { Activity, Book, Field, Form, Programme } from '../../../programmes/index.ts';
import type { Element } from '../../../standards/index.ts';
import { limits, type RuleCode } from './rules.ts';

/** What quality is asked of at a contact, as far as the life course tells. */
export interface Judged {
  /** Encounter id. */
  readonly encounter: string;
  readonly programme: string;
  readonly activity: string;
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly institution: string;
  readonly required: number;
  readonly filled: number;
  /** Digest of what was measured; undefined where too little was. */
  readonly measured: string | undefined;
  /** Each as `rule|what shows it`. */
  readonly faults: readonly string[];
}

/** Programmes made ready, so that their contacts can be judged. */
export type JudgeLife = (course: LifeCourse) => readonly Judged[];

/** Judges every contact of a life by itself; what is alike between contacts is asked of the kept rows. */
export function compileJudge(book: Book, elements: ReadonlyMap<string, Element>): JudgeLife {
  const forms = new Map<Form, FormRules>();
  const rulesOf = (form: Form): FormRules => {
    const known = forms.get(form);
    if (known) return known;
    const made = compileForm(form);
    forms.set(form, made);
    return made;
  };
  return (course) =>
    course.events.flatMap((event) => {
      const name = event.facts['contact'];
      const source = event.sources.find((one) => one.startsWith('Encounter/'));
      if (typeof name !== 'string' || source === undefined) return [];
      const [code = '', activityCode = ''] = name.split('/');
      const programme = book.find(code, { on: dayText(event.day) });
      const activity = programme?.activities.find((one) => one.code === activityCode);
      const asked: Asked = { course, at: event.day, contact: event };
      const needed = programme && activity ? neededBy(programme, activity, rulesOf, asked) : { required: [], filled: 0 };
      const missing = needed.required.filter((field) => event.facts[field] === undefined);
      return [
        {
          ...{ encounter: source.slice('Encounter/'.length), programme: code, activity: activityCode, day: event.day },
          institution: event.place ?? '',
          required: needed.required.length,
          filled: needed.required.length - missing.length,
          measured: measuredIn(event, elements),
          faults: [
            ...impossibleValues(event, elements),
            ...(missing.length > 0 ? [fault('required-missing', missing.join(' '))] : []),
            ...impossibleDay(course, event),
          ],
        },
      ];
    });
}

const fault = (rule: RuleCode, shown: string): string => `${rule}|${shown}`;

interface FormRules {
  /** Fields that are asked for, with when. */
  readonly required: readonly { readonly name: string; readonly isAsked: (asked: Asked) => boolean }[];
}

/** Sections that are filled in several times ask for nothing while nothing stands in them. */
function compileForm({ sections }: Form): FormRules {
  const always = () => true;
  const ready = (when: Field['when']) => (when === undefined ? always : compileCondition(when));
  return {
    required: sections
      .filter(({ repeats }) => repeats === undefined)
      .flatMap((section) => {
        const isSection = ready(section.when);
        return section.fields
          .filter(({ required, value }) => required === true && value === undefined)
          .map(({ name, when }) => {
            const isField = ready(when);
            return { name, isAsked: (asked: Asked) => isSection(asked) && isField(asked) };
          });
      }),
  };
}

/** Names of the fields that the form of a contact asks for. Of several forms (a step may have its own) that which the answers fit best. */
function neededBy(
  { forms }: Programme,
  { form, schedule }: Activity,
  rulesOf: (form: Form) => FormRules,
  asked: Asked,
): { readonly required: readonly string[] } {
  const codes = new Set([form, ...(schedule.kind === 'steps' ? schedule.steps.map((step) => step.form) : [])]);
  const candidates = forms
    .filter(({ code }) => codes.has(code))
    .map((one) => {
      const required = rulesOf(one)
        .required.filter(({ isAsked }) => isAsked(asked))
        .map(({ name }) => name);
      const filled = required.filter((name) => asked.contact?.facts[name] !== undefined).length;
      return { required, share: required.length === 0 ? 0 : filled / required.length };
    });
  return candidates.toSorted((a, b) => b.share - a.share)[0] ?? { required: [] };
}

function impossibleValues({ facts }: LifeEvent, elements: ReadonlyMap<string, Element>): string[] {
  return Object.entries(facts).flatMap(([key, value]) => {
    const { possible } = elements.get(key.split('#')[0] ?? '') ?? {};
    if (typeof value !== 'number' || possible === undefined) return [];
    return value < possible[0] || value > possible[1] ? [fault('value-impossible', `${key}=${value}`)] : [];
  });
}

function impossibleDay({ born, died }: LifeCourse, { day }: LifeEvent): string[] {
  if (born !== undefined && day < born) return [fault('day-impossible', 'before-birth')];
  return died !== undefined && day > died ? [fault('day-impossible', 'after-death')] : [];
}

/** Recorded before it happened. @param recorded day on which it was first written */
export const tooEarly = (day: number, recorded: number): string[] =>
  day > recorded ? [fault('day-impossible', 'in-future')] : [];

/** Digest of all numbers that have a unit. */
function measuredIn({ facts }: LifeEvent, elements: ReadonlyMap<string, Element>): string | undefined {
  const measured = Object.entries(facts).filter(
    ([key, value]) => typeof value === 'number' && elements.get(key.split('#')[0] ?? '')?.unit !== undefined,
  );
  if (measured.length < limits.leastMeasured) return undefined;
  const text = measured.map(([key, value]) => `${key}=${value}`).toSorted();
  return hash('sha1', text.join('\n'), 'base64url');
}
