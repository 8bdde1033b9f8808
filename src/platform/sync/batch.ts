import { z } from 'zod';
import { aggregate } from '../../databases/population/index.ts';
import { indexEntry } from '../resident-index/index.ts';

/** What travels up in one piece. Numbered per sender from 1, without gaps. */
export const batch = z.looseObject({
  sequence: z.int().min(1),
  entries: z.array(indexEntry).max(10_000),
  /** Counts by division; a platform of an earlier program sends none. */
  aggregates: z.array(aggregate).max(10_000).default([]),
});
export type Batch = z.output<typeof batch>;

export const BATCH_PATH = '/platform/batches';
