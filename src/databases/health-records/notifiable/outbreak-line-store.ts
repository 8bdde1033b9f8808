import { createHash } from 'node:crypto';
import { shardOf } from '../../../kernel/index.ts';
import { inScope, type Scope, type Sql } from '../../../store/index.ts';
import type { OutbreakLine, OwnOutbreak } from './outbreak-line.ts';

const given = (tx: Sql, rows: readonly object[]) => tx`
  jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
    as said (shard bigint, line text, home text, family text, division text, state text, "openedAt" timestamptz, "closedAt" timestamptz, title text,
             cases integer, deaths integer, contacts integer, reports jsonb, digest text, revision bigint)`;

const told = (tx: Sql) => tx`
  shard, line, home, family, division, state, "openedAt", "closedAt", title, cases, deaths, contacts, reports, digest`;

const replaced = (tx: Sql) => tx`
  family = excluded.family, division = excluded.division, state = excluded.state, opened_at = excluded.opened_at, closed_at = excluded.closed_at,
  title = excluded.title, cases = excluded.cases, deaths = excluded.deaths, contacts = excluded.contacts, reports = excluded.reports,
  digest = excluded.digest`;

const digestOf = (line: object): string => createHash('sha256').update(JSON.stringify(line)).digest('base64url');

/** Keeps lines of this platform; one that says what it said is left alone. @returns whether something is new */
export async function saveOwnOutbreaks(tx: Sql, home: string, lines: readonly OwnOutbreak[]): Promise<boolean> {
  if (lines.length === 0) return false;
  const rows = lines.map((line) => ({ ...line, home, shard: shardOf(line.line), digest: digestOf(line) }));
  const { count } = await tx`
    insert into health_records.outbreak_line as known (shard, line, home, family, division, state, opened_at, closed_at, title, cases, deaths, contacts,
                reports, digest)
    select ${told(tx)} from ${given(tx, rows)}
        on conflict (line, shard) do update set ${replaced(tx)}, revision = known.revision + 1
     where known.digest <> excluded.digest`;
  return count > 0;
}

/**
 * Lines of platforms below replace what was known of them; an older revision, which comes again, changes nothing.
 * @param forward whether there is a platform above, which is to be told
 */
export async function receiveOutbreaks(tx: Sql, lines: readonly OutbreakLine[], forward: boolean): Promise<void> {
  if (lines.length === 0) return;
  const last = [...new Map(lines.toSorted((a, b) => a.revision - b.revision).map((line) => [line.line, line])).values()];
  const rows = last.map((line) => ({ ...line, shard: shardOf(line.line), digest: '' }));
  await tx`
    insert into health_records.outbreak_line as known (shard, line, home, family, division, state, opened_at, closed_at, title, cases, deaths, contacts,
                reports, digest, revision, sent)
    select ${told(tx)}, revision, case when ${forward} then 0 else revision end from ${given(tx, rows)}
        on conflict (line, shard) do update
       set ${replaced(tx)}, revision = excluded.revision, sent = case when ${forward} then known.sent else excluded.revision end
     where known.home = excluded.home and known.revision < excluded.revision`;
}

const utc = (tx: Sql, column: string) => tx`to_char(${tx(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const columns = (tx: Sql) => tx`
  home, line, family, left(division, 6) as division, state, ${utc(tx, 'opened_at')} as "openedAt", ${utc(tx, 'closed_at')} as "closedAt", title, cases,
  deaths, contacts, reports, revision`;

/** Reports make lines long: so few go into a batch. */
const MOST_LINES = 20;

/** What the platform above does not know yet, of this platform and of those below; the division no further than the county. */
export const releaseOutbreaks = (tx: Sql): Promise<OutbreakLine[]> => tx<OutbreakLine[]>`
  select ${columns(tx)} from health_records.outbreak_line where revision <> sent order by home, line limit ${MOST_LINES}`;

/** The platform above has them. What changed meanwhile stays to be told; a repeat does nothing. */
export async function acknowledgeOutbreaks(tx: Sql, lines: readonly Pick<OutbreakLine, 'line' | 'revision'>[]): Promise<void> {
  if (lines.length === 0) return;
  await tx`
    update health_records.outbreak_line as known set sent = said.revision
      from unnest(${lines.map(({ line }) => line)}::text[], ${lines.map(({ line }) => shardOf(line))}::bigint[], ${lines.map(({ revision }) => revision)}::bigint[])
           as said (line, shard, revision)
     where known.line = said.line and known.shard = said.shard and known.sent < said.revision`;
}

export interface OutbreakLineQuery {
  readonly state?: 'open' | 'closed' | undefined;
  /** `reported`: those with an initial report. */
  readonly reported?: boolean | undefined;
  readonly count: number;
  /** ISO instant and id of the last of the page before. */
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

/** Outbreaks of the scope, the latest first. */
export const listOutbreakLines = (sql: Sql, { places }: Scope, query: OutbreakLineQuery): Promise<OutbreakLine[]> => sql<
  OutbreakLine[]
>`
  select ${columns(sql)} from health_records.outbreak_line
   where ${inScope(sql, { places }, 'division', 'home')}
     ${query.state ? sql`and state = ${query.state}` : sql``} ${query.reported ? sql`and title is not null` : sql``}
     ${query.after ? sql`and (opened_at, line) < (${query.after.at}::timestamptz, ${query.after.id})` : sql``}
   order by opened_at desc, line desc limit ${query.count}`;
