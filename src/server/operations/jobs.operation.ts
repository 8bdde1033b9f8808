import { z } from 'zod';
import type { JobRow } from '../../jobs/contract.ts';
import { Problem } from '../../kernel/index.ts';
import { reindexAll } from '../reindex-job.ts';
import { operation } from './context.ts';

const needs = { right: 'jobs.operate', purpose: 'HSYSADMIN' } as const;
const MOST_SHOWN = 200;

/** GET /api/jobs */
export const jobsOperation = operation({
  method: 'GET',
  path: '/jobs',
  title: 'Background work, the newest first',
  needs,
  input: z.object({ count: z.coerce.number().int().min(1).max(MOST_SHOWN).default(50) }),
  run: async ({ input: { count }, platform }): Promise<readonly JobRow[]> => platform.jobs.list(count),
});

/** POST /api/jobs/:id/cancel, /api/jobs/:id/resume */
export const operateJobOperation = operation({
  method: 'POST',
  path: '/jobs/:id/:action',
  title: 'Cancels a job, or lets one go on that failed or was cancelled',
  needs,
  input: z.object({ id: z.string().max(64), action: z.enum(['cancel', 'resume']) }),
  async run({ input: { id, action }, platform: { jobs } }): Promise<void> {
    if (!(await jobs.find(id))) throw new Problem('resource-unknown', 'No such job', { at: 'id' });
    const isDone = action === 'cancel' ? (await jobs.cancel(id)) !== undefined : await jobs.resume(id);
    if (!isDone) throw new Problem('job-state', `Its state does not allow to ${action} it`, { at: 'id' });
  },
});

/** POST /api/jobs/reindex */
export const reindexOperation = operation({
  method: 'POST',
  path: '/jobs/reindex',
  title: 'Indexes everything anew, in the background',
  needs,
  input: z.object({}),
  run: async ({ platform: { jobs }, subject }): Promise<{ readonly id: string }> => ({ id: await reindexAll(jobs, subject.id) }),
});
