import {
  forEachReference,
  type LocalReference,
  mapReferences,
  ownerOf,
  parseLocalReference,
  type Resource,
} from '../../fhir/index.ts';
import { newId, newIdBeside, Problem } from '../../kernel/index.ts';
import type { Change } from '../change.ts';
import type { Sql } from '../database.ts';
import { type BundleEntry, placeOfEntry } from './entries.ts';

/** Ids that match a condition such as `identifier=system|value`; at most two are asked for. */
export type FindMatches = (tx: Sql, type: string, query: string) => Promise<readonly string[]>;

/** What an entry became: a change, a resource that was there already, or nothing to write (GET). */
export type Planned =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'matched'; readonly type: string; readonly id: string }
  | { readonly kind: 'nothing' };

/**
 * Turns the entries into changes: conditions are looked up, ids assigned, references rewritten. Runs inside the
 * transaction; conditions are locked by their text first, so that two desks with the same condition make one resource.
 * @throws Problem with the place of the entry at fault
 */
export async function planEntries(
  tx: Sql,
  entries: readonly BundleEntry[],
  find: FindMatches,
): Promise<Map<BundleEntry, Planned>> {
  const conditional = conditionalReferences(entries);
  await lockConditions(tx, [
    ...entries.flatMap(({ type, query, method }) => (query && method !== 'GET' ? [`${type}?${query}`] : [])),
    ...conditional.keys(),
  ]);
  const matches = new Map<BundleEntry, string | undefined>();
  for (const entry of entries) if (entry.query && entry.method !== 'GET') matches.set(entry, await findOne(tx, entry, find));
  const ids = assignIds(entries, matches);
  const names = namesOf(entries, ids);
  for (const [reference, at] of conditional) names.set(reference, await findReferenced(tx, reference, at, find));
  refuseRepeats(entries, ids);
  return new Map(entries.map((entry) => [entry, planEntry(entry, ids.get(entry), matches.get(entry), names)]));
}

function planEntry(
  entry: BundleEntry,
  id: string | undefined,
  match: string | undefined,
  names: ReadonlyMap<string, string>,
): Planned {
  const { method, type, ifMatch } = entry;
  if (method === 'GET' || (method === 'DELETE' && !id)) return { kind: 'nothing' };
  if (!id) throw new Error('an entry that writes has an id');
  if (method === 'DELETE') return { kind: 'change', change: { kind: 'delete', type, id, ifMatch } };
  if (method === 'POST' && match) return { kind: 'matched', type, id };
  const resource = { ...rewrite(entry, names), id };
  return { kind: 'change', change: method === 'POST' ? { kind: 'create', resource } : { kind: 'put', resource, ifMatch } };
}

async function lockConditions(tx: Sql, conditions: readonly string[]): Promise<void> {
  if (conditions.length === 0) return;
  await tx`select pg_advisory_xact_lock(lock) from (
             select distinct hashtextextended(text, 1) as lock from unnest(${conditions}::text[]) text order by 1) locks`;
}

async function findOne(tx: Sql, { type, query = '', index }: BundleEntry, find: FindMatches): Promise<string | undefined> {
  const [first, second] = await find(tx, type, query);
  if (second)
    throw new Problem('reference-ambiguous', 'The condition matches more than one resource', {
      at: `Bundle.entry[${index}].request`,
    });
  return first;
}

/** Patients first: the id of a record begins with the key of its resident. */
function assignIds(
  entries: readonly BundleEntry[],
  matches: ReadonlyMap<BundleEntry, string | undefined>,
): Map<BundleEntry, string> {
  const ids = new Map<BundleEntry, string>();
  for (const entry of entries) {
    const id = entry.id ?? matches.get(entry) ?? (entry.type === 'Patient' && entry.resource ? newId() : undefined);
    if (id && entry.method !== 'GET') ids.set(entry, id);
  }
  const names = namesOf(entries, ids);
  const resolve = (text: string): LocalReference | undefined => parseLocalReference(names.get(text) ?? text);
  for (const entry of entries) {
    if (ids.has(entry) || !entry.resource) continue;
    const owner = ownerOf(entry.resource, resolve);
    ids.set(entry, owner ? newIdBeside(owner) : newId());
  }
  return ids;
}

/** fullUrl → `Type/id`. */
function namesOf(entries: readonly BundleEntry[], ids: ReadonlyMap<BundleEntry, string>): Map<string, string> {
  const names = new Map<string, string>();
  for (const entry of entries) {
    const id = ids.get(entry);
    if (entry.fullUrl && id) names.set(entry.fullUrl, `${entry.type}/${id}`);
  }
  return names;
}

function rewrite({ resource, index }: BundleEntry, names: ReadonlyMap<string, string>): Resource {
  if (!resource) throw new Error('an entry that writes has a resource');
  return mapReferences(resource, (text, at) => {
    const name = names.get(text);
    if (name) return name;
    if (text.startsWith('urn:uuid:'))
      throw new Problem('reference-unresolved', 'No entry of the bundle has this fullUrl', { at: placeOfEntry(index, at) });
    return text;
  });
}

/** References such as `Practitioner?identifier=…`, each once with the place where it was met first. */
function conditionalReferences(entries: readonly BundleEntry[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { resource, index } of entries)
    if (resource)
      forEachReference(resource, (text, at) => {
        if (/^[A-Z][A-Za-z]+\?/.test(text) && !found.has(text)) found.set(text, placeOfEntry(index, at));
      });
  return found;
}

async function findReferenced(tx: Sql, reference: string, at: string, find: FindMatches): Promise<string> {
  const [type = '', query = ''] = reference.split('?', 2);
  const [first, second] = await find(tx, type, query);
  if (second) throw new Problem('reference-ambiguous', 'The reference matches more than one resource', { at });
  if (!first) throw new Problem('reference-unresolved', 'The reference matches no resource', { at });
  return `${type}/${first}`;
}

function refuseRepeats(entries: readonly BundleEntry[], ids: ReadonlyMap<BundleEntry, string>): void {
  const seen = new Set<string>();
  for (const entry of entries) {
    const id = ids.get(entry);
    if (!id || (entry.method === 'POST' && entry.query)) continue;
    const name = `${entry.type}/${id}`;
    if (seen.has(name))
      throw new Problem('input-invalid', 'The bundle changes the same resource twice', { at: `Bundle.entry[${entry.index}]` });
    seen.add(name);
  }
}
