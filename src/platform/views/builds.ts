import { randomBytes } from 'node:crypto';
import type { ProblemCode } from '../../kernel/index.ts';
import { movePosition, readFeedEnd, removePosition, type Sql } from '../../store/index.ts';

export interface BuildProblem {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly at?: string;
}

/** How far the table of a view has come. */
export interface Build {
  /** Id of the ViewDefinition. */
  readonly view: string;
  readonly build: number;
  /** Table in the schema `views`. */
  readonly name: string;
  readonly beside: string;
  readonly version: number;
  /** JSON of what the rows depend on. */
  readonly definition: string;
  /** `filling` from what is there, `following` what changed meanwhile, then `current`: the table that is read. */
  readonly state: 'filling' | 'following' | 'current';
  readonly problem: BuildProblem | null;
  readonly total: number | null;
  readonly scanned: number;
  readonly afterId: string;
  readonly rows: number;
}

/** The name under which a build reads the change feed. */
export const consumerOf = ({ view, build }: Pick<Build, 'view' | 'build'>): string => `views.${view}.${build}`;

/** Where the rows of a build are. */
export const tableOf = ({ state, name, beside }: Pick<Build, 'state' | 'name' | 'beside'>): string =>
  state === 'current' ? name : beside;

const columns = (sql: Sql) => sql`
  view, build, name, beside, version, definition, state, problem, total, scanned, after_id as "afterId", rows`;

/** Builds of a view, or of all, the oldest first. */
export const findBuilds = (sql: Sql, view?: string): Promise<Build[]> =>
  sql<
    Build[]
  >`select ${columns(sql)} from views._build ${view === undefined ? sql`` : sql`where view = ${view}`} order by view, build`;

/** A build for this transaction alone; undefined where another process is at it, or it is gone. */
export async function lockBuild(tx: Sql, { view, build }: Pick<Build, 'view' | 'build'>): Promise<Build | undefined> {
  const [found] = await tx<Build[]>`
    select ${columns(tx)} from views._build where view = ${view} and build = ${build} for update skip locked`;
  return found;
}

/** One at a time decides which builds there are. Held to the end of the transaction. */
export async function lockBuilds(tx: Sql): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('views', 3))`;
}

/** Enters a build; it follows the feed from this moment on, after it was filled with what is there. */
export async function addBuild(
  tx: Sql,
  { view, name, version, definition }: Pick<Build, 'view' | 'name' | 'version' | 'definition'>,
): Promise<Build> {
  const [build] = await tx<Build[]>`
    insert into views._build (view, build, name, beside, version, definition, state)
    select ${view}, coalesce(max(build), 0) + 1, ${name}, ${`_${randomBytes(8).toString('hex')}`}, ${version}, ${definition}, 'filling'
      from views._build where view = ${view}
    returning ${columns(tx)}`;
  if (!build) throw new Error('what was inserted is returned');
  await movePosition(tx, consumerOf(build), await readFeedEnd(tx));
  return build;
}

/** Removes a build with its table. */
export async function dropBuild(tx: Sql, build: Build): Promise<void> {
  await tx`drop table if exists views.${tx(tableOf(build))}`;
  await removePosition(tx, consumerOf(build));
  await tx`delete from views._build where view = ${build.view} and build = ${build.build}`;
}

/** The table takes the place of the one before; who reads in that moment is waited for, two seconds at most. */
export async function makeCurrent(tx: Sql, build: Build): Promise<void> {
  await tx`set local lock_timeout = '2s'`;
  for (const other of await findBuilds(tx, build.view)) if (other.build < build.build) await dropBuild(tx, other);
  await tx`alter table views.${tx(build.beside)} rename to ${tx(build.name)}`;
  await tx`update views._build set state = 'current' where view = ${build.view} and build = ${build.build}`;
}

export async function recordProblem(sql: Sql, { view, build }: Build, problem: BuildProblem | null): Promise<void> {
  await sql`
    update views._build set problem = ${problem ? JSON.stringify(problem) : null}::text::jsonb where view = ${view} and build = ${build}`;
}
