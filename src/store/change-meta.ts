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
import { asFiled } from './filing.ts';
import { lockResources } from './locks.ts';
import { readCurrent, readVersion, type Stored } from './read.ts';
import { type Row, toRow } from './row.ts';
import type { Scope } from './scope.ts';
import { mayWriteBeside } from './security-context.ts';
import type { ResourceCheck } from './validation.ts';

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
  readonly checkFor: (resources: readonly Resource[]) => Promise<ResourceCheck>;
  readonly within?: ((tx: Sql, written: readonly Written[]) => Promise<void>) | undefined;
}

/**
 * Changes the labels of a version in its place: no new version comes of it, so what refers to the version, or was signed
 * as it is, stays as it was. The index, the feed and the participants are told. A profile that is named so is held to.
 * https://hl7.org/fhir/R4/resource-operations.html
 * @returns the meta as it is now
 * @throws Problem right-missing, resource-unknown, resource-gone, resource-invalid
 */
export async function changeMeta(change: MetaChange, changing: Changing): Promise<Meta> {
  const { commits, scope } = changing;
  const { type, id } = change;
  if (!scope.allows(type, 'u')) throw new Problem('right-missing', `${type}: interaction u is outside the scope`);
  if (!isId(id) || !scope.allows(type, 'r')) throw unknown(type);
  const written = await untilDone(commits, async (tx) => {
    await lockResources(tx, [{ kind: 'delete', type, id }]);
    const current = await readCurrent(tx, commits.catalogue, scope, type, id);
    const row = (await readForChange(tx, [{ type, id }], commits.catalogue)).get(`${type}/${id}`);
    if (!current || !row) throw unknown(type);
    if (row.context !== undefined && row.row.database === 'reference' && !mayWriteBeside(scope, row.context))
      throw new Problem('right-missing', 'It lies outside the scope', { at: type });
    const isFormer = change.version !== undefined && change.version !== current.version;
    const stored = isFormer ? await readVersion(tx, commits.catalogue, scope, type, id, change.version) : current;
    // before the index entries are made: a set that is put in force meanwhile must be noticed
    const parameters = commits.parameters?.version;
    const written = await changed(stored, change, changing, row);
    if (isFormer) await writeFormer(tx, written, row.row, commits);
    else await writeCurrent(tx, written, row, changing, parameters);
    await changing.within?.(tx, [written]);
    return written;
  });
  commits.committed?.([written]);
  return written.resource?.meta ?? {};
}

const unknown = (type: string) => new Problem('resource-unknown', 'Nothing is here under this id', { at: type });

async function changed(
  stored: Stored | undefined,
  { type, act, labels }: MetaChange,
  { commits, checkFor, scope }: Changing,
  row: Current,
): Promise<Written> {
  if (!stored) throw unknown(type);
  if (stored.body === undefined) throw new Problem('resource-gone', 'What was here under this id was deleted', { at: type });
  const before = parseJson(stored.body) as Resource;
  const was = labelsOf(before.meta);
  const asked = { ...labelled(before, act === 'add' ? withLabels(was, labels) : withoutLabels(was, labels)), id: stored.id };
  const allowed = commits.guard?.({ kind: 'put', resource: asked }, row.body ?? undefined, scope);
  if (allowed instanceof Problem) throw allowed;
  const resource = allowed && allowed.kind !== 'delete' ? allowed.resource : asked;
  const problem = (await checkFor([resource]))(resource, type);
  if (problem) throw problem;
  const { version, updatedAt } = stored;
  const body = render(resource, version, updatedAt);
  const indexed = asFiled(toRow(resource, commits.catalogue, body, commits.parameters), row.row);
  return { action: 'update', row: indexed, version, place: row.place, updatedAt, body, resource };
}

async function writeCurrent(
  tx: Sql,
  written: Written,
  row: Current,
  { commits, scope }: Changing,
  parameters: number | undefined,
): Promise<void> {
  const known = new Map([[`${written.row.type}/${written.row.id}`, row]]);
  await overwrite(tx, [written], known);
  await writeSearchValues(tx, [written], known);
  const at = commits.now().toISOString();
  const { type, id, shard, database } = written.row;
  await tx`
    update ${tx(database)}.resource set relabelled_at = ${at}::timestamptz where type = ${type} and id = ${id} and shard = ${shard}`;
  const latest = await recordChanges(tx, [{ ...written, updatedAt: at }], known);
  refuseOutdated(parameters, latest);
  for (const participant of commits.participants) await participant(tx, [written], () => scope);
}

/** Former versions lie where the current one does, whoever they were about. */
async function writeFormer(tx: Sql, { version, body }: Written, { type, id, shard }: Row, { catalogue }: Commits): Promise<void> {
  for (const database of placesOf(catalogue, type))
    await tx`
      update ${tx(database)}.resource_version set body = ${body ?? null}
       where type = ${type} and id = ${id} and shard = ${shard} and version = ${version}`;
}

const placesOf = (catalogue: Catalogue, type: string) =>
  databases.filter((database) => catalogue.databasesOf(type).includes(database));
