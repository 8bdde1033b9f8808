import { z } from 'zod';
import type { JobPage, JobRow } from '../../jobs/contract.ts';
import type { Job } from '../../jobs/index.ts';
import { Problem } from '../../kernel/index.ts';
import { hasRight, type Subject } from '../../security/access/index.ts';
import { namesOf } from '../../security/identity/index.ts';
import type { JobDetail } from '../bulk/contract.ts';
import { EXPORT } from '../bulk/export-job.ts';
import { exportRowOf } from '../bulk/manifest.ts';
import type { Platform } from '../platform.ts';
import { reindexAll } from '../reindex-job.ts';
import { operation } from './context.ts';
import { readCursor, writeCursor } from './cursor.ts';

/** One's own jobs; with `jobs.operate` everybody's. */
const needs = { right: 'jobs.read', purpose: 'HSYSADMIN' } as const;
const MOST_SHOWN = 200;
const anId = z.string().max(64);

/** GET /api/jobs */
export const jobsOperation = operation({
  method: 'GET',
  path: '/jobs',
  title: 'Background work, the newest first: one’s own; with the right jobs.operate, everybody’s',
  needs,
  input: z.object({
    state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']).optional(),
    kind: z.string().max(64).optional(),
    count: z.coerce.number().int().min(1).max(MOST_SHOWN).default(50),
    cursor: z.string().max(200).optional(),
  }),
  async run({ input: { state, kind, count, cursor }, platform, subject }): Promise<JobPage> {
    const owner = hasRight(subject, 'jobs.operate') ? undefined : subject.id;
    const before = readCursor(cursor, anId);
    const { items, next } = await platform.jobs.list({ owner, state, kind, before, limit: count });
    const { kinds } = platform.jobs;
    return { items: await named(platform, items), kinds, ...(next ? { next: writeCursor(next) } : {}) };
  },
});

/** GET /api/jobs/:id */
export const jobOperation = operation({
  method: 'GET',
  path: '/jobs/:id',
  title: 'One job; of an export what was asked for and, for its owner, the files',
  needs,
  input: z.object({ id: anId }),
  async run({ input: { id }, platform, subject }): Promise<JobDetail> {
    const job = await getJob(platform, subject, id);
    const [row = platform.jobs.toRow(job)] = await named(platform, [platform.jobs.toRow(job)]);
    const mayFetch = job.owner === subject.id && hasRight(subject, 'record.export');
    return { ...row, ...(job.kind === EXPORT ? { export: exportRowOf(job, mayFetch) } : {}) };
  },
});

/** POST /api/jobs/:id/cancel, /api/jobs/:id/resume */
export const operateJobOperation = operation({
  method: 'POST',
  path: '/jobs/:id/:action',
  title: 'Cancels a job, or lets one go on that failed or was cancelled',
  needs,
  input: z.object({ id: anId, action: z.enum(['cancel', 'resume']) }),
  async run({ input: { id, action }, platform, subject }): Promise<void> {
    const { jobs } = platform;
    await getJob(platform, subject, id);
    const isDone = action === 'cancel' ? (await jobs.cancel(id)) !== undefined : await jobs.resume(id);
    if (!isDone) throw new Problem('job-state', `Its state does not allow to ${action} it`, { at: 'id' });
  },
});

/** POST /api/jobs/reindex */
export const reindexOperation = operation({
  method: 'POST',
  path: '/jobs/reindex',
  title: 'Indexes everything anew, in the background',
  needs: { right: 'jobs.operate', purpose: 'HSYSADMIN' },
  input: z.object({}),
  run: async ({ platform: { jobs }, subject }): Promise<{ readonly id: string }> => ({ id: await reindexAll(jobs, subject.id) }),
});

/** @throws Problem resource-unknown, where it is somebody else's too */
async function getJob({ jobs }: Platform, subject: Subject, id: string): Promise<Job> {
  const job = await jobs.find(id);
  if (!job || (job.owner !== subject.id && !hasRight(subject, 'jobs.operate')))
    throw new Problem('resource-unknown', 'No such job', { at: 'id' });
  return job;
}

async function named({ database }: Platform, rows: readonly JobRow[]): Promise<readonly JobRow[]> {
  const names = await namesOf(database.sql, [...new Set(rows.map(({ owner }) => owner))]);
  return rows.map((row) => {
    const ownerName = names.get(row.owner);
    return ownerName ? { ...row, ownerName } : row;
  });
}
