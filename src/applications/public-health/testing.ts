import { compileCondition, compileTerm, dayNumber, dayText, type FactValue, type LifeCourse } from '../../life-course/index.ts';
import { compileDue, type Programme, type Standing } from '../../programmes/index.ts';

/** A programme as golden cases ask it: in words and dates. */
export function watch(programme: Programme) {
  const rules = compileDue(programme);
  const standing = (life: LifeCourse, on: string): Standing | undefined => rules.standingOf(life, dayNumber(on));
  return {
    state: (life: LifeCourse, on: string) => standing(life, on)?.state ?? 'out',
    /** `follow-up 2026-01-10..2026-01-24`; of a step `check/m3 …`; with ` refer` where it says so. */
    due: (life: LifeCourse, on: string): string[] =>
      (standing(life, on)?.due ?? []).map(({ activity, step, from, by, choice }) => {
        const schedule = programme.activities.find(({ code }) => code === activity)?.schedule;
        const refer = schedule?.kind === 'follow-up' && choice !== undefined && schedule.choices[choice]?.refer === true;
        return `${activity}${step === undefined ? '' : `/${step}`} ${dayText(from)}..${dayText(by)}${refer ? ' refer' : ''}`;
      }),
    classes: (life: LifeCourse, on: string) => standing(life, on)?.classes ?? {},
    measure: (code: string, life: LifeCourse, year: number) => measured(programme, code, life, year),
  };
}

/** What an indicator makes of a life in a year: nobody it asks of, or counted or not. */
function measured(
  { measures }: Programme,
  code: string,
  course: LifeCourse,
  year: number,
): 'not asked' | 'counted' | 'not counted' {
  const measure = measures.find((one) => one.code === code);
  if (!measure) throw new Error(`no measure ${code}`);
  const period = { from: dayNumber(`${year}-01-01`), until: dayNumber(`${year}-12-31`) };
  const asked = { course, at: period.until, period };
  if (!compileCondition(measure.denominator)(asked)) return 'not asked';
  return compileCondition(measure.numerator)(asked) ? 'counted' : 'not counted';
}

/** The answers of a form with those that are worked out, in the order of its fields; asked of a life on a day. */
export function fillIn(
  { forms }: Programme,
  code: string,
  answers: Readonly<Record<string, FactValue>>,
  life: LifeCourse,
  on: string,
): Readonly<Record<string, FactValue>> {
  const fields = forms.find((one) => one.code === code)?.sections.flatMap((section) => section.fields) ?? [];
  const facts: Record<string, FactValue> = { ...answers };
  for (const { name, value } of fields) {
    const found = value && compileTerm(value)({ course: life, at: dayNumber(on), contact: { facts } });
    if (found !== undefined) facts[name] = found;
  }
  return facts;
}
