/** Background work of a platform: declared kinds, run by one worker at a time, resumed after a kill, cancelled on demand. */
export { gathered } from './gathered.ts';
export { declareJob, type Job, type JobKind, JobStopped, type Run } from './job.ts';
export type { JobKey } from './job-store.ts';
export { type Jobs, openJobs } from './jobs.ts';
export { keepDoing, type Loop, type Pauses } from './keep-doing.ts';
