import { nameOf, readPatients, toResident } from '../../../databases/population/index.ts';
import { chinaDay, newId, Problem, shardOf } from '../../../kernel/index.ts';
import { findDivision } from '../../../standards/index.ts';
import { inScope, type Scope, type Sql } from '../../../store/index.ts';
import { findDisease } from '../diseases/disease.ts';
import { deadlineAfter, timeliness } from '../diseases/timeliness.ts';
import type { ContactRow, EmergencyLevel, EntryKind, EntryRow, OutbreakRow, Relation } from './contract.ts';
import { followUpDays } from './follow-up-days.ts';

/** The initial report of an emergency: within two hours (突发公共卫生事件应急条例, art. 19 and 20). */
const INITIAL_HOURS = 2;

interface Kept {
  readonly id: string;
  readonly title: string;
  readonly family: string;
  readonly division: string;
  readonly setting: string | null;
  readonly state: 'open' | 'closed';
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly cases: number;
  readonly contacts: number;
  readonly due: number;
  readonly level: EmergencyLevel | null;
  readonly initialAt: Date | null;
}

const columns = (sql: Sql, today: string) => sql`
  o.id, o.title, o.family, o.division, o.setting, o.state, o.opened_at as "openedAt", o.closed_at as "closedAt",
  (select count(*) from outbreaks.linked_case l where l.outbreak = o.id) as cases,
  (select count(*) from outbreaks.contact c where c.outbreak = o.id) as contacts,
  (select count(*) from outbreaks.contact c where c.outbreak = o.id and o.state = 'open' and ${today}::date > c.last_on
      and ${today}::date <= least(c.until_on, c.ended_on)
      and not exists (select from population.resident_v1 r where r.id = c.resident and r.shard = c.shard and r.deceased_on is not null)
      and not exists (select from outbreaks.follow_up f where f.resident = c.resident and f.outbreak = c.outbreak and f.shard = c.shard and f.day = ${today}::date)) as due,
  (select e.level from outbreaks.entry e where e.outbreak = o.id and e.kind <> 'log' order by e.at desc limit 1) as level,
  (select min(e.at) from outbreaks.entry e where e.outbreak = o.id and e.kind = 'initial') as "initialAt"`;

export async function listOutbreaks(
  sql: Sql,
  scope: Scope,
  query: {
    readonly state?: 'open' | 'closed' | undefined;
    readonly hidden: readonly string[];
    readonly count: number;
    readonly after?: { at: string; id: string } | undefined;
  },
  now: Date,
): Promise<OutbreakRow[]> {
  const { state, hidden, count, after } = query;
  const rows = await sql<Kept[]>`
    select ${columns(sql, chinaDay(now))} from outbreaks.outbreak o
     where ${inScope(sql, scope, 'o.place')} and not o.family = any(${hidden}::text[])
       ${state ? sql`and o.state = ${state}` : sql``}
       ${after ? sql`and (o.opened_at, o.id) < (${after.at}::timestamptz, ${after.id})` : sql``}
     order by o.opened_at desc, o.id desc limit ${count}`;
  return rows.map((row) => toRow(row, now));
}

/** @throws Problem resource-unknown */
export async function getOutbreak(
  sql: Sql,
  scope: Scope,
  id: string,
  hidden: readonly string[],
  now: Date,
): Promise<OutbreakRow> {
  const [row] = await sql<Kept[]>`
    select ${columns(sql, chinaDay(now))} from outbreaks.outbreak o
     where o.id = ${id} and o.shard = ${shardOf(id)} and ${inScope(sql, scope, 'o.place')} and not o.family = any(${hidden}::text[])`;
  if (!row) throw new Problem('resource-unknown', 'No such outbreak here', { at: 'id' });
  return toRow(row, now);
}

function toRow({ family, division, setting, openedAt, closedAt, level, initialAt, ...rest }: Kept, now: Date): OutbreakRow {
  return {
    ...rest,
    disease: family,
    diseaseName: findDisease(family, chinaDay(openedAt))?.name ?? { zh: '病因不明', en: 'Cause not known' },
    place: division,
    placeName: findDivision(division.slice(0, 6))?.name ?? { zh: division, en: division },
    openedAt: openedAt.toISOString(),
    initial: timeliness(deadlineAfter(openedAt, INITIAL_HOURS), initialAt ?? undefined, now),
    ...(setting ? { setting } : {}),
    ...(closedAt ? { closedAt: closedAt.toISOString() } : {}),
    ...(level ? { level } : {}),
  };
}

export interface ToOpen {
  readonly key: string;
  readonly title: string;
  readonly family: string;
  readonly division: string;
  readonly setting: string | undefined;
  readonly signal: string | undefined;
  readonly place: string;
  readonly by: string;
  readonly now: Date;
}

/** Opens an outbreak; under a key that was used, it is the one that was opened with it. @returns its id */
export async function openOutbreak(
  tx: Sql,
  { key, title, family, division, setting, signal, place, by, now }: ToOpen,
): Promise<string> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`outbreak ${key}`}, 47))`;
  const [known] = await tx<{ id: string }[]>`select id from outbreaks.outbreak where key = ${key}`;
  if (known) return known.id;
  const id = newId();
  await tx`
    insert into outbreaks.outbreak (shard, id, key, title, family, division, setting, signal, opened_at, opened_by, place)
    values (${shardOf(id)}, ${id}, ${key}, ${title}, ${family}, ${division}, ${setting ?? null}, ${signal ?? null}, ${now}, ${by}, ${place})`;
  return id;
}

/** @throws Problem case-conflict where it is closed */
export function requireOpen({ state }: OutbreakRow): void {
  if (state !== 'open') throw new Problem('case-conflict', 'The outbreak is closed', { at: 'state' });
}

/** A repeat changes nothing. */
export async function linkCases(tx: Sql, outbreak: string, cases: readonly string[], by: string, now: Date): Promise<void> {
  await tx`
    insert into outbreaks.linked_case (shard, case_id, outbreak, linked_at, linked_by)
    select shard, case_id, ${outbreak}, ${now}, ${by}
      from unnest(${cases.map(shardOf)}::bigint[], ${cases}::text[]) as given (shard, case_id)
        on conflict do nothing`;
}

export async function unlinkCase(tx: Sql, outbreak: string, id: string): Promise<void> {
  await tx`delete from outbreaks.linked_case where case_id = ${id} and shard = ${shardOf(id)} and outbreak = ${outbreak}`;
}

export const linkedCases = async (sql: Sql, outbreak: string): Promise<string[]> =>
  (
    await sql<
      { id: string }[]
    >`select case_id as id from outbreaks.linked_case where outbreak = ${outbreak} order by linked_at limit 500`
  ).map(({ id }) => id);

export interface ToFollow {
  readonly outbreak: string;
  readonly resident: string;
  readonly ofCase: string | undefined;
  readonly relation: Relation;
  readonly lastOn: string;
  readonly untilOn: string;
  /** EpisodeOfCare id. */
  readonly episode: string;
  readonly by: string;
  readonly now: Date;
}

/** A contact; told again, the latest contact holds. */
export async function saveContact(tx: Sql, one: ToFollow): Promise<void> {
  await tx`
    insert into outbreaks.contact as known (shard, resident, outbreak, of_case, relation, last_on, until_on, episode, added_at, added_by)
    values (${shardOf(one.resident)}, ${one.resident}, ${one.outbreak}, ${one.ofCase ?? null}, ${one.relation}, ${one.lastOn}::date, ${one.untilOn}::date,
            ${one.episode}, ${one.now}, ${one.by})
        on conflict (resident, outbreak, shard) do update
       set of_case = coalesce(excluded.of_case, known.of_case), relation = excluded.relation, last_on = greatest(known.last_on, excluded.last_on),
           until_on = greatest(known.until_on, excluded.until_on), episode = excluded.episode, ended_on = null`;
}

export async function contactsOf(
  sql: Sql,
  { id: outbreak, state }: Pick<OutbreakRow, 'id' | 'state'>,
  today: string,
): Promise<ContactRow[]> {
  const rows = await sql<
    {
      resident: string;
      relation: Relation;
      ofCase: string | null;
      lastOn: string;
      untilOn: string;
      endedOn: string | null;
      found: Record<string, boolean> | null;
    }[]
  >`
    select c.resident, c.relation, c.of_case as "ofCase", c.last_on::text as "lastOn", c.until_on::text as "untilOn", c.ended_on::text as "endedOn",
           (select json_object_agg(f.day::text, f.ill) from outbreaks.follow_up f
             where f.resident = c.resident and f.outbreak = c.outbreak and f.shard = c.shard) as found
      from outbreaks.contact c where c.outbreak = ${outbreak} order by c.added_at, c.resident limit 1000`;
  const isOpen = state === 'open';
  const patients = await readPatients(
    sql,
    rows.map(({ resident }) => resident),
  );
  return rows.map(({ resident, relation, ofCase, lastOn, untilOn, endedOn, found }) => {
    const patient = patients.get(resident);
    const diedOn = patient && toResident(patient).deceasedOn;
    // what was found on the very day on which it ended is shown
    const ended = endedOn && [endedOn, ...Object.keys(found ?? {})].toSorted().at(-1);
    const end = [untilOn, ended, diedOn].flatMap((day) => day ?? []).toSorted()[0] ?? untilOn;
    const days = followUpDays({ lastOn, untilOn: end }, new Map(Object.entries(found ?? {})), today);
    return {
      ...{ resident, relation, lastOn, untilOn, name: patient ? nameOf(patient) : '' },
      ...(ofCase ? { ofCase } : {}),
      ...(endedOn ? { endedOn } : {}),
      ...(diedOn ? { diedOn } : {}),
      ...days,
      isDue: days.isDue && diedOn === undefined && isOpen,
    };
  });
}

export interface ContactKey {
  readonly outbreak: string;
  readonly resident: string;
}

/** The contact, and the Encounter of a day's follow-up, where there is one; of a contact that is not there undefined. */
export async function findFollowUp(
  sql: Sql,
  { outbreak, resident }: ContactKey,
  day: string,
): Promise<{ readonly lastOn: string; readonly untilOn: string; readonly encounter: string | null } | undefined> {
  const [row] = await sql<{ lastOn: string; untilOn: string; encounter: string | null }[]>`
    select c.last_on::text as "lastOn", c.until_on::text as "untilOn",
           (select encounter from outbreaks.follow_up f where f.resident = c.resident and f.outbreak = c.outbreak and f.shard = c.shard and f.day = ${day}::date) as encounter
      from outbreaks.contact c where c.resident = ${resident} and c.outbreak = ${outbreak} and c.shard = ${shardOf(resident)}`;
  return row;
}

/** A contact as it is kept: its days, and the EpisodeOfCare of its observation. */
export async function findContact(
  sql: Sql,
  { outbreak, resident }: ContactKey,
): Promise<{ readonly lastOn: string; readonly untilOn: string; readonly episode: string | null } | undefined> {
  const [row] = await sql<{ lastOn: string; untilOn: string; episode: string | null }[]>`
    select last_on::text as "lastOn", until_on::text as "untilOn", episode from outbreaks.contact
     where resident = ${resident} and outbreak = ${outbreak} and shard = ${shardOf(resident)}`;
  return row;
}

/** Episodes of contacts whose observation goes on; at most 1,000. */
export const openEpisodes = async (sql: Sql, outbreak: string, today: string): Promise<string[]> =>
  (
    await sql<{ episode: string }[]>`
      select episode from outbreaks.contact
       where outbreak = ${outbreak} and episode is not null and ended_on is null and until_on >= ${today}::date limit 1000`
  ).map(({ episode }) => episode);

export interface ToEnter {
  readonly outbreak: string;
  readonly key: string;
  readonly kind: EntryKind;
  readonly level: EmergencyLevel | undefined;
  readonly text: string;
  readonly measures: string | undefined;
  readonly plan: string | undefined;
  readonly cases: number;
  readonly deaths: number;
  readonly contacts: number;
  readonly by: string;
  readonly now: Date;
}

/**
 * Enters in the log, or a report with the numbers of its moment; a repeat under its key changes nothing. A final report closes the outbreak.
 * @throws Problem case-conflict where a report comes before the initial one, the initial one a second time, or anything after the final one
 */
export async function enter(tx: Sql, one: ToEnter): Promise<void> {
  const { outbreak, kind, now } = one;
  const shard = shardOf(outbreak);
  // reports of one outbreak one after the other
  const [known] = await tx<{ state: string; openedAt: Date }[]>`
    select state, opened_at as "openedAt" from outbreaks.outbreak where id = ${outbreak} and shard = ${shard} for update`;
  const [done] = await tx`select 1 from outbreaks.entry where key = ${one.key} and shard = ${shard}`;
  if (done) return;
  const [initial] =
    await tx`select 1 from outbreaks.entry where outbreak = ${outbreak} and shard = ${shard} and kind = 'initial'`;
  const isOutOfTurn = kind !== 'log' && (kind === 'initial') === (initial !== undefined);
  if (known?.state !== 'open' || isOutOfTurn)
    throw new Problem('case-conflict', 'The reports follow each other: initial, progress, final', { at: 'kind' });
  const isReport = kind !== 'log';
  await tx`
    insert into outbreaks.entry (shard, id, outbreak, key, kind, level, text, measures, plan, cases, deaths, contacts, deadline, at, by_name)
    values (${shard}, ${newId()}, ${outbreak}, ${one.key}, ${kind}, ${one.level ?? null}, ${one.text}, ${one.measures ?? null}, ${one.plan ?? null},
            ${isReport ? one.cases : null}, ${isReport ? one.deaths : null}, ${isReport ? one.contacts : null},
            ${kind === 'initial' ? deadlineAfter(known.openedAt, INITIAL_HOURS) : null}, ${now}, ${one.by})`;
  if (kind === 'final')
    await tx`update outbreaks.outbreak set state = 'closed', closed_at = ${now} where id = ${outbreak} and shard = ${shard}`;
}

export async function entriesOf(sql: Sql, outbreak: string, now: Date): Promise<EntryRow[]> {
  const rows = await sql<
    {
      id: string;
      kind: EntryKind;
      level: EmergencyLevel | null;
      text: string;
      measures: string | null;
      plan: string | null;
      cases: number | null;
      deaths: number | null;
      contacts: number | null;
      deadline: Date | null;
      at: Date;
      by: string;
    }[]
  >`
    select id, kind, level, text, measures, plan, cases, deaths, contacts, deadline, at, by_name as by from outbreaks.entry
     where outbreak = ${outbreak} and shard = ${shardOf(outbreak)} order by at desc, id desc limit 500`;
  return rows.map(({ level, measures, plan, cases, deaths, contacts, deadline, at, ...row }) => ({
    ...row,
    at: at.toISOString(),
    ...(level ? { level } : {}),
    ...(measures ? { measures } : {}),
    ...(plan ? { plan } : {}),
    ...(cases === null ? {} : { cases }),
    ...(deaths === null ? {} : { deaths }),
    ...(contacts === null ? {} : { contacts }),
    ...(deadline ? { timely: timeliness(deadline, at, now) } : {}),
  }));
}
