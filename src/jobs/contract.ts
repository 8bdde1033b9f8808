import type { Bilingual, Page } from '../kernel/contract.ts';

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** A kind of work. */
export interface JobKindRow {
  readonly kind: string;
  readonly title: Bilingual;
}

/** One line of GET /api/jobs. */
export interface JobRow extends JobKindRow {
  readonly id: string;
  /** User name or client id; of the platform itself: 'platform'. */
  readonly owner: string;
  /** Left out where the account is there no more, and of the platform itself. */
  readonly ownerName?: Bilingual;
  readonly state: JobState;
  /** Somebody wants it stopped; its worker has not noticed yet. */
  readonly stopping: boolean;
  readonly done: number;
  readonly total?: number;
  /** Code of a problem, and what it says. */
  readonly error?: string;
  readonly errorTitle?: Bilingual;
  /** ISO instants. */
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly expiresAt?: string;
}

/** GET /api/jobs?state=&kind=&cursor=&count= */
export interface JobPage extends Page<JobRow> {
  /** Every kind that there is, to choose from. */
  readonly kinds: readonly JobKindRow[];
}
