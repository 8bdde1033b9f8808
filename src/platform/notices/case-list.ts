import { shardOf } from '../../kernel/index.ts';
import { maskNumber } from '../../standards/index.ts';
import type { Scope, Sql } from '../../store/index.ts';
import { placeNames } from '../directory/index.ts';
import { aToldCase, type ToldCase } from './case-notice.ts';
import type { CaseNoticeRow, NoticeState } from './contract.ts';
import { isSeen, type NoticeQuery, residentsKnown, stateOf } from './list.ts';

interface Row {
  readonly id: string;
  readonly direction: CaseNoticeRow['direction'];
  readonly number: string | null;
  readonly resident: string | null;
  readonly place: string;
  readonly otherPlace: string;
  readonly content: string;
  readonly state: NoticeState;
  readonly madeAt: Date;
  readonly key: string;
  readonly arrivedAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
}

/** Without the names of the disease, which whoever asks knows. */
export type ListedCase = Omit<CaseNoticeRow, 'diseaseName'> & { readonly disease: string };

/** Notices of cases whose place here is in the scope, the latest first; of each case the last word, and one that was withdrawn. */
export async function listCaseNotices(
  sql: Sql,
  scope: Scope,
  { direction, state, count, after, hidden }: NoticeQuery & { readonly hidden: readonly string[] },
): Promise<{ readonly items: readonly ListedCase[]; readonly last: { readonly at: string; readonly id: string } | undefined }> {
  const rows = await sql<Row[]>`
    select n.id, direction, number, resident, place, other_place as "otherPlace", content, ${stateOf(sql)} as state, made_at as "madeAt",
           to_char(made_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as key, arrived_at as "arrivedAt",
           acknowledged_at as "acknowledgedAt", acknowledged_by as "acknowledgedBy"
      from notices.notice n
     where kind = 'case' and direction = ${direction} and ${isSeen(sql, scope)} ${state ? sql`and ${stateOf(sql)} = ${state}` : sql``}
       and not (content::jsonb ->> 'family') = any(${hidden}::text[])
       and not exists (select from notices.notice later where later.about = n.about and later.direction = n.direction and later.made_at > n.made_at)
       ${after ? sql`and (made_at, n.id) < (${after.at}::timestamptz, ${after.id})` : sql``}
     order by made_at desc, n.id desc limit ${count + 1}`;
  const shown = rows.slice(0, count);
  const last = rows.length > count ? shown.at(-1) : undefined;
  return { items: await toRows(sql, scope, shown), last: last && { at: last.key, id: last.id } };
}

async function toRows(sql: Sql, { places }: Scope, rows: readonly Row[]): Promise<ListedCase[]> {
  const names = await placeNames(
    sql,
    rows.flatMap(({ place, otherPlace }) => [place, otherPlace]),
  );
  const residentOf = await residentsKnown(sql, places, rows);
  return rows.map(({ number, resident, content, madeAt, arrivedAt, acknowledgedAt, acknowledgedBy, key: _, ...row }) => {
    const here = resident ?? (number ? residentOf(number) : undefined);
    return {
      ...toldOf(content),
      ...row,
      placeName: names.get(row.place) ?? { zh: row.place, en: row.place },
      otherPlaceName: names.get(row.otherPlace) ?? { zh: row.otherPlace, en: row.otherPlace },
      madeAt: madeAt.toISOString(),
      ...(arrivedAt ? { arrivedAt: arrivedAt.toISOString() } : {}),
      ...(acknowledgedAt ? { acknowledgedAt: acknowledgedAt.toISOString() } : {}),
      ...(acknowledgedBy ? { acknowledgedBy } : {}),
      ...(number ? { identityNumberMasked: maskNumber(number) } : {}),
      ...(here ? { resident: here } : {}),
    };
  });
}

function toldOf(content: string) {
  const { case: of, state, number: _, family: _family, ...told }: ToldCase = aToldCase.parse(JSON.parse(content));
  return { ...told, ofCase: of, caseState: state };
}

/** Whether the scope has an incoming notice of a case that is not hidden. */
export async function isCaseNotice(sql: Sql, scope: Scope, id: string, hidden: readonly string[]): Promise<boolean> {
  const [row] = await sql`
    select from notices.notice n
     where n.id = ${id} and n.shard = ${shardOf(id.slice(id.indexOf('/') + 1))} and kind = 'case' and direction = 'incoming'
       and ${isSeen(sql, scope)} and not (content::jsonb ->> 'family') = any(${hidden}::text[])`;
  return row !== undefined;
}
