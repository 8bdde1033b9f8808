import { z } from 'zod';
import { finishRecount, isRecountDue, recountPage } from '../databases/population/index.ts';
import { declareJob, type JobKind, type Jobs } from '../jobs/index.ts';
import { chinaDay } from '../kernel/index.ts';
import type { Database } from '../store/index.ts';

const RECOUNT = 'recount';
const DAY_MS = 24 * 60 * 60 * 1000;
const PLATFORM = 'platform';

const recountInput = z.strictObject({});
const recountCursor = z.strictObject({ after: z.string() });

/** Counts all residents anew, while they are read and written. */
export const recountKind = ({ database, now }: { readonly database: Database; readonly now: () => Date }): JobKind =>
  declareJob<z.output<typeof recountInput>, z.output<typeof recountCursor>>({
    kind: RECOUNT,
    title: { zh: '重新统计人口', en: 'Counting the population anew' },
    keepForMs: 7 * DAY_MS,
    input: recountInput,
    cursor: recountCursor,
    run: async (_, run) => {
      let done = run.done;
      for (let after: string | undefined = run.cursor?.after ?? ''; after !== undefined; ) {
        const page = await recountPage(database, { after, today: chinaDay(now()) }, (tx, { count, last }) =>
          run.progress({ done: done + count, cursor: { after: last ?? '\uffff' } }, tx),
        );
        done += page.count;
        after = page.last;
      }
      await finishRecount(database.sql);
      return { residents: done };
    },
  });

/** Asks for it where residents were counted by other rules than those of this program. */
export async function recountIfDue({ sql }: Database, jobs: Jobs): Promise<void> {
  if ((await isRecountDue(sql)) && (await jobs.countOpen(PLATFORM, RECOUNT)) === 0)
    await jobs.add({ kind: RECOUNT, owner: PLATFORM, input: {} });
}
