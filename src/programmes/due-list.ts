import { dayText } from '../life-course/index.ts';
import { inScope, type Scope, type Sql } from '../store/index.ts';
import type { Book } from './book.ts';
import type { DueItem, DueRow, DueState } from './contract.ts';

export interface DueQuestion {
  /** Days since 1970-01-01. */
  readonly today: number;
  readonly programmes: readonly string[];
  readonly activity?: string | undefined;
  readonly state?: DueState | undefined;
  /** Division code that begins that of the resident. */
  readonly division?: string | undefined;
  readonly place?: string | undefined;
  readonly count: number;
  /** Last line of the page before. */
  readonly after?:
    | {
        readonly by: string;
        readonly resident: string;
        readonly programme: string;
        readonly activity: string;
        readonly step: string;
      }
    | undefined;
}

interface Row {
  readonly resident: string;
  readonly programme: string;
  readonly version: string;
  readonly activity: string;
  readonly step: string;
  readonly from: string;
  readonly by: string;
  readonly choice: number | null;
  readonly division: string;
  readonly place: string | null;
  readonly name: string;
  readonly sex: DueRow['sex'];
  readonly birthDate: string | null;
}

/** Items that come up later than so many days from now are not worth a list. */
const AHEAD_DAYS = 90;

/** What is to be done, the most urgent first; one page. */
export async function dueList(sql: Sql, scope: Scope, book: Book, question: DueQuestion): Promise<DueRow[]> {
  const { after, today, count } = question;
  const rows = await sql<Row[]>`
    select d.resident, d.programme, s.version, d.activity, d.step, d.due_from::text as "from", d.due_by::text as by, d.choice, d.division,
           d.place, r.name, r.sex, r.birth_date::text as "birthDate"
      from programmes.due d
      join programmes.standing s on s.resident = d.resident and s.shard = d.shard and s.programme = d.programme
      join population.resident_v1 r on r.id = d.resident and r.shard = d.shard
     where ${filters(sql, scope, question)}
       ${after ? sql`and (d.due_by, d.resident, d.programme, d.activity, d.step) > (${after.by}::date, ${after.resident}, ${after.programme}, ${after.activity}, ${after.step})` : sql``}
     order by d.due_by, d.resident, d.programme, d.activity, d.step limit ${count}`;
  return rows.map((row) => toRow(row, book, today));
}

const MOST_COUNTED = 10_000;

/** How many items are in which state, each counted up to 10,000. */
export async function countDue(sql: Sql, scope: Scope, question: DueQuestion): Promise<Record<DueState, number>> {
  const counted = await Promise.all(
    (['overdue', 'due', 'coming'] as const).map(async (state) => {
      const [row] = await sql<{ count: number }[]>`
        select count(*) as count from (select 1 from programmes.due d where ${filters(sql, scope, { ...question, state })} limit ${MOST_COUNTED}) found`;
      return [state, row?.count ?? 0] as const;
    }),
  );
  return Object.fromEntries(counted) as Record<DueState, number>;
}

function filters(sql: Sql, scope: Scope, { today, programmes, activity, state, division, place }: DueQuestion) {
  const day = dayText(today);
  return sql`
    d.programme = any(${[...programmes]}::text[])
    and d.due_from <= ${dayText(today + AHEAD_DAYS)}::date
    and ${inScope(sql, scope, 'd.division')}
    ${activity === undefined ? sql`` : sql`and d.activity = ${activity}`}
    ${division === undefined ? sql`` : sql`and starts_with(d.division, ${division})`}
    ${place === undefined ? sql`` : sql`and d.place = ${place}`}
    ${state === 'overdue' ? sql`and d.due_by < ${day}::date` : sql``}
    ${state === 'due' ? sql`and d.due_from <= ${day}::date and d.due_by >= ${day}::date` : sql``}
    ${state === 'coming' ? sql`and d.due_from > ${day}::date` : sql``}`;
}

function toRow({ version, choice, step, place, birthDate, ...row }: Row, book: Book, today: number): DueRow {
  return {
    ...row,
    ...(step === '' ? {} : { step }),
    ...(place === null ? {} : { place }),
    ...(birthDate === null ? {} : { birthDate }),
    ...wordsOf(book, row.programme, version, row.activity, choice),
    state: stateOn(row, dayText(today)),
  };
}

/** Why a follow-up is due when it is, as its choice says. */
export function wordsOf(
  book: Book,
  programme: string,
  version: string,
  activity: string,
  choice: number | null | undefined,
): Pick<DueItem, 'reason' | 'refer'> {
  const schedule = book.find(programme, { version })?.activities.find(({ code }) => code === activity)?.schedule;
  const chosen = schedule?.kind === 'follow-up' && typeof choice === 'number' ? schedule.choices[choice] : undefined;
  return { ...(chosen?.reason ? { reason: chosen.reason } : {}), ...(chosen?.refer ? { refer: true } : {}) };
}

/** Days as YYYY-MM-DD. */
export const stateOn = ({ from, by }: Pick<DueItem, 'from' | 'by'>, today: string): DueState =>
  by < today ? 'overdue' : from <= today ? 'due' : 'coming';
