import { z } from 'zod';
import { declareJob, type JobKind, type Jobs, type Run } from '../jobs/index.ts';
import {
  awaitRunning,
  type Catalogue,
  changeParameters,
  countToReindex,
  type Database,
  databases,
  finishReindex,
  indexDigest,
  isIndexOutdated,
  type OwnParameters,
  type Participant,
  reindexPage,
  storedTypes,
} from '../store/index.ts';

const REINDEX = 'reindex';
const DAY_MS = 24 * 60 * 60 * 1000;
const PLATFORM = 'platform';

/** Everything, or only what own parameters that are not ready stand for. */
const reindexInput = z.strictObject({ all: z.boolean() });

const reindexCursor = z.strictObject({
  /** Version of the parameters by which all of it is indexed, and the places that are ready when it is done. */
  version: z.int(),
  places: z.array(z.string()),
  /** What is not finished; the first is begun. */
  rest: z.array(z.strictObject({ database: z.enum(databases), type: z.string() })),
  /** Id of the last resource of it. */
  after: z.string(),
});
type ReindexCursor = z.output<typeof reindexCursor>;

export interface ReindexOptions {
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly parameters: OwnParameters;
}

/**
 * Indexes what is stored anew, while it is read and written: for new search parameters, or all of it. What is written
 * after a parameter came into force is indexed by it in any case; the job takes what was there before.
 */
export const reindexKind = (options: ReindexOptions): JobKind =>
  declareJob<z.output<typeof reindexInput>, ReindexCursor>({
    kind: REINDEX,
    title: { zh: '重建检索索引', en: 'Indexing anew' },
    keepForMs: 7 * DAY_MS,
    input: reindexInput,
    cursor: reindexCursor,
    run: async ({ all }, run) => {
      await options.parameters.refresh();
      const { version, places, rest, after } = run.cursor ?? (await begin(options, all, run));
      let done = run.done;
      for (const [index, one] of rest.entries()) {
        const cursor = { version, places, rest: rest.slice(index) };
        done = await reindexRest(options, run, cursor, index === 0 ? after : '', done, one);
      }
      const digest = all ? indexDigest() : undefined;
      const isReady = await finishReindex(options.database, { version, places, digest });
      await options.parameters.refresh();
      return { resources: done, isReady };
    },
  });

/** Waits for commits that may still know the former parameters: from here on, every row is indexed by the new ones when it is read. */
async function begin(
  { database, catalogue, parameters }: ReindexOptions,
  all: boolean,
  run: Run<ReindexCursor>,
): Promise<ReindexCursor> {
  await awaitRunning(database.sql);
  const { version, unready } = parameters;
  const stored = await storedTypes(database.sql);
  const concerned = new Set(unready.map(({ type }) => type));
  const types = stored.filter((type) => all || concerned.has(type));
  const rest = types.flatMap((type) => catalogue.databasesOf(type).map((name) => ({ database: name, type })));
  const cursor = { version, places: unready.map(({ place }) => place), rest, after: '' };
  await run.progress({ done: 0, total: await countToReindex(database.sql, types), cursor });
  return cursor;
}

/** The rest of a type in a database, in short transactions that move the cursor along. @returns resources so far */
async function reindexRest(
  options: ReindexOptions,
  run: Run<ReindexCursor>,
  cursor: Omit<ReindexCursor, 'after'>,
  from: string,
  already: number,
  at: ReindexCursor['rest'][number],
): Promise<number> {
  let done = already;
  for (let after: string | undefined = from; after !== undefined; ) {
    const page = await reindexPage(options, { ...at, after }, (tx, { count, last }) => {
      const next = last === undefined ? { ...cursor, rest: cursor.rest.slice(1), after: '' } : { ...cursor, after: last };
      return run.progress({ done: done + count, cursor: next }, tx);
    });
    done += page.count;
    after = page.last;
  }
  return done;
}

/** Puts search parameters in force with the commit that writes them, and asks for what is stored to be indexed by them. */
export const keepParameters =
  (jobs: () => Pick<Jobs, 'add'>): Participant =>
  async (tx, written) => {
    if (await changeParameters(tx, written)) await jobs().add({ kind: REINDEX, owner: PLATFORM, input: { all: false } }, tx);
  };

/** Asks for everything to be indexed anew where it was indexed by other definitions than those of this program. */
export async function reindexIfOutdated({ sql }: Database, jobs: Jobs): Promise<void> {
  if ((await isIndexOutdated(sql, indexDigest())) && (await jobs.countOpen(PLATFORM, REINDEX)) === 0)
    await reindexAll(jobs, PLATFORM);
}

export const reindexAll = (jobs: Pick<Jobs, 'add'>, owner: string): Promise<string> =>
  jobs.add({ kind: REINDEX, owner, input: { all: true } });
