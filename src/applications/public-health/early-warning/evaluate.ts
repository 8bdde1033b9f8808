import { chinaDay } from '../../../kernel/index.ts';
import type { Database, Sql } from '../../../store/index.ts';
import { findDisease } from '../diseases/disease.ts';
import { findCluster, placeKey } from './clusters.ts';
import { c1, c2, c3, EARS_DAYS } from './ears.ts';
import { movingPercentile } from './moving-percentile.ts';
import { raise, type ToRaise } from './signal-store.ts';

const DAY_MS = 86_400_000;
const HISTORY_DAYS = 366 * 6;
/** Cases that began before are not looked at again for clusters. */
const CLUSTER_DAYS = 200;

/** Of the time it works at most one part in so many goes into evaluating: a large platform looks less often. */
const REST = 20;
/** Whoever changes a line commits within this time; what is younger is looked at once more. */
const LATE = '5 seconds';

/** Looks again and again: cheap where nothing changed, resting the longer the longer an evaluation took. */
export function watchLines(database: Database, now: () => Date): () => Promise<boolean> {
  let restUntilMs = 0;
  return async () => {
    const began = performance.now();
    if (began < restUntilMs) return false;
    const isDone = await evaluate(database, now());
    const ended = performance.now();
    if (isDone) restUntilMs = ended + (ended - began) * REST;
    return false;
  };
}

/**
 * Evaluates the lines and cases of the platform where anything changed since, and each new day: keeps what passes a threshold. One
 * process at a time; a repeat finds the same signals again.
 * @returns whether there was anything to evaluate
 */
export function evaluate(database: Database, now: Date): Promise<boolean> {
  return database.begin(async (tx) => {
    const [turn] = await tx<
      { taken: boolean }[]
    >`select pg_try_advisory_xact_lock(hashtextextended('early-warning', 7)) as taken`;
    if (!turn?.taken) return false;
    const today = chinaDay(now);
    const [known] = await tx<{ day: string; changed: boolean }[]>`
      select day::text as day, exists (select from health_records.case_line where changed_at > at - ${LATE}::interval) as changed from early_warning.evaluated`;
    if (known?.day === today && !known.changed) return false;
    await raise(tx, [...(await evaluateCounts(tx, today)), ...(await evaluateClusters(tx, today))], now);
    await tx`
      insert into early_warning.evaluated (day, at) values (${today}::date, now())
          on conflict (only_one) do update set day = excluded.day, at = excluded.at`;
    return true;
  });
}

const dayBefore = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
const toNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

interface Counted {
  readonly family: string;
  readonly division: string;
  readonly days: Readonly<Record<string, number>>;
}

/** Daily reports of each disease in each county where there was one in the last week, held against what was usual. */
async function evaluateCounts(tx: Sql, today: string): Promise<ToRaise[]> {
  const [record] = await tx<{ since: string | null }[]>`select min(reported_on)::text as since from health_records.case_line`;
  const counted = await tx<Counted[]>`
    with asked as (
      select distinct family, left(division, 6) as division from health_records.case_line
       where counts and reported_on between ${dayBefore(today, 6)}::date and ${today}::date)
    select family, division, json_object_agg(day, cases) as days
      from (select a.family, a.division, l.reported_on::text as day, count(*) as cases
              from asked a join health_records.case_line l on l.family = a.family and left(l.division, 6) = a.division
             where l.counts and l.reported_on between ${dayBefore(today, HISTORY_DAYS)}::date and ${today}::date
             group by 1, 2, 3) daily
     group by 1, 2`;
  return counted.flatMap((one) => judge(one, today, record?.since ?? today));
}

function judge({ family, division, days }: Counted, today: string, since: string): ToRaise[] {
  const counts = Array.from({ length: EARS_DAYS + 1 }, (_, at) => days[dayBefore(today, EARS_DAYS - at)] ?? 0);
  const isWatched = since <= dayBefore(today, EARS_DAYS);
  const about = { family, division, setting: undefined, day: today };
  const observed = counts.at(-1) ?? 0;
  const ears = isWatched
    ? (
        [
          ['C1', c1],
          ['C2', c2],
          ['C3', c3],
        ] as const
      ).flatMap(([method, judged]): ToRaise[] => {
        const value = judged(counts, EARS_DAYS);
        if (!value?.isSignal || observed === 0) return [];
        const { mean, deviation } = value;
        const data = { counts, from: dayBefore(today, EARS_DAYS), mean, deviation, value: value.value };
        return [
          { ...about, method, key: `${method}/${division}/${family}/${today}`, observed, threshold: mean + 3 * deviation, data },
        ];
      })
    : [];
  const byDay = new Map(Object.entries(days).map(([day, cases]) => [toNumber(day), cases]));
  const moving = movingPercentile((day) => byDay.get(day) ?? 0, today, since);
  if (!moving?.isSignal) return ears;
  const { threshold, baseline } = moving;
  const key = `percentile/${division}/${family}/${today}`;
  return [...ears, { ...about, method: 'percentile', key, observed: moving.observed, threshold, data: { baseline } }];
}

interface Case {
  readonly id: string;
  readonly family: string;
  readonly disease: string;
  readonly division: string;
  readonly setting: string | null;
  readonly onsetOn: string;
}

/**
 * Cases of a disease in one school or workplace, and in one township. Thresholds of the national rules are of one school or
 * institution; a township, which is larger, needs twice as many.
 */
async function evaluateClusters(tx: Sql, today: string): Promise<ToRaise[]> {
  const cases = await tx<Case[]>`
    select c.id, c.family, c.disease, c.division, c.setting, c.onset_on::text as "onsetOn" from diseases.case_report c
     where c.state <> 'refuted' and c.duplicate_of is null and c.onset_on >= ${dayBefore(today, CLUSTER_DAYS)}::date and c.onset_on <= ${today}::date`;
  const settings = Map.groupBy(
    cases.filter(({ setting }) => setting !== null),
    (one) => `${one.family}/${one.division.slice(0, 6)}/${placeKey(one.setting ?? '')}`,
  );
  const townships = Map.groupBy(
    cases.filter(({ division }) => division.length >= 9),
    (one) => `${one.family}/${one.division.slice(0, 9)}/`,
  );
  return [
    ...[...settings].flatMap(([key, group]) => clusterOf(key, group, 1, today)),
    ...[...townships].flatMap(([key, group]) => clusterOf(key, group, 2, today)),
  ];
}

function clusterOf(key: string, group: readonly Case[], factor: number, today: string): ToRaise[] {
  const [first] = group;
  const rule = first && findDisease(first.disease, today)?.cluster;
  if (!first || !rule) return [];
  const threshold = { cases: rule.national ? rule.cases * factor : rule.cases, days: rule.days };
  const found = findCluster(group, threshold);
  if (!found || found.to < dayBefore(today, rule.days * 2)) return [];
  const isSetting = factor === 1;
  return [
    {
      method: 'cluster',
      // cases that come later are of the same signal
      key: `cluster/${key}/${found.from}`,
      continues: { prefix: `cluster/${key}/`, since: dayBefore(found.from, rule.days) },
      family: first.family,
      division: isSetting ? first.division.slice(0, 6) : first.division.slice(0, 9),
      setting: isSetting ? (first.setting ?? undefined) : undefined,
      day: found.to,
      observed: found.cases.length,
      threshold: threshold.cases,
      data: { cases: found.cases, from: found.from, to: found.to, days: rule.days, national: rule.national },
    },
  ];
}
