import { startOf } from '../standards/index.ts';
import type { Sql } from '../store/index.ts';
import type { EditionState } from './contract.ts';

/** That a platform holds a version, and what it makes of it. */
export interface Holding {
  readonly platform: string;
  readonly code: string;
  readonly version: string;
  readonly origin: string;
  readonly digest: string;
  readonly state: EditionState;
  /** First fault for which it was refused. */
  readonly problem?: string | undefined;
}

/** What those below have told, in a fixed order. */
export async function holdingsBelow(sql: Sql): Promise<Holding[]> {
  const rows = await sql<(Omit<Holding, 'problem'> & { problem: string | null })[]>`
    select platform, code, version, origin, digest, state, problem from definitions.holding order by platform, code, version, origin`;
  return rows.map(({ problem, ...row }) => (problem === null ? row : { ...row, problem }));
}

/** Of a version, what each platform below makes of it and since when (ISO instant). */
export const receiptsOf = (
  sql: Sql,
  { code, version }: Pick<Holding, 'code' | 'version'>,
): Promise<(Pick<Holding, 'platform' | 'state'> & { readonly problem: string | null; readonly since: string })[]> => sql`
  select platform, state, problem, to_char(since at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since
    from definitions.holding where code = ${code} and version = ${version} order by platform`;

/** Of each version how many platforms below hold it in which state. */
export const countHoldings = (
  sql: Sql,
): Promise<(Pick<Holding, 'code' | 'version' | 'origin' | 'state'> & { readonly count: number })[]> => sql`
  select code, version, origin, state, count(*)::int as count from definitions.holding group by code, version, origin, state`;

/** Puts what a platform directly below tells of itself and of those below it in the place of what it told before. A repeat changes nothing. */
export async function replaceHoldings(tx: Sql, sender: string, holdings: readonly Holding[]): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`definitions of ${sender}`}, 7))`;
  const of = <Value>(pick: (holding: Holding) => Value) => holdings.map(pick);
  const told = () => tx`
    select * from unnest(${of(({ platform }) => platform)}::text[], ${of(({ code }) => code)}::text[], ${of(({ version }) => version)}::text[],
                         ${of(({ origin }) => origin)}::text[], ${of(({ digest }) => digest)}::text[], ${of(({ state }) => state)}::text[],
                         ${of(({ problem }) => problem ?? null)}::text[])
        as told (platform, code, version, origin, digest, state, problem)`;
  await tx`
    delete from definitions.holding h
     where starts_with(h.platform, ${startOf(sender)})
       and not exists (select from (${told()}) t where (t.platform, t.code, t.version, t.origin) = (h.platform, h.code, h.version, h.origin))`;
  await tx`
    insert into definitions.holding as h (platform, code, version, origin, digest, state, problem, since)
    select platform, code, version, origin, digest, state, problem, now() from (${told()}) t
        on conflict (platform, code, version, origin) do update
       set digest = excluded.digest, state = excluded.state, problem = excluded.problem,
           since = case when h.state = excluded.state then h.since else excluded.since end`;
}

/** When the platform above last answered, ISO instant. */
export async function lastAnswer(sql: Sql): Promise<string | undefined> {
  const [row] = await sql<{ at: string | null }[]>`
    select to_char(asked_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at from definitions.link`;
  return row?.at ?? undefined;
}
