import { Problem } from '../../../kernel/index.ts';
import type { Sql } from '../../../store/index.ts';
import { nameOfVaccine } from '../immunization/index.ts';
import type { Lot, LotState, Movement } from './contract.ts';

interface LotRow {
  readonly id: string;
  readonly vaccine: string;
  readonly product: string;
  readonly manufacturer: string;
  readonly number: string;
  readonly expires: string;
  readonly doses: number;
  readonly recalledAt: Date | null;
  readonly recallReason: string | null;
}

const MOST_LOTS = 500;

/** Lots of a point, those that expire first at the top; those that were used up are not told after their day. */
export async function findLots(sql: Sql, point: string, today: string): Promise<Lot[]> {
  const rows = await sql<LotRow[]>`
    select ${columns(sql)} from vaccine_stock.lot
     where point = ${point} and (doses > 0 or expires >= ${today}::date)
     order by expires, vaccine, number limit ${MOST_LOTS}`;
  return rows.map((row) => toLot(row, today));
}

const columns = (sql: Sql) => sql`
  id, vaccine, product, manufacturer, number, expires::text as expires, doses, recalled_at as "recalledAt", recall_reason as "recallReason"`;

export function toLot({ recalledAt, recallReason, ...row }: LotRow, today: string): Lot {
  return {
    ...row,
    vaccineName: nameOfVaccine(row.vaccine),
    ...(recalledAt === null ? {} : { recalledAt: recalledAt.toISOString() }),
    ...(recallReason === null ? {} : { recallReason }),
    state: stateOf({ recalled: recalledAt !== null, expires: row.expires, doses: row.doses }, today),
  };
}

/** A vaccine may be given on the last day of its term, and not after it. */
export const stateOf = (lot: { recalled: boolean; expires: string; doses: number }, today: string): LotState =>
  lot.recalled ? 'recalled' : lot.expires < today ? 'expired' : lot.doses === 0 ? 'empty' : 'usable';

/** The lot of a point, locked until the transaction ends. @throws Problem resource-unknown */
export async function lockLot(tx: Sql, point: string, id: string, today: string): Promise<Lot> {
  const [row] = await tx<LotRow[]>`
    select ${columns(tx)} from vaccine_stock.lot where point = ${point} and id = ${id} for update`;
  if (!row) throw new Problem('resource-unknown', 'The point has no such lot', { at: 'lot' });
  return toLot(row, today);
}

export interface Moving {
  readonly point: string;
  /** Lot id. */
  readonly lot: string;
  /** Key of the request. */
  readonly id: string;
  readonly kind: Movement['kind'];
  /** Signed. */
  readonly doses: number;
  readonly reason?: string | undefined;
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
}

/**
 * Moves doses of a lot that the caller has locked.
 * @returns doses left
 * @throws Problem stock-refused where fewer are there
 */
export async function moveDoses(tx: Sql, { point, lot, id, kind, doses, reason, by, at }: Moving): Promise<number> {
  const [moved] = await tx<{ remain: number }[]>`
    update vaccine_stock.lot set doses = doses + ${doses} where point = ${point} and id = ${lot} and doses + ${doses} >= 0
    returning doses as remain`;
  if (!moved) throw new Problem('stock-refused', 'Fewer doses are left than that', { at: 'doses' });
  await tx`
    insert into vaccine_stock.movement (point, id, lot, kind, doses, remain, reason, by_name, at)
    values (${point}, ${id}, ${lot}, ${kind}, ${doses}, ${moved.remain}, ${reason ?? null}, ${by}, ${at}::timestamptz)`;
  return moved.remain;
}

/** Whether a request was carried out already. */
export async function isMoved(tx: Sql, point: string, id: string): Promise<boolean> {
  const rows = await tx`select 1 from vaccine_stock.movement where point = ${point} and id = ${id}`;
  return rows.length > 0;
}

/** The id of a lot by what is printed on its packing, made where the point has none yet; locked until the transaction ends. */
export async function openLot(
  tx: Sql,
  lot: {
    readonly point: string;
    readonly id: string;
    readonly vaccine: string;
    readonly product: string;
    readonly manufacturer: string;
    readonly number: string;
    readonly expires: string;
  },
): Promise<{ readonly id: string; readonly expires: string }> {
  const [row] = await tx<{ id: string; expires: string }[]>`
    insert into vaccine_stock.lot (point, id, vaccine, product, manufacturer, number, expires, doses)
    values (${lot.point}, ${lot.id}, ${lot.vaccine}, ${lot.product}, ${lot.manufacturer}, ${lot.number}, ${lot.expires}::date, 0)
        on conflict (point, vaccine, manufacturer, number) do update set product = vaccine_stock.lot.product
    returning id, expires::text as expires`;
  if (!row) throw new Error('an insert that updates gives its row back');
  return row;
}

const MOVEMENTS_SHOWN = 200;

/** The latest movements of a point first. */
export async function findMovements(sql: Sql, point: string): Promise<Movement[]> {
  const rows = await sql<(Omit<Movement, 'reason' | 'at'> & { reason: string | null; at: Date })[]>`
    select id, lot, kind, doses, remain, reason, by_name as by, at from vaccine_stock.movement
     where point = ${point} order by at desc, id limit ${MOVEMENTS_SHOWN}`;
  return rows.map(({ reason, at, ...row }) => ({ ...row, at: at.toISOString(), ...(reason === null ? {} : { reason }) }));
}

/**
 * Recalls a lot wherever a point has it; a repeat changes nothing.
 * @returns at how many points it lay
 */
export async function recallLots(
  sql: Sql,
  lot: {
    readonly vaccine: string;
    readonly manufacturer: string;
    readonly number: string;
    readonly reason: string;
    readonly at: string;
  },
): Promise<number> {
  const rows = await sql`
    update vaccine_stock.lot
       set recalled_at = coalesce(recalled_at, ${lot.at}::timestamptz), recall_reason = coalesce(recall_reason, ${lot.reason})
     where number = ${lot.number} and vaccine = ${lot.vaccine} and manufacturer = ${lot.manufacturer} returning 1`;
  return rows.length;
}
