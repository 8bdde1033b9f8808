import { shardOf } from '../../../kernel/index.ts';
import { inScope, type Scope, type Sql } from '../../../store/index.ts';
import { OBSERVED_MS } from './assess.ts';
import type { Visit, VisitState } from './contract.ts';

interface Row {
  readonly id: string;
  readonly resident: string;
  readonly name: string;
  readonly sex: Visit['sex'];
  readonly birthDate: string | null;
  readonly point: string;
  readonly number: number;
  readonly state: VisitState;
  readonly registeredAt: Date;
  readonly checkedAt: Date | null;
  readonly vaccinatedAt: Date | null;
  readonly leftAt: Date | null;
}

const columns = (sql: Sql) => sql`
  v.id, v.resident, r.name, r.sex, r.birth_date::text as "birthDate", v.point, v.number, v.state, v.registered_at as "registeredAt",
  v.checked_at as "checkedAt", v.vaccinated_at as "vaccinatedAt", v.left_at as "leftAt"`;

const seenBy = (sql: Sql, scope: Scope) => inScope(sql, scope, 'r.place');

function toVisit(row: Row): Visit {
  const { birthDate, registeredAt, checkedAt, vaccinatedAt, leftAt, ...rest } = row;
  return {
    ...rest,
    ...(birthDate === null ? {} : { birthDate }),
    registeredAt: registeredAt.toISOString(),
    ...(checkedAt === null ? {} : { checkedAt: checkedAt.toISOString() }),
    ...(vaccinatedAt === null
      ? {}
      : {
          vaccinatedAt: vaccinatedAt.toISOString(),
          observedUntil: new Date(vaccinatedAt.getTime() + OBSERVED_MS).toISOString(),
        }),
    ...(leftAt === null ? {} : { leftAt: leftAt.toISOString() }),
  };
}

const MOST_VISITS = 500;

/** Visits to a point on a day in the order of their numbers. */
export async function findVisits(sql: Sql, scope: Scope, point: string, day: string): Promise<Visit[]> {
  const rows = await sql<Row[]>`
    select ${columns(sql)} from vaccination.visit v join population.resident_v1 r on r.id = v.resident and r.shard = v.shard
     where v.point = ${point} and v.day = ${day}::date and ${seenBy(sql, scope)} order by v.number limit ${MOST_VISITS}`;
  return rows.map(toVisit);
}

/** One visit, as far as the scope reaches. */
export async function findVisit(sql: Sql, scope: Scope, id: string): Promise<Visit | undefined> {
  const [row] = await sql<Row[]>`
    select ${columns(sql)} from vaccination.visit v join population.resident_v1 r on r.id = v.resident and r.shard = v.shard
     where v.id = ${id} and v.shard = ${shardOf(id)} and ${seenBy(sql, scope)}`;
  return row && toVisit(row);
}

/** Encounter id of the visit that is open. */
export async function findOpenVisit(sql: Sql, resident: string, point: string, day: string): Promise<string | undefined> {
  const [row] = await sql<{ id: string }[]>`
    select id from vaccination.visit
     where resident = ${resident} and shard = ${shardOf(resident)} and point = ${point} and day = ${day}::date
       and state in ('registered', 'checked', 'vaccinated')`;
  return row?.id;
}

/**
 * Opens a visit with the next number of the queue.
 * @returns the number; undefined where the resident has an open one there
 */
export async function openVisit(
  tx: Sql,
  visit: { readonly id: string; readonly resident: string; readonly point: string; readonly day: string; readonly at: string },
): Promise<number | undefined> {
  const [next] = await tx<{ last: number }[]>`
    insert into vaccination.queue (point, day, last) values (${visit.point}, ${visit.day}::date, 1)
        on conflict (point, day) do update set last = vaccination.queue.last + 1 returning last`;
  const shard = shardOf(visit.resident);
  const [row] = await tx<{ number: number }[]>`
    insert into vaccination.visit (shard, id, resident, point, place, day, number, state, registered_at)
    select ${shard}, ${visit.id}, ${visit.resident}, ${visit.point},
           coalesce((select place from population.resident_v1 where id = ${visit.resident} and shard = ${shard}), ''),
           ${visit.day}::date, ${next?.last ?? 1}, 'registered', ${visit.at}::timestamptz
        on conflict (resident, day, point, shard) where state in ('registered', 'checked', 'vaccinated') do nothing
    returning number`;
  return row?.number;
}

const COLUMN_OF: Readonly<Partial<Record<VisitState, 'checked_at' | 'vaccinated_at' | 'left_at'>>> = {
  checked: 'checked_at',
  postponed: 'checked_at',
  contraindicated: 'checked_at',
  declined: 'checked_at',
  vaccinated: 'vaccinated_at',
  left: 'left_at',
};

/** Moves a visit on. @returns false where it is at none of the steps before */
export async function moveVisit(tx: Sql, id: string, from: readonly VisitState[], to: VisitState, at: string): Promise<boolean> {
  const column = COLUMN_OF[to];
  const rows = await tx`
    update vaccination.visit set state = ${to} ${column ? tx`, ${tx(column)} = ${at}::timestamptz` : tx``}
     where id = ${id} and shard = ${shardOf(id)} and state = any(${[...from]}::text[]) returning 1`;
  return rows.length > 0;
}

/** Takes the turn of a resident for doses until the transaction ends. @returns how many were given on the day */
export async function lockDoses(tx: Sql, resident: string, day: string): Promise<number> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${resident}, hashtextextended('vaccination.dose', 0)))`;
  return countDoses(tx, resident, day);
}

export async function countDoses(sql: Sql, resident: string, day: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from vaccination.dose
     where resident = ${resident} and shard = ${shardOf(resident)} and day = ${day}::date and not voided`;
  return row?.count ?? 0;
}

export interface DoseRow {
  readonly id: string;
  readonly visit: string;
  readonly resident: string;
  readonly vaccine: string;
  readonly point: string;
  readonly lot: string;
  readonly day: string;
  readonly at: string;
  readonly request: string;
}

/** @returns false where the resident has had the vaccine on that day */
export async function keepDose(tx: Sql, dose: DoseRow): Promise<boolean> {
  const rows = await tx`
    insert into vaccination.dose (shard, id, visit, resident, vaccine, point, lot, day, given_at, request)
    values (${shardOf(dose.resident)}, ${dose.id}, ${dose.visit}, ${dose.resident}, ${dose.vaccine}, ${dose.point}, ${dose.lot},
            ${dose.day}::date, ${dose.at}::timestamptz, ${dose.request})
        on conflict do nothing returning 1`;
  return rows.length > 0;
}

/** Whether a request was carried out already. */
export async function isGiven(sql: Sql, resident: string, request: string): Promise<boolean> {
  const rows = await sql`
    select 1 from vaccination.dose where resident = ${resident} and shard = ${shardOf(resident)} and request = ${request}`;
  return rows.length > 0;
}

/** The dose that an Immunization records, where it came out of a stock. */
export async function findDose(sql: Sql, id: string): Promise<(DoseRow & { readonly voided: boolean }) | undefined> {
  const [row] = await sql<(DoseRow & { voided: boolean })[]>`
    select id, visit, resident, vaccine, point, lot, day::text as day, given_at::text as at, request, voided
      from vaccination.dose where id = ${id} and shard = ${shardOf(id)}`;
  return row;
}

/** @returns false where it was taken back before */
export async function voidDose(tx: Sql, id: string): Promise<boolean> {
  const rows = await tx`
    update vaccination.dose set voided = true where id = ${id} and shard = ${shardOf(id)} and not voided returning 1`;
  return rows.length > 0;
}
