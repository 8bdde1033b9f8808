import type { Bilingual } from '../kernel/contract.ts';

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** One line of GET /api/jobs. */
export interface JobRow {
  readonly id: string;
  readonly kind: string;
  readonly title: Bilingual;
  readonly owner: string;
  readonly state: JobState;
  /** Somebody wants it stopped; its worker has not noticed yet. */
  readonly stopping: boolean;
  readonly done: number;
  readonly total?: number;
  /** Code of a problem. */
  readonly error?: string;
  /** ISO instants. */
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly expiresAt?: string;
}
