import { Problem } from '../../../../kernel/index.ts';
import type { Child, Contraindication, DoseForecast, GivenDose } from '../contract.ts';
import { type ConditionId, conditions } from '../schedules/conditions.ts';
import type { CompiledEdition, CompiledSchedule, CompiledVaccine } from './compile.ts';
import { add, type Day, parseDay } from './days.ts';

/** A dose that a series can judge. */
export interface Given {
  readonly day: Day;
  readonly vaccine: CompiledVaccine;
  readonly id: string | undefined;
  readonly abroad: boolean;
}

/** Days on which vaccines are not given. */
export interface Barrier {
  readonly from: Day;
  /** Infinity where it is for good. */
  readonly until: Day;
  readonly condition: string;
  bars(vaccine: CompiledVaccine): boolean;
}

/** What is known of a child, in order. */
export interface History {
  readonly schedule: CompiledSchedule;
  /** In force today. */
  readonly edition: CompiledEdition;
  readonly child: Child;
  readonly birth: Day;
  readonly today: Day;
  readonly given: readonly Given[];
  /** Days of live vaccines, those that are planned as well, ascending. */
  readonly live: Day[];
  /** Days of antibodies, ascending. */
  readonly antibodies: readonly Day[];
  readonly barriers: readonly Barrier[];
  readonly others: readonly DoseForecast[];
}

/** The edition of a day; the earliest for what was before it. */
export function editionOn({ editions }: CompiledSchedule, day: Day): CompiledEdition {
  let found = editions[0];
  for (const edition of editions) if (edition.from <= day) found = edition;
  if (!found) throw new Error('a schedule has an edition');
  return found;
}

/** @throws Problem input-invalid where the birth date or today is no day, or the child is not born */
export function readHistory(
  child: Child,
  doses: readonly GivenDose[],
  contraindications: readonly Contraindication[],
  todayText: string,
  schedule: CompiledSchedule,
): History {
  const [birth, today] = [neededDay(child.birthDate, 'birthDate'), neededDay(todayText, 'today')];
  if (birth > today) throw new Problem('input-invalid', 'The child is not born on the day asked about', { at: 'birthDate' });
  const given: Given[] = [];
  const others: DoseForecast[] = [];
  const live: Day[] = [];
  const antibodies: Day[] = [];
  for (const dose of doses) {
    const vaccine = schedule.vaccines.get(dose.vaccine);
    const day = dose.date === undefined ? undefined : parseDay(dose.date);
    const fault = faultOf(dose, vaccine, day, birth, today);
    if (fault !== undefined || day === undefined || vaccine === undefined)
      others.push(aside(dose, vaccine, 'given-invalid', fault ?? 'date-unknown'));
    else if (vaccine.antibodies) {
      antibodies.push(day);
      others.push(aside(dose, vaccine, 'given-extra', 'antibodies'));
    } else {
      if (vaccine.live) live.push(day);
      if (vaccine.counts.length === 0) others.push(aside(dose, vaccine, 'given-extra', 'outside-schedule'));
      else given.push({ day, vaccine, id: dose.id, abroad: dose.abroad === true });
    }
  }
  given.sort(inOrder);
  live.sort((a, b) => a - b);
  antibodies.sort((a, b) => a - b);
  if (others.length > 1) others.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const edition = editionOn(schedule, today);
  const barriers = contraindications.map((one) => barrierOf(one, schedule));
  return { schedule, edition, child, birth, today, given, live, antibodies, barriers, others };
}

const inOrder = (a: Given, b: Given): number =>
  a.day - b.day || a.vaccine.index - b.vaccine.index || ((a.id ?? '') < (b.id ?? '') ? -1 : a.id === b.id ? 0 : 1);

const keyOf = ({ given, vaccine, record, why }: DoseForecast) => `${given ?? ''} ${vaccine} ${record ?? ''} ${why ?? ''}`;

function neededDay(text: string, at: string): Day {
  const day = parseDay(text);
  if (day === undefined) throw new Problem('input-invalid', `${at} is a day, YYYY-MM-DD`, { at });
  return day;
}

/** Why a record cannot be judged at all. */
function faultOf(
  { date }: GivenDose,
  vaccine: CompiledVaccine | undefined,
  day: Day | undefined,
  birth: Day,
  today: Day,
): string | undefined {
  if (vaccine === undefined) return 'vaccine-unknown';
  if (day === undefined) return date === undefined || /^(\d{4}(-\d{2})?)?$/.test(date) ? 'date-unknown' : 'date-impossible';
  if (day < birth) return 'before-birth';
  return day > today ? 'in-future' : undefined;
}

/** A record beside all series. */
function aside(
  { id, vaccine: code, date }: GivenDose,
  vaccine: CompiledVaccine | undefined,
  state: 'given-invalid' | 'given-extra',
  why: string,
): DoseForecast {
  const steps = [{ rule: `record/${why}`, kind: why }];
  return { state, vaccine: vaccine?.id ?? code, record: id, given: date || undefined, why, steps };
}

/** The condition that forbids a vaccine on a day, if one does. @throws Problem input-invalid where a condition is unknown */
export function forbiddenBy(
  contraindications: readonly Contraindication[],
  vaccine: string,
  on: string,
  schedule: CompiledSchedule,
): string | undefined {
  const [compiled, day] = [schedule.vaccines.get(vaccine), neededDay(on, 'on')];
  if (!compiled) return undefined;
  const barriers = contraindications.map((one) => barrierOf(one, schedule));
  return barriers.find(({ from, until, bars }) => from <= day && day <= until && bars(compiled))?.condition;
}

/** @throws Problem input-invalid where the condition or one of its days is unknown */
function barrierOf(one: Contraindication, { vaccines, seriesIds }: CompiledSchedule): Barrier {
  if (!Object.hasOwn(conditions, one.condition))
    throw new Problem('input-invalid', 'No such condition', { at: 'contraindication.condition' });
  const { bars } = conditions[one.condition as ConditionId];
  const from = one.from === undefined ? Number.NEGATIVE_INFINITY : neededDay(one.from, 'contraindication.from');
  const until = one.until === undefined ? Number.POSITIVE_INFINITY : neededDay(one.until, 'contraindication.until');
  const named = new Set(one.vaccines?.flatMap((name) => vaccines.get(name)?.index ?? []));
  const series = new Set(one.vaccines?.map((name) => seriesIds.indexOf(name)).filter((place) => place >= 0));
  const isNamed = ({ index, counts }: CompiledVaccine) => named.has(index) || counts.some((place) => series.has(place));
  return { from, until, condition: one.condition, bars: (vaccine) => barsBy(bars, vaccine) || isNamed(vaccine) };
}

function barsBy(bars: (typeof conditions)[ConditionId]['bars'], vaccine: CompiledVaccine): boolean {
  if (bars === 'all') return true;
  if (bars === 'named') return false;
  if (bars === 'attenuated') return vaccine.attenuated;
  if ('vaccines' in bars) return (bars.vaccines as readonly string[]).includes(vaccine.id);
  return bars.components.some((component) => vaccine.components.includes(component));
}

/** Series that a dose counts in, by the age at which it was given. */
export const countsIn = ({ vaccine, day }: Given, birth: Day): readonly number[] =>
  vaccine.later && day >= add(birth, vaccine.later.from) ? vaccine.later.counts : vaccine.counts;
