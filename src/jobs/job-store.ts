import type { Sql } from '../store/index.ts';
import type { JobState } from './contract.ts';
import type { Job, Progress } from './job.ts';

interface Stored extends Omit<Job, 'total' | 'error' | 'createdAt' | 'startedAt' | 'finishedAt' | 'expiresAt'> {
  total: number | null;
  error: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  expiresAt: Date | null;
}

const toJob = ({ total, error, createdAt, startedAt, finishedAt, expiresAt, ...job }: Stored): Job => ({
  ...job,
  total: total ?? undefined,
  error: error ?? undefined,
  createdAt: createdAt.toISOString(),
  startedAt: startedAt?.toISOString(),
  finishedAt: finishedAt?.toISOString(),
  expiresAt: expiresAt?.toISOString(),
});

const columns = (sql: Sql) => sql`
  id, kind, owner, input, state, done, total, cursor, result, error, cancel_requested as "cancelRequested", attempts,
  created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt", expires_at as "expiresAt"`;

export interface NewJob {
  readonly id: string;
  readonly kind: string;
  readonly owner: string;
  readonly input: object;
}

/** In the transaction of what asked for it, where there is one. A repeat of the same id does nothing. */
export async function insertJob(sql: Sql, { id, kind, owner, input }: NewJob): Promise<void> {
  await sql`
    insert into jobs.job (id, kind, owner, input) values (${id}, ${kind}, ${owner}, ${JSON.stringify(input)}::text::jsonb)
        on conflict (id) do nothing`;
}

/**
 * Takes up the oldest job of one of the kinds that waits, or whose worker has not been heard of for the length of its
 * lease. One worker gets it, however many ask.
 */
export async function claimJob(sql: Sql, kinds: readonly string[], worker: string, leaseMs: number): Promise<Job | undefined> {
  const [row] = await sql<Stored[]>`
    update jobs.job
       set state = 'running', worker = ${worker}, lease_until = now() + ${leaseMs} * interval '1 ms', attempts = attempts + 1,
           started_at = coalesce(started_at, now())
     where id = (select id from jobs.job
                  where kind = any(${kinds}::text[]) and not_before <= now()
                    and (state = 'waiting' or state = 'running' and lease_until < now())
                  order by not_before limit 1 for update skip locked)
    returning ${columns(sql)}`;
  return row && toJob(row);
}

/** Keeps the lease. @returns what the worker must know: it may go on, is to stop, or has lost the job to another */
export async function renewLease(sql: Sql, id: string, worker: string, leaseMs: number): Promise<'go' | 'cancelled' | 'lost'> {
  const [row] = await sql<{ cancelRequested: boolean }[]>`
    update jobs.job set lease_until = now() + ${leaseMs} * interval '1 ms'
     where id = ${id} and worker = ${worker} and state = 'running' returning cancel_requested as "cancelRequested"`;
  return row ? (row.cancelRequested ? 'cancelled' : 'go') : 'lost';
}

/** As {@link renewLease}, with how far the work has come. */
export async function saveProgress(
  sql: Sql,
  id: string,
  worker: string,
  leaseMs: number,
  { done, total, cursor }: Progress<unknown>,
): Promise<'go' | 'cancelled' | 'lost'> {
  const [row] = await sql<{ cancelRequested: boolean }[]>`
    update jobs.job
       set lease_until = now() + ${leaseMs} * interval '1 ms', done = ${done}, total = coalesce(${total ?? null}::bigint, total),
           cursor = ${JSON.stringify(cursor)}::text::jsonb, attempts = 1
     where id = ${id} and worker = ${worker} and state = 'running' returning cancel_requested as "cancelRequested"`;
  return row ? (row.cancelRequested ? 'cancelled' : 'go') : 'lost';
}

/** Ends a run. Without effect where another worker has the job by now. */
export async function endJob(
  sql: Sql,
  { id, worker }: { readonly id: string; readonly worker: string },
  end: {
    readonly state: 'done' | 'failed' | 'cancelled';
    readonly keepForMs: number;
    readonly result?: object | undefined;
    readonly error?: string | undefined;
  },
): Promise<void> {
  await sql`
    update jobs.job
       set state = ${end.state}, worker = null, lease_until = null, finished_at = now(),
           expires_at = now() + ${end.keepForMs} * interval '1 ms',
           result = ${end.result ? JSON.stringify(end.result) : null}::text::jsonb, error = ${end.error ?? null}
     where id = ${id} and worker = ${worker} and state = 'running'`;
}

/** Gives a job back, to be taken up again from its cursor. */
export async function releaseJob(sql: Sql, id: string, worker: string, afterMs: number): Promise<void> {
  await sql`
    update jobs.job
       set state = 'waiting', worker = null, lease_until = null, not_before = now() + ${afterMs} * interval '1 ms',
           attempts = case when ${afterMs} = 0 then 0 else attempts end
     where id = ${id} and worker = ${worker} and state = 'running'`;
}

/**
 * Asks for a job to be stopped; one that waits is cancelled at once, so is one whose worker has gone.
 * @returns its state after that; undefined where there is none that could be stopped
 */
export async function cancelJob(sql: Sql, id: string, keepForMs: number): Promise<JobState | undefined> {
  const [row] = await sql<{ state: JobState }[]>`
    update jobs.job
       set cancel_requested = true,
           finished_at = case when is_idle then now() end,
           expires_at = case when is_idle then now() + ${keepForMs} * interval '1 ms' end,
           worker = case when is_idle then null else worker end,
           state = case when is_idle then 'cancelled' else job.state end
      from (select id as found, state = 'waiting' or lease_until < now() as is_idle
              from jobs.job where id = ${id} and state in ('waiting', 'running') for update) open
     where id = found returning state`;
  return row?.state;
}

/** Lets a job go on that failed or was cancelled. @returns whether there was one */
export async function resumeJob(sql: Sql, id: string, fromStart: boolean): Promise<boolean> {
  const { count } = await sql`
    update jobs.job
       set state = 'waiting', cancel_requested = false, attempts = 0, error = null, finished_at = null, expires_at = null,
           not_before = now(), cursor = case when ${fromStart} then null else cursor end,
           done = case when ${fromStart} then 0 else done end
     where id = ${id} and state in ('failed', 'cancelled')`;
  return count > 0;
}

export async function findJob(sql: Sql, id: string): Promise<Job | undefined> {
  const [row] = await sql<Stored[]>`select ${columns(sql)} from jobs.job where id = ${id}`;
  return row && toJob(row);
}

/** Where a list of jobs goes on. */
export interface JobKey {
  /** ISO instant with microseconds. */
  readonly at: string;
  readonly id: string;
}

/** Which jobs are listed; what is undefined chooses nothing. */
export interface JobQuestion {
  readonly owner?: string | undefined;
  readonly state?: JobState | undefined;
  readonly kind?: string | undefined;
  readonly before?: JobKey | undefined;
  readonly limit: number;
}

export type ListedJob = Omit<Job, 'input' | 'cursor' | 'result'>;

/** Newest first, at most `limit`; without their input, cursor and result, which may be long. */
export async function listJobs(
  sql: Sql,
  { owner, state, kind, before, limit }: JobQuestion,
): Promise<{ readonly jobs: readonly ListedJob[]; readonly next: JobKey | undefined }> {
  const rows = await sql<(Stored & JobKey)[]>`
    select id, kind, owner, state, done, total, error, cancel_requested as "cancelRequested", attempts,
           created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt", expires_at as "expiresAt",
           to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
      from jobs.job
     where (${owner ?? null}::text is null or owner = ${owner ?? null})
       and (${state ?? null}::text is null or state = ${state ?? null})
       and (${kind ?? null}::text is null or kind = ${kind ?? null})
       and (${before?.at ?? null}::timestamptz is null
            or (created_at, id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? ''}))
     order by created_at desc, id desc limit ${limit + 1}`;
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { jobs: shown.map(({ at: _, ...row }) => toJob(row)), next: last && { at: last.at, id: last.id } };
}

/** How many of an owner's jobs of a kind are not finished. */
export async function countOpenJobs(sql: Sql, owner: string, kind: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*) as count from jobs.job where owner = ${owner} and kind = ${kind} and state in ('waiting', 'running')`;
  return row?.count ?? 0;
}

/** Finished jobs whose time is over. */
export const expiredJobs = (sql: Sql) => sql<{ id: string; kind: string }[]>`
  select id, kind from jobs.job where expires_at < now() and state in ('done', 'failed', 'cancelled') order by expires_at limit 100`;

export async function deleteJob(sql: Sql, id: string): Promise<void> {
  await sql`delete from jobs.job where id = ${id} and state in ('done', 'failed', 'cancelled')`;
}
