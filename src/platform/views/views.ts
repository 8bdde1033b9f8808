import { parseJson } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { type Catalogue, type Database, feedLag, readPosition, type Sql, sqlState } from '../../store/index.ts';
import { type Build, consumerOf, dropBuild, findBuilds, lockBuild, lockBuilds, recordProblem } from './builds.ts';
import { definitionOf, type MakeView, viewMaker } from './made.ts';
import { readTable, type TablePage } from './read.ts';
import { beginBuild, findDefinitions, reconcile } from './reconcile.ts';
import { step, toBuildProblem } from './step.ts';

/** How a table of a view stands. */
export interface BuildStatus extends Pick<Build, 'name' | 'version' | 'state' | 'problem' | 'rows' | 'scanned' | 'total'> {
  /** Entries of the change feed not seen yet, of any type, counted up to 100,000; and since when the oldest waits. */
  readonly lag: number;
  readonly since: string | undefined;
}

/** The tables of materialised view definitions. */
export interface Views {
  /** Does the next piece of work; true where there is more to do at once. */
  work(): Promise<boolean>;
  /** Begins to keep a table for an active view definition; where there is one, a problem is tried again. */
  materialize(id: string): Promise<void>;
  /** Of the table that is read and of the one that is built beside it; empty where there is none. */
  status(id: string): Promise<BuildStatus[]>;
  drop(id: string): Promise<void>;
  /** Rows of the table where it says what the feed says at this moment; undefined: it is not there, or behind. */
  readFresh(id: string, version: number): Promise<AsyncGenerator<TablePage> | undefined>;
}

export function openViews({ database, catalogue }: { readonly database: Database; readonly catalogue: Catalogue }): Views {
  const make = viewMaker(catalogue);
  const { sql } = database;
  return {
    work: () => work(database, make),
    materialize: (id) => database.begin((tx) => materialize(tx, make, id)),
    status: async (id) => Promise.all((await findBuilds(sql, id)).map((build) => statusOf(sql, build))),
    drop: (id) =>
      database.begin(async (tx) => {
        await lockBuilds(tx);
        for (const build of await findBuilds(tx, id)) await dropBuild(tx, build);
      }),
    readFresh: async (id, version) => {
      const build = (await findBuilds(sql, id)).find(({ state }) => state === 'current');
      if (!build || build.version !== version || build.problem) return undefined;
      const { changes } = await feedLag(sql, await readPosition(sql, consumerOf(build)));
      return changes === 0 ? readTable(sql, build, (await make(sql, build.definition)).table) : undefined;
    },
  };
}

async function materialize(tx: Sql, make: MakeView, id: string): Promise<void> {
  await lockBuilds(tx);
  const kept = (await findDefinitions(tx, [id])).get(id);
  if (kept?.status !== 'active')
    throw new Problem('view-invalid', 'A table is kept for a view definition that is active', { at: 'ViewDefinition.status' });
  const last = (await findBuilds(tx, id)).at(-1);
  if (last?.definition === definitionOf(parseJson(kept.body))) await recordProblem(tx, last, null);
  else await beginBuild(tx, make, kept);
}

async function work(database: Database, make: MakeView): Promise<boolean> {
  const builds = await findBuilds(database.sql);
  if (builds.length === 0) return false;
  await database.begin((tx) => reconcile(tx, make));
  let isMore = false;
  for (const build of builds) if (!build.problem && (await workOn(database, make, build))) isMore = true;
  return isMore;
}

/** A step of one build; what is wrong with the definition or with a resource is kept for who asks, and ends its work. */
async function workOn(database: Database, make: MakeView, build: Build): Promise<boolean> {
  try {
    return await database.begin(async (tx) => {
      const locked = await lockBuild(tx, build);
      return locked && !locked.problem ? step(tx, locked, await make(tx, locked.definition)) : false;
    });
  } catch (thrown) {
    const state = sqlState(thrown);
    if (state !== undefined && PASSING.has(state)) return false;
    const problem = toBuildProblem(thrown, state);
    if (!problem) throw thrown;
    await recordProblem(database.sql, build, {
      code: problem.code,
      detail: problem.message,
      ...(problem.at ? { at: problem.at } : {}),
    });
    return false;
  }
}

/** Somebody reads the table that is to be replaced, or two got in each other's way. */
const PASSING: ReadonlySet<string> = new Set(['55P03', '40P01', '40001']);

async function statusOf(sql: Sql, build: Build): Promise<BuildStatus> {
  const { changes, since } = await feedLag(sql, await readPosition(sql, consumerOf(build)));
  return { ...build, lag: changes, since };
}
