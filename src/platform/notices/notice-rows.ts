import { shardOf } from '../../kernel/index.ts';
import type { Sql } from '../../store/index.ts';
import type { Move } from './letter.ts';

/** What is told: as it was, and what is looked for. */
export interface Told {
  readonly kind: Move['kind'] | 'case';
  readonly number?: string | undefined;
  /** YYYY-MM-DD. */
  readonly happenedOn: string;
  readonly content: object;
  /** Of a case, which. */
  readonly about?: string;
}

export const toldMove = (move: Move): Told => ({
  kind: move.kind,
  number: move.number,
  happenedOn: move.happenedOn,
  content: move,
});

/** Id of a notice: the platform that tells it, and the event there. */
export const noticeId = (platform: string, event: string): string => `${platform}/${event}`;
const shardOfNotice = (id: string): number => shardOf(id.slice(id.indexOf('/') + 1));

export interface NewNotice extends Told {
  readonly id: string;
  readonly direction: 'outgoing' | 'incoming';
  /** Division here, and the one there. */
  readonly place: string;
  readonly otherPlace: string;
  readonly resident?: string | undefined;
  /** ISO instant. */
  readonly madeAt: string;
}

/** A repeat changes nothing. @returns whether it is new */
export async function insertNotice(tx: Sql, notice: NewNotice): Promise<boolean> {
  const { id, direction, kind, number, happenedOn, content, about, place, otherPlace, resident, madeAt } = notice;
  const { count } = await tx`
    insert into notices.notice (shard, id, direction, kind, number, resident, place, other_place, happened_on, content, about, made_at, arrived_at)
    values (${shardOfNotice(id)}, ${id}, ${direction}, ${kind}, ${number ?? null}, ${resident ?? null}, ${place}, ${otherPlace},
            ${happenedOn}, ${JSON.stringify(content)}, ${about ?? null}, ${madeAt}::timestamptz, ${direction === 'incoming' ? tx`now()` : null})
        on conflict do nothing`;
  return count > 0;
}

/** What has become of a notice; told twice, the first instant stays. */
type Step = 'sent' | 'arrived' | 'acknowledged' | 'undeliverable' | 'withdrawn';

/** @returns the notice, where this is new of it */
export async function markNotice(
  tx: Sql,
  id: string,
  step: Step,
  at: string,
  by?: string,
): Promise<{ readonly place: string; readonly otherPlace: string; readonly direction: NewNotice['direction'] } | undefined> {
  const column = tx(`${step}_at`);
  const [row] = await tx<{ place: string; otherPlace: string; direction: NewNotice['direction'] }[]>`
    update notices.notice set ${column} = ${at}::timestamptz ${by ? tx`, acknowledged_by = ${by}` : tx``}
     where id = ${id} and shard = ${shardOfNotice(id)} and ${column} is null
    returning place, other_place as "otherPlace", direction`;
  return row;
}

/** Notices of others that await an answer about who has this number: of a move of the other kind, told within these days. */
export const findAwaiting = (tx: Sql, number: string, kind: Move['kind'], days: number): Promise<{ id: string }[]> =>
  tx<{ id: string }[]>`
    select id from notices.notice
     where direction = 'incoming' and number = ${number} and kind = ${kind} and withdrawn_at is null
       and made_at > now() - ${days}::integer * interval '1 day'
     order by made_at desc limit 10`;

/** What was told of a case from here and stands. */
export const notesOfCase = (tx: Sql, about: string): Promise<{ id: string; otherPlace: string }[]> =>
  tx<{ id: string; otherPlace: string }[]>`
    select id, other_place as "otherPlace" from notices.notice
     where about = ${about} and shard = ${shardOf(about)} and direction = 'outgoing' and withdrawn_at is null limit 50`;
