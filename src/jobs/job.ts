import type { z } from 'zod';
import type { Bilingual } from '../kernel/index.ts';
import type { Sql } from '../store/index.ts';
import type { JobState } from './contract.ts';

/** A job as stored. */
export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly owner: string;
  readonly input: unknown;
  readonly state: JobState;
  readonly done: number;
  readonly total: number | undefined;
  readonly cursor: unknown;
  readonly result: unknown;
  readonly error: string | undefined;
  readonly cancelRequested: boolean;
  readonly attempts: number;
  /** ISO instants. */
  readonly createdAt: string;
  readonly startedAt: string | undefined;
  readonly finishedAt: string | undefined;
  readonly expiresAt: string | undefined;
}

export interface Progress<Cursor> {
  readonly done: number;
  readonly total?: number | undefined;
  /** Where another worker goes on. */
  readonly cursor: Cursor;
}

/** What a run sees of its job. */
export interface Run<Cursor> {
  readonly id: string;
  readonly owner: string;
  /** Of this run: a run that counts as gone and comes back has another than the one that took over. */
  readonly attempt: string;
  /** Where an earlier run stopped. */
  readonly cursor: Cursor | undefined;
  readonly done: number;
  readonly total: number | undefined;
  /** Aborted when the work is to stop: the platform closes, somebody cancels, another worker has taken over. */
  readonly signal: AbortSignal;
  /**
   * Says how far the work has come; with a transaction, as part of it: the cursor then moves with the work itself.
   * @throws JobStopped where the work is to stop
   */
  progress(progress: Progress<Cursor>, tx?: Sql): Promise<void>;
}

/** Why a run ended before its end. Thrown by `progress`; a run lets it pass. */
export class JobStopped extends Error {
  readonly why: 'closing' | 'cancelled' | 'lost';

  constructor(why: 'closing' | 'cancelled' | 'lost') {
    super(`the job was stopped: ${why}`);
    this.why = why;
  }
}

/** A kind of work, declared as data. What is done twice, since a worker died before it said so, must do no harm. */
export interface JobDeclaration<Input, Cursor> {
  readonly kind: string;
  readonly title: Bilingual;
  /** How long a finished job is kept, with what it made. */
  readonly keepForMs: number;
  readonly input: z.ZodType<Input>;
  readonly cursor: z.ZodType<Cursor>;
  /** @returns what is kept as its result, as JSON */
  run(input: Input, run: Run<Cursor>): Promise<object>;
  /** Removes what the job made: it was cancelled, or has expired. A repeat does nothing. */
  discard?(id: string): Promise<void>;
}

/** A declared kind as the worker runs it. */
export interface JobKind extends Pick<JobDeclaration<never, never>, 'kind' | 'title' | 'keepForMs'> {
  run(job: Job, control: Pick<Run<unknown>, 'signal' | 'progress' | 'attempt'>): Promise<object>;
  readonly discard: ((id: string) => Promise<void>) | undefined;
}

/** Declares a kind; its input and cursor are read again by their schemas whenever a worker takes a job up. */
export function declareJob<Input, Cursor>(declared: JobDeclaration<Input, Cursor>): JobKind {
  const { kind, title, keepForMs, input, cursor, discard } = declared;
  return {
    kind,
    title,
    keepForMs,
    discard: discard && ((id) => discard(id)),
    run: (job, control) =>
      declared.run(input.parse(job.input), {
        ...control,
        id: job.id,
        owner: job.owner,
        cursor: job.cursor === null || job.cursor === undefined ? undefined : cursor.parse(job.cursor),
        done: job.done,
        total: job.total,
      }),
  };
}
