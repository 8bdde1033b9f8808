import {
  isId,
  type Labels,
  labelled,
  labelsOf,
  type Meta,
  parseJson,
  type Resource,
  withLabels,
  withoutLabels,
} from '../fhir/index.ts';
import { Problem } from '../kernel/index.ts';
import { type Catalogue, databases } from './catalogue.ts';
import { render, type Written } from './change.ts';
import { type Commits, refuseOutdated, untilDone } from './commit.ts';
import { type Current, overwrite, readForChange, recordChanges, writeSearchValues } from './commit-sql.ts';
import type { Sql } from './database.ts';
import { lockResources } from './locks.ts';
import { readCurrent, readVersion, type Stored } from './read.ts';
import { toRow } from './row.ts';
import type { Scope } from './scope.ts';

/** A change of profiles, tags and security labels, which R4 keeps apart from the content. */
export interface MetaChange {
  readonly type: string;
  readonly id: string;
  /** A former version; without it, the current one. */
  readonly version: number | undefined;
  readonly act: 'add' | 'delete';
  readonly labels: Labels;
}

interface Changing {
  readonly commits: Commits;
  readonly scope: Scope;
  readonly validate: (resource: Resource, at: string) => Problem | undefined;
  readonly within?: ((tx: Sql, written: readonly Written[]) => Promise<void>) | undefined;
}

/**
 * Changes the labels of a version in its place: no new version comes of it, so what refers to the version, or was signed
 * as it is, stays as it was. The index, the feed and the participants are told.
 * https://hl7.org/fhir/R4/resource-operations.html
 * @returns the meta as it is now
 * @throws Problem right-missing, resource-unknown, resource-gone, resource-invalid
 */
export function changeMeta(change: MetaChange, changing: Changing): Promise<Meta> {
  const { commits, scope } = changing;
  const { type, id } = change;
  if (!scope.allows(type, 'u')) throw new Problem('right-missing', `${type}: interaction u is outside the scope`);
  if (!isId(id) || !scope.allows(type, 'r')) throw unknown(type);
  return untilDone(commits, async (tx) => {
    await lockResources(tx, [{ kind: 'delete', type, id }]);
    const current = await readCurrent(tx, commits.catalogue, scope, type, id);
    const row = (await readForChange(tx, [{ type, id }], commits.catalogue)).get(`${type}/${id}`);
    if (!current || !row) throw unknown(type);
    const isFormer = change.version !== undefined && change.version !== current.version;
    const stored = isFormer ? await readVersion(tx, commits.catalogue, scope, type, id, change.version) : current;
    return isFormer ? changeFormer(tx, stored, row, change, changing) : changeCurrent(tx, stored, row, change, changing);
  });
}

const unknown = (type: string) => new Problem('resource-unknown', 'Nothing is here under this id', { at: type });

function changed(stored: Stored | undefined, change: MetaChange, { commits, validate, scope }: Changing, row: Current): Written {
  const { type, act, labels } = change;
  if (!stored) throw unknown(type);
  if (stored.body === undefined) throw new Problem('resource-gone', 'What was here under this id was deleted', { at: type });
  const before = parseJson(stored.body) as Resource;
  const was = labelsOf(before.meta);
  const asked = { ...labelled(before, act === 'add' ? withLabels(was, labels) : withoutLabels(was, labels)), id: stored.id };
  const allowed = commits.guard?.({ kind: 'put', resource: asked }, row.body ?? undefined, scope);
  if (allowed instanceof Problem) throw allowed;
  const resource = allowed && allowed.kind !== 'delete' ? allowed.resource : asked;
  const problem = validate(resource, type);
  if (problem) throw problem;
  const { version, updatedAt } = stored;
  const body = render(resource, version, updatedAt);
  const indexed = toRow(resource, commits.catalogue, body, commits.parameters);
  return { action: 'update', row: indexed, version, place: row.place, updatedAt, body, resource };
}

async function changeCurrent(
  tx: Sql,
  stored: Stored | undefined,
  row: Current,
  change: MetaChange,
  changing: Changing,
): Promise<Meta> {
  const parameters = changing.commits.parameters?.version;
  const written = changed(stored, change, changing, row);
  const known = new Map([[`${change.type}/${change.id}`, row]]);
  await overwrite(tx, [written], known);
  await writeSearchValues(tx, [written], known);
  refuseOutdated(parameters, await recordChanges(tx, [{ ...written, updatedAt: changing.commits.now().toISOString() }], known));
  for (const participant of changing.commits.participants) await participant(tx, [written], changing.scope);
  await changing.within?.(tx, [written]);
  return written.resource?.meta ?? {};
}

async function changeFormer(
  tx: Sql,
  stored: Stored | undefined,
  row: Current,
  change: MetaChange,
  changing: Changing,
): Promise<Meta> {
  const written = changed(stored, change, changing, row);
  for (const database of placesOf(changing.commits.catalogue, change.type))
    await tx`
      update ${tx(database)}.resource_version set body = ${written.body ?? null}
       where type = ${change.type} and id = ${change.id} and shard = ${row.row.shard} and version = ${written.version}`;
  await changing.within?.(tx, [written]);
  return written.resource?.meta ?? {};
}

const placesOf = (catalogue: Catalogue, type: string) =>
  databases.filter((database) => catalogue.databasesOf(type).includes(database));
