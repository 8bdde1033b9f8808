import { z } from 'zod';
import { caseLine, outbreakLine } from '../../databases/health-records/index.ts';
import { type Tally, type Told, toldOf } from '../../tally/index.ts';
import { indexEntry } from '../resident-index/index.ts';

/** What travels up in one piece, beside sums by the names of their tallies. Numbered per sender from 1, without gaps. */
export const batch = z.looseObject({
  sequence: z.int().min(1),
  entries: z.array(indexEntry).max(10_000),
  /** Cases of notifiable diseases without their persons; a platform of an earlier program sends none. */
  cases: z.array(caseLine).max(10_000).default([]),
  /** Outbreaks and reported emergencies without persons. */
  outbreaks: z.array(outbreakLine).max(1000).default([]),
});
export type Batch = z.output<typeof batch>;

/** What a batch says of a tally; a platform of an earlier program says nothing. @throws ZodError */
export const toldIn = (said: Batch, tally: Tally): Told[] =>
  z.array(toldOf(tally)).max(10_000).default([]).parse(said[tally.name]);

export const BATCH_PATH = '/platform/batches';
