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
  /** @throws Problem resource-unknown, resource-gone */
  current(tx: Sql, type: string, id: string): Promise<Stored & { readonly body: string }>;
  /** The check of resources that are to be stored, with what they ask to be held to. */
  checkFor(resources: readonly Resource[]): Promise<ResourceCheck>;
  /** ISO instant. */
  now(): string;
}

/**
 * What the PATCH entries make of their resources. Those are locked first, with all that the request names by id, so that
 * nobody writes between the reading and the writing.
 * @throws Problem with the place of the entry at fault
 */
export async function patchAll(
  tx: Sql,
  entries: readonly BundleEntry[],
  matches: ReadonlyMap<BundleEntry, string>,
  patching: Patching,
): Promise<Map<BundleEntry, Resource>> {
  const patched = new Map<BundleEntry, Resource>();
  if (!entries.some(({ patch }) => patch)) return patched;
  await lockResources(
    tx,
    entries.flatMap((entry) => namedBy(entry, matches)),
  );
  for (const entry of entries) if (entry.patch) patched.set(entry, await patchOne(tx, entry, matches.get(entry), patching));
  return patched;
}

/** As a delete, which names a resource and nothing else. */
function namedBy(entry: BundleEntry, matches: ReadonlyMap<BundleEntry, string>): Change[] {
  const id = entry.id ?? matches.get(entry);
  return id === undefined || isReading(entry) ? [] : [{ kind: 'delete', type: entry.type, id }];
}

async function patchOne(
  tx: Sql,
  { type, index, patch, ...entry }: BundleEntry,
  match: string | undefined,
  { current, checkFor, now }: Patching,
): Promise<Resource> {
  const [at, id] = [placeOfEntry(index), entry.id ?? match];
  if (!patch || id === undefined)
    throw new Problem('resource-unknown', 'The condition matches no resource', { at: `Bundle.entry[${index}].request.url` });
  const { body } = await current(tx, type, id).catch((thrown: unknown) => {
    throw thrown instanceof Problem
      ? new Problem(thrown.code, thrown.message, { at: `Bundle.entry[${index}].request.url` })
      : thrown;
  });
  const resource = applyPatch(parseJson(body) as Resource, patch, now, at);
  const check = await checkFor([resource]);
  const problem = check(resource, at);
  if (problem) throw problem;
  return resource;
}
