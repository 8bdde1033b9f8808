import type { Logger } from 'pino';
import { keepDoing, type Loop, type Pauses } from '../jobs/index.ts';

const AFTER_FAILURE_MS = 5000;

/** A chore of the platform, done again and again until stopped; a failure is logged and tried again. */
export const repeatedly = (pauses: Pauses, log: Logger, work: () => Promise<boolean>): Loop =>
  keepDoing(pauses, (thrown) => log.error({ err: thrown }, 'background work failed'), work, AFTER_FAILURE_MS);
