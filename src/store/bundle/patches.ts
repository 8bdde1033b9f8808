import { applyPatch, parseJson, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import type { Change } from '../change.ts';
import type { Sql } from '../database.ts';
import { lockResources } from '../locks.ts';
import type { Stored } from '../read.ts';
import type { ResourceCheck } from '../validation.ts';
import { type BundleEntry, isReading, placeOfEntry } from './entries.ts';

/** What patches need of the store: the resource as it is, and what may not be stored. */
export interface Patching {
  /** Resources as they are now, by `Type/id`; those that may be read. */
  currents(tx: Sql, names: readonly Pick<Stored, 'type' | 'id'>[]): Promise<ReadonlyMap<string, Stored>>;
  /** The check of resources that are to be stored, with what they ask to be held to. */
  checkFor(resources: readonly Resource[]): Promise<ResourceCheck>;
  /** ISO instant. */
  now(): string;
}

/**
 * Where a request patches, locks all that it names by id, or by a condition that finds one, so that nobody writes between the
 * reading and the writing. Once for all of it: a lock for each would be more than PostgreSQL keeps.
 * @returns what is to be patched, by `Type/id`
 */
export async function readPatched(
  tx: Sql,
  entries: readonly BundleEntry[],
  idOf: (entry: BundleEntry) => string | undefined,
  { currents }: Patching,
): Promise<ReadonlyMap<string, Stored>> {
  if (!entries.some(({ patch }) => patch)) return new Map();
  const named = entries.flatMap((entry) => {
    const id = isReading(entry) ? undefined : idOf(entry);
    return id === undefined ? [] : [{ type: entry.type, id, isPatched: entry.patch !== undefined }];
  });
  // as a delete, which names a resource and nothing else
  await lockResources(
    tx,
    named.map(({ type, id }): Change => ({ kind: 'delete', type, id })),
  );
  return currents(
    tx,
    named.filter(({ isPatched }) => isPatched),
  );
}

/**
 * What the PATCH entries make of their resources as they are.
 * @throws Problem with the place of the entry at fault
 */
export async function patchAll(
  entries: readonly BundleEntry[],
  matches: ReadonlyMap<BundleEntry, string>,
  stored: ReadonlyMap<string, Stored>,
  patching: Patching,
): Promise<Map<BundleEntry, Resource>> {
  const patched = new Map<BundleEntry, Resource>();
  for (const entry of entries) {
    if (!entry.patch) continue;
    const current = stored.get(`${entry.type}/${entry.id ?? matches.get(entry)}`);
    patched.set(entry, await patchOne(entry, current, patching));
  }
  return patched;
}

async function patchOne(
  { type, index, patch, query }: BundleEntry,
  current: Stored | undefined,
  { checkFor, now }: Patching,
): Promise<Resource> {
  const [at, address] = [placeOfEntry(index), `Bundle.entry[${index}].request.url`];
  if (!patch || !current)
    throw new Problem(
      'resource-unknown',
      query === undefined ? `No ${type} is here under this id` : 'The condition matches no resource',
      { at: address },
    );
  if (current.body === undefined) throw new Problem('resource-gone', 'What was here under this id was deleted', { at: address });
  const resource = applyPatch(parseJson(current.body) as Resource, patch, now, at);
  const check = await checkFor([resource]);
  const problem = check(resource, at);
  if (problem) throw problem;
  return resource;
}
