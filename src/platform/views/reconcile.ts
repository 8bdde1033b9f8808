import { parseJson } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import type { Sql } from '../../store/index.ts';
import { addBuild, type Build, dropBuild, findBuilds, lockBuilds, recordProblem } from './builds.ts';
import { definitionOf, type MakeView } from './made.ts';
import { createTable } from './rows.ts';

/** A ViewDefinition as it is kept now. */
export interface Kept {
  readonly id: string;
  readonly version: number;
  readonly body: string;
  readonly status: string;
}

/** Definitions by id; those that are deleted are left out. */
export async function findDefinitions(sql: Sql, ids: readonly string[]): Promise<Map<string, Kept>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<Omit<Kept, 'status'>[]>`
    select id, version, body from reference.resource
     where type = 'ViewDefinition' and id = any(${ids}::text[]) and not deleted`;
  return new Map(rows.map((row) => [row.id, { ...row, status: JSON.parse(row.body).status }]));
}

/**
 * Begins to build the table of a view, beside the one that is read, if there is one. What was begun before and has not
 * become current is given up.
 * @throws Problem view-invalid where there can be no such table, or it is another view's
 */
export async function beginBuild(tx: Sql, make: MakeView, kept: Kept): Promise<void> {
  const definition = definitionOf(parseJson(kept.body));
  const { table } = await make(tx, definition);
  const all = await findBuilds(tx);
  if (all.some(({ view, name }) => name === table.name && view !== kept.id))
    throw new Problem('view-invalid', `Another view has the table ${table.name}`, { at: 'ViewDefinition.name' });
  for (const build of all) if (build.view === kept.id && build.state !== 'current') await dropBuild(tx, build);
  const build = await addBuild(tx, { view: kept.id, name: table.name, version: kept.version, definition });
  await createTable(tx, build.beside, table, kept.id);
}

/**
 * Brings the builds in line with the definitions: one that is retired or deleted loses its table, one that has changed is
 * built anew. Where the change allows no table, the one before stands still and says why.
 */
export async function reconcile(tx: Sql, make: MakeView): Promise<void> {
  await lockBuilds(tx);
  const builds = Map.groupBy(await findBuilds(tx), ({ view }) => view);
  const definitions = await findDefinitions(tx, [...builds.keys()]);
  for (const [id, ofView] of builds) {
    const kept = definitions.get(id);
    if (kept?.status !== 'active') for (const build of ofView) await dropBuild(tx, build);
    else await followDefinition(tx, make, kept, ofView);
  }
}

async function followDefinition(tx: Sql, make: MakeView, kept: Kept, builds: readonly Build[]): Promise<void> {
  const last = builds.at(-1);
  if (!last || last.version === kept.version) return;
  // a problem that is known is looked at again, once for each version
  const moveOn = () => tx`update views._build set version = ${kept.version} where view = ${last.view} and build = ${last.build}`;
  if (last.definition === definitionOf(parseJson(kept.body))) {
    await moveOn();
    await recordProblem(tx, last, null);
    return;
  }
  try {
    await beginBuild(tx, make, kept);
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    await moveOn();
    await recordProblem(tx, last, { code: thrown.code, detail: thrown.message, ...(thrown.at ? { at: thrown.at } : {}) });
  }
}
