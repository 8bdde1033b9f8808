import { findByIdentifiers } from '../../databases/population/index.ts';
import { Problem, shardOf } from '../../kernel/index.ts';
import { identityNumber, maskNumber } from '../../standards/index.ts';
import { inScope, type Scope, type Sql } from '../../store/index.ts';
import { placeNames } from '../directory/index.ts';
import type { NoticePage, NoticeRow, NoticeState } from './contract.ts';
import { aMove } from './letter.ts';

export interface NoticeQuery {
  readonly direction: NoticeRow['direction'];
  readonly state?: NoticeState | undefined;
  readonly count: number;
  /** The last of the page before: ISO instant with microseconds, and id. */
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

interface Row {
  readonly id: string;
  readonly direction: NoticeRow['direction'];
  readonly number: string | null;
  readonly resident: string | null;
  readonly place: string;
  readonly otherPlace: string;
  readonly content: string;
  readonly state: NoticeState;
  readonly madeAt: Date;
  readonly key: string;
  readonly sentAt: Date | null;
  readonly arrivedAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
  readonly problem: string | null;
}

export const stateOf = (sql: Sql) => sql`
  case when withdrawn_at is not null then 'withdrawn' when acknowledged_at is not null then 'acknowledged'
       when arrived_at is not null then 'arrived' when undeliverable_at is not null then 'undeliverable'
       when sent_at is not null then 'sent' else 'waiting' end`;

export const isSeen = (sql: Sql, scope: Scope) => inScope(sql, scope, 'n.place');

/** Cases have rights of their own. */
const isMove = (sql: Sql) => sql`n.kind <> 'case'`;

/** One page of notices whose place here is in the scope, the latest first. */
export async function listNotices(
  sql: Sql,
  scope: Scope,
  { direction, state, count, after }: NoticeQuery,
): Promise<Omit<NoticePage, 'next'> & { readonly last: { readonly at: string; readonly id: string } | undefined }> {
  const [rows, counts] = await Promise.all([
    sql<Row[]>`
      select n.id, direction, number, resident, place, other_place as "otherPlace", content, ${stateOf(sql)} as state, made_at as "madeAt",
             to_char(made_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as key, sent_at as "sentAt", arrived_at as "arrivedAt",
             acknowledged_at as "acknowledgedAt", acknowledged_by as "acknowledgedBy",
             (select problem from notices.letter l where l.id = n.id || '/notice') as problem
        from notices.notice n
       where ${isMove(sql)} and direction = ${direction} and ${isSeen(sql, scope)} ${state ? sql`and ${stateOf(sql)} = ${state}` : sql``}
         ${after ? sql`and (made_at, n.id) < (${after.at}::timestamptz, ${after.id})` : sql``}
       order by made_at desc, n.id desc limit ${count + 1}`,
    sql<{ state: NoticeState; count: number }[]>`
      select ${stateOf(sql)} as state, count(*)::integer as count from notices.notice n
       where ${isMove(sql)} and direction = ${direction} and ${isSeen(sql, scope)} group by 1`,
  ]);
  const shown = rows.slice(0, count);
  const last = rows.length > count ? shown.at(-1) : undefined;
  return {
    items: await toRows(sql, scope, shown),
    counts: { ...NONE, ...Object.fromEntries(counts.map((one) => [one.state, one.count])) },
    last: last && { at: last.key, id: last.id },
  };
}

const NONE: Record<NoticeState, number> = { waiting: 0, sent: 0, arrived: 0, acknowledged: 0, undeliverable: 0, withdrawn: 0 };

/** Whether the scope has a notice of another platform. @throws Problem resource-unknown */
export async function requireIncoming(sql: Sql, scope: Scope, id: string): Promise<void> {
  const [row] = await sql`
    select from notices.notice n
     where n.id = ${id} and n.shard = ${shardOf(id.slice(id.indexOf('/') + 1))} and ${isMove(sql)} and direction = 'incoming'
       and ${isSeen(sql, scope)}`;
  if (!row) throw new Problem('resource-unknown', 'There is no such notice', { at: 'id' });
}

async function toRows(sql: Sql, { places }: Scope, rows: readonly Row[]): Promise<NoticeRow[]> {
  const names = await placeNames(
    sql,
    rows.flatMap(({ place, otherPlace }) => [place, otherPlace]),
  );
  const residentOf = await residentsKnown(sql, places, rows);
  return rows.map(
    ({ number, resident, content, madeAt, sentAt, arrivedAt, acknowledgedAt, acknowledgedBy, problem, key: _, ...row }) => {
      const { kind, name, sex, birthDate, happenedOn } = aMove.parse(JSON.parse(content));
      const here = resident ?? (number ? residentOf(number) : undefined);
      return {
        ...row,
        ...{ kind, name, sex, happenedOn },
        ...(birthDate ? { birthDate } : {}),
        ...(number ? { identityNumberMasked: maskNumber(number) } : {}),
        placeName: names.get(row.place) ?? { zh: row.place, en: row.place },
        otherPlaceName: names.get(row.otherPlace) ?? { zh: row.otherPlace, en: row.otherPlace },
        madeAt: madeAt.toISOString(),
        ...(sentAt ? { sentAt: sentAt.toISOString() } : {}),
        ...(arrivedAt ? { arrivedAt: arrivedAt.toISOString() } : {}),
        ...(acknowledgedAt ? { acknowledgedAt: acknowledgedAt.toISOString() } : {}),
        ...(acknowledgedBy ? { acknowledgedBy } : {}),
        ...(problem ? { problem } : {}),
        ...(here ? { resident: here } : {}),
      };
    },
  );
}

/** Who of those that are told here is known here, of the places that are seen: a Patient id by number. */
export async function residentsKnown(
  sql: Sql,
  places: readonly string[],
  rows: readonly Pick<Row, 'direction' | 'number'>[],
): Promise<(number: string) => string | undefined> {
  const asked = rows.flatMap(({ direction, number }) => (direction === 'incoming' && number ? [number] : []));
  const known = await findByIdentifiers(
    sql,
    asked.map((value) => ({ system: identityNumber, value })),
  );
  const seen = known.filter(({ place }) => places.some((prefix) => place.startsWith(prefix)));
  return (number) => seen.find(({ identifiers }) => identifiers.some(({ value }) => value === number))?.id;
}
