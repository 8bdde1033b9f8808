import type { DoseForecast, Step } from '../contract.ts';
import type { CompiledSeries, CompiledVaccine } from './compile.ts';
import { add, type Day, formatDay, type Length, parseDay, readSpan } from './days.ts';
import type { Given, History } from './history.ts';

type Season = NonNullable<CompiledSeries['season']>;

/** Lengths of the season's rule, read once a rule. */
interface Read {
  readonly twiceBefore: Length;
  readonly interval: Length;
  readonly from: Readonly<Record<string, Length>>;
}
const known = new WeakMap<Season, Read>();

function read(season: Season): Read {
  const found = known.get(season);
  if (found) return found;
  const made = {
    twiceBefore: readSpan(season.twiceBefore),
    interval: readSpan(season.interval),
    from: Object.fromEntries(Object.entries(season.from).map(([id, span]) => [id, readSpan(span)])),
  };
  known.set(season, made);
  return made;
}

interface Taken {
  readonly day: Day;
  /** Year in which the season begins. */
  readonly year: number;
  readonly vaccine: CompiledVaccine;
}

const dayIn = (year: number, monthDay: string): Day => parseDay(`${year}-${monthDay}`) ?? Number.NaN;
/** The season that a day belongs to; the months after its end belong to it still. */
function yearOf(day: Day, { starts }: Season): number {
  const text = formatDay(day);
  return Number(text.slice(0, 4)) - (text.slice(5) < starts ? 1 : 0);
}

/** Judges and plans a vaccine that is given every season. https://www.chinacdc.cn, 流感疫苗预防接种技术指南 */
export function forecastSeason(
  history: History,
  series: CompiledSeries,
  season: Season,
  given: readonly Given[],
): DoseForecast[] {
  const taken: Taken[] = [];
  const rows = given.map((one) => judge(history, series, season, one, taken));
  return [...rows, ...plan(history, series, season, taken)];
}

function judge(
  { birth, schedule, live }: History,
  series: CompiledSeries,
  season: Season,
  one: Given,
  taken: Taken[],
): DoseForecast {
  const { day, vaccine } = one;
  const { from: froms, interval } = read(season);
  const year = yearOf(day, season);
  const same = taken.filter((other) => other.year === year);
  const steps: Step[] = [];
  const must = (rule: string, kind: string, on: Day, span: Length, of?: string) =>
    steps.push({ rule: `${series.rule}/${rule}`, kind, holds: day >= on, on: formatDay(on), span: span.text, of });
  const from = froms[vaccine.id];
  if (from) must('from', 'from', add(birth, from), from);
  const last = same.at(-1);
  const apart = schedule.editions[0]?.liveApart;
  if (vaccine.live && apart)
    for (const other of live)
      if (other < day && day < add(other, apart)) must('live-apart', 'live-apart', add(other, apart), apart, formatDay(other));
  const isRepeated = last?.day === day;
  const isEnough = !isRepeated && same.length >= needed(season, birth, taken, year, vaccine, day);
  if (last && !isRepeated && !isEnough) must('interval', 'after-last', add(last.day, interval), interval);
  const failed = steps.find(({ holds }) => holds === false);
  const why = isRepeated ? 'duplicate' : isEnough ? 'enough' : failed?.kind;
  if (why === undefined) taken.push({ day, year, vaccine });
  else if (why !== failed?.kind) steps.push({ rule: `${series.rule}/${why}`, kind: why });
  return {
    series: series.id,
    dose: `influenza-${year}-${Math.min(same.length + 1, 2)}`,
    number: Math.min(same.length + 1, 2),
    state: isEnough ? 'given-extra' : why === undefined ? 'given-valid' : 'given-invalid',
    vaccine: vaccine.id,
    record: one.id,
    given: formatDay(day),
    why,
    steps,
  };
}

/** Doses of a season: two in the first one of a child below nine years, unless by a vaccine that is given once. */
function needed(
  season: Season,
  birth: Day,
  taken: readonly Taken[],
  year: number,
  vaccine: CompiledVaccine | undefined,
  day: Day,
): number {
  if (taken.some((one) => one.year < year)) return 1;
  const first = taken.find((one) => one.year === year);
  const once = (first?.vaccine ?? vaccine)?.id;
  if (once !== undefined && season.once.includes(once)) return 1;
  return (first?.day ?? day) < add(birth, read(season).twiceBefore) ? 2 : 1;
}

/** What is left of this season, or the next one that is open to the child. */
function plan(history: History, series: CompiledSeries, season: Season, taken: readonly Taken[]): DoseForecast[] {
  const current = yearOf(history.today, season);
  for (const year of [current, current + 1, current + 2]) {
    const rows = planSeason(history, series, season, taken, year);
    if (rows.length > 0) return rows;
  }
  return [];
}

function planSeason(
  { birth, today }: History,
  series: CompiledSeries,
  season: Season,
  taken: readonly Taken[],
  year: number,
): DoseForecast[] {
  const { from, interval } = read(season);
  const [starts, by, ends] = [dayIn(year, season.starts), dayIn(year, season.by), dayIn(year + 1, season.ends)];
  const old = from['IIV'] ? add(birth, from['IIV']) : birth;
  const same = taken.filter((one) => one.year === year);
  const rows: DoseForecast[] = [];
  let last = same.at(-1)?.day;
  const count = needed(season, birth, taken, year, undefined, Math.max(today, starts, old));
  for (let number = same.length + 1; number <= count; number++) {
    const steps: Step[] = [
      { rule: `${series.rule}/season`, kind: 'season', on: formatDay(starts) },
      { rule: `${series.rule}/from`, kind: 'from', holds: old <= today, on: formatDay(old), span: from['IIV']?.text },
    ];
    let earliest = Math.max(starts, old);
    if (last !== undefined) {
      const on = add(last, interval);
      steps.push({
        rule: `${series.rule}/interval`,
        kind: 'after-last',
        holds: on <= today,
        on: formatDay(on),
        span: interval.text,
      });
      earliest = Math.max(earliest, on);
    }
    const day = Math.max(today, earliest);
    if (day > ends) break;
    if (number > 1) steps.push({ rule: `${series.rule}/twice`, kind: 'season-twice', span: season.twiceBefore });
    rows.push({
      series: series.id,
      dose: `influenza-${year}-${number}`,
      number,
      state: rows.length > 0 || today < earliest ? 'upcoming' : 'due',
      vaccine: 'IIV',
      earliest: formatDay(earliest),
      recommended: formatDay(earliest),
      latest: formatDay(Math.max(by, earliest)),
      steps,
    });
    last = day;
  }
  return rows;
}
