import { forEachReference, ownerOf, type Resource } from '../../fhir/index.ts';
import { newId, newIdBeside, Problem } from '../../kernel/index.ts';
import { BINARY } from '../catalogue.ts';
import type { Change } from '../change.ts';
import type { Sql } from '../database.ts';
import { lockConditions } from '../locks.ts';
import type { Stored } from '../read.ts';
import { contextOf } from '../security-context.ts';
import { type BundleEntry, isReading, placeOfEntry } from './entries.ts';
import { type Names, namesOf, resolverFor, rewrite } from './names.ts';
import { type Patching, patchAll, readPatched } from './patches.ts';

/** A condition: `identifier=system|value` of a type. */
export interface Asked {
  readonly type: string;
  readonly query: string;
}

/** Looks for what a condition such as `identifier=system|value` means. */
export interface Conditions {
  /** For each condition the ids that match, two at most, or why it cannot be read. */
  findAll(tx: Sql, asked: readonly Asked[]): Promise<readonly (readonly string[] | Problem)[]>;
  /** Finds those that match among resources of one type that are not stored yet. */
  among<Item extends { readonly resource: Resource }>(items: readonly Item[]): (type: string, query: string) => Item[];
}

/** What planning needs of a store under a scope. */
export interface Planning extends Patching {
  readonly conditions: Conditions;
  /** A reference by the own address of the platform, as it is kept; undefined for whatever else. */
  readonly ownReference: Names['own'];
}

/** What an entry became: a change, a resource that was there already, or nothing to write (GET). */
export type Planned =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'matched'; readonly type: string; readonly id: string }
  | { readonly kind: 'nothing' };

/** What was planned so far in one request: a batch plans entry by entry, and still changes nothing twice. */
export interface Progress {
  /** `Type/id` of what is changed. */
  readonly changed: Set<string>;
  /** Ids under which conditions that matched nothing will be met. */
  readonly promised: Map<string, string>;
  /** What the conditions of the request find, and what it patches; locked, so that it stays so until the request has written. */
  readonly found: Found;
  readonly stored: ReadonlyMap<string, Stored>;
}

/**
 * Looks up and locks, once for the whole request, what planning depends on.
 * @param entries all of them, those included that are planned one by one
 */
export async function beginPlanning(tx: Sql, entries: readonly BundleEntry[], store: Planning): Promise<Progress> {
  const found = await settleConditions(tx, entries, conditionalReferences(entries), store.conditions);
  const idOf = (entry: BundleEntry) => entry.id ?? (isConditional(entry) ? onlyOf(found.get(conditionOf(entry))) : undefined);
  return { changed: new Set(), promised: new Map(), found, stored: await readPatched(tx, entries, idOf, store) };
}

const onlyOf = (answer: readonly string[] | Problem | undefined): string | undefined =>
  Array.isArray(answer) && answer.length === 1 ? answer[0] : undefined;

/**
 * Turns the entries into changes: ids are assigned, references rewritten. Runs inside the transaction; two desks with the
 * same condition make one resource.
 * @throws Problem with the place of the entry at fault
 */
export async function planEntries(
  tx: Sql,
  entries: readonly BundleEntry[],
  progress: Progress,
  store: Planning,
): Promise<Map<BundleEntry, Planned>> {
  const { conditions, ownReference } = store;
  const references = conditionalReferences(entries);
  const { found, stored } = progress;
  const matches = matchesOf(entries, found);
  const patched = await patchAll(entries, matches, stored, store);
  const ids = assignIds(entries, matches, progress, ownReference);
  const inBundle = namesOf(entries, ids);
  for (const [reference, place] of await findReferences(tx, entries, { references, found, patched, conditions }, ids))
    inBundle.set(reference, place);
  const names: Names = { inBundle, own: ownReference };
  return new Map(entries.map((entry) => [entry, planEntry(entry, { ids, matches, names, progress, patched })]));
}

interface Referring {
  readonly references: References;
  readonly found: Found;
  readonly patched: ReadonlyMap<BundleEntry, Resource>;
  readonly conditions: Conditions;
}

/** Where conditional references lead, those that patches bring included. */
async function findReferences(
  tx: Sql,
  entries: readonly BundleEntry[],
  { references, found, patched, conditions }: Referring,
  ids: ReadonlyMap<BundleEntry, string>,
): Promise<Map<string, string>> {
  const inPatches = conditionalReferences([...patched].map(([entry, resource]) => ({ ...entry, resource })));
  const more = await settleConditions(tx, [], inPatches, conditions);
  const inside = insideOf(entries, ids, conditions);
  return new Map(
    [...inPatches, ...references].map(([reference, at]) => {
      const stored = answerTo(inOneSpelling(reference), more.has(inOneSpelling(reference)) ? more : found, at);
      return [reference, findReferenced({ reference, at }, stored, inside)];
    }),
  );
}

/**
 * What the condition of an entry found. Deletes come first: what goes in the same request is there no more for the others.
 * https://hl7.org/fhir/R4/http.html#trules
 */
function matchesOf(entries: readonly BundleEntry[], found: Found): Map<BundleEntry, string> {
  const matches = new Map<BundleEntry, string>();
  const leaving = new Set<string>();
  for (const entry of entries) {
    if (entry.method !== 'DELETE') continue;
    const match = isConditional(entry) ? oneOf(entry, found) : undefined;
    if (match) matches.set(entry, match);
    leaving.add(`${entry.type}/${match ?? entry.id}`);
  }
  for (const entry of entries) {
    const match = entry.method !== 'DELETE' && isConditional(entry) ? oneOf(entry, found, leaving) : undefined;
    if (match) matches.set(entry, match);
  }
  return matches;
}

/**
 * Looks up all conditions, and locks by their meaning those that what is written depends on: what matched nothing may be
 * made by a neighbour who asks the same, and what is changed may cease to match. A condition that only finds what it
 * names (an institution, which hundreds send along) holds up nobody.
 */
async function settleConditions(
  tx: Sql,
  entries: readonly BundleEntry[],
  references: References,
  conditions: Conditions,
): Promise<Found> {
  const own = entries.filter(isConditional).map(conditionOf);
  const asked = [...new Set([...own, ...[...references.keys()].map(inOneSpelling)])];
  if (asked.length === 0) return new Map();
  const found = await lookUp(tx, asked, conditions);
  const leaving = new Set(entries.flatMap(({ method, type }) => (method === 'DELETE' ? [type] : [])));
  const isChanging = ({ method, type }: BundleEntry) => method !== 'POST' || leaving.has(type);
  const changing = new Set(entries.filter((entry) => isConditional(entry) && isChanging(entry)).map(conditionOf));
  const open = asked.filter((condition) => changing.has(condition) || isNothing(found.get(condition)));
  if (open.length === 0) return found;
  await lockConditions(tx, open);
  return new Map([...found, ...(await lookUp(tx, open, conditions))]);
}

const isNothing = (answer: readonly string[] | Problem | undefined): boolean => Array.isArray(answer) && answer.length === 0;

const isConditional = (entry: BundleEntry): boolean => entry.query !== undefined && !isReading(entry);
const conditionOf = ({ type, query = '' }: BundleEntry): string => inOneSpelling(`${type}?${query}`);

function inOneSpelling(condition: string): string {
  const [type = '', query = ''] = splitCondition(condition);
  const parameters = new URLSearchParams(query);
  parameters.sort();
  return `${type}?${parameters}`;
}

const splitCondition = (text: string): [string, string] => {
  const mark = text.indexOf('?');
  return [text.slice(0, mark), text.slice(mark + 1)];
};

interface Settled {
  readonly ids: ReadonlyMap<BundleEntry, string>;
  readonly matches: ReadonlyMap<BundleEntry, string>;
  readonly names: Names;
  readonly progress: Progress;
  readonly patched: ReadonlyMap<BundleEntry, Resource>;
}

function planEntry(entry: BundleEntry, { ids, matches, names, progress, patched }: Settled): Planned {
  const { method, type, ifMatch, index } = entry;
  const id = ids.get(entry);
  const match = matches.get(entry);
  if (isReading(entry) || (method === 'DELETE' && !id)) return { kind: 'nothing' };
  if (!id) throw new Error('an entry that writes has an id');
  if (method === 'POST' && (match ?? promisedBefore(entry, id, progress))) return { kind: 'matched', type, id };
  const written = method === 'PATCH' ? { ...entry, resource: patched.get(entry) } : entry;
  const resource = method === 'DELETE' ? undefined : { ...rewrite(written, names), id };
  if (method === 'PUT' && match && entry.resource?.id && entry.resource.id !== match)
    throw new Problem('input-invalid', 'The condition matches a resource of another id', { at: placeOfEntry(index, 'id') });
  claim(`${type}/${id}`, index, progress);
  const at = `Bundle.entry[${index}]`;
  if (!resource) return { kind: 'change', change: { kind: 'delete', type, id, ifMatch, at } };
  return {
    kind: 'change',
    change: method === 'POST' ? { kind: 'create', resource, at } : { kind: 'put', resource, ifMatch, at },
  };
}

/** Whether an earlier entry with the same condition makes the resource; the same under its other condition is no match. */
function promisedBefore(entry: BundleEntry, id: string, { changed }: Progress): boolean {
  return entry.query !== undefined && changed.has(`${entry.type}/${id}`);
}

function claim(name: string, index: number, { changed }: Progress): void {
  if (changed.has(name))
    throw new Problem('input-invalid', 'The bundle changes the same resource twice', { at: `Bundle.entry[${index}]` });
  changed.add(name);
}

/** What each condition of the entries finds, by its one spelling; all of them are asked together. */
type Found = ReadonlyMap<string, readonly string[] | Problem>;

async function lookUp(tx: Sql, asked: readonly string[], { findAll }: Conditions): Promise<Found> {
  const answers = await findAll(
    tx,
    asked.map((condition) => {
      const [type, query] = splitCondition(condition);
      return { type, query };
    }),
  );
  return new Map(asked.map((condition, index) => [condition, answers[index] ?? []]));
}

/** @throws Problem that says of a condition that cannot be read where in the bundle it stands */
function answerTo(condition: string, found: Found, at: string): readonly string[] {
  const answer = found.get(condition) ?? [];
  if (answer instanceof Problem) throw new Problem(answer.code, answer.message, { at, cause: answer });
  return answer;
}

function oneOf(entry: BundleEntry, found: Found, leaving: ReadonlySet<string> = new Set()): string | undefined {
  const at = `Bundle.entry[${entry.index}].request`;
  const [first, second] = answerTo(conditionOf(entry), found, at).filter((id) => !leaving.has(`${entry.type}/${id}`));
  if (second) throw new Problem('reference-ambiguous', 'The condition matches more than one resource', { at });
  return first;
}

/** Patients first: the id of a record begins with the key of its resident; last Binaries, which lie beside any of them. */
function assignIds(
  entries: readonly BundleEntry[],
  matches: ReadonlyMap<BundleEntry, string>,
  { promised }: Progress,
  own: Names['own'],
): Map<BundleEntry, string> {
  const ids = new Map<BundleEntry, string>();
  const assign = (entry: BundleEntry, make: () => string) => {
    const known = entry.id ?? matches.get(entry) ?? (isConditional(entry) ? promised.get(conditionOf(entry)) : undefined);
    const id = known ?? (entry.resource ? (givenId(entry) ?? make()) : undefined);
    if (!id || isReading(entry)) return;
    ids.set(entry, id);
    if (!known && isConditional(entry)) promised.set(conditionOf(entry), id);
  };
  for (const entry of entries) if (entry.type === 'Patient') assign(entry, newId);
  const names: Names = { inBundle: namesOf(entries, ids), own };
  for (const entry of entries) {
    if (entry.type === 'Patient' || entry.type === BINARY) continue;
    const owner = entry.resource && ownerOf(entry.resource, resolverFor(entry, names));
    assign(entry, () => (owner ? newIdBeside(owner) : newId()));
  }
  const binaries = entries.filter(({ type }) => type === BINARY);
  const withRecords: Names = { inBundle: binaries.length > 0 ? namesOf(entries, ids) : new Map(), own };
  for (const entry of binaries) {
    const context = entry.resource && contextOf(entry.resource, resolverFor(entry, withRecords));
    assign(entry, () => (context ? newIdBeside(context.id) : newId()));
  }
  return ids;
}

/** A conditional update that matches nothing creates under the id in the resource. https://hl7.org/fhir/R4/http.html#cond-update */
const givenId = ({ method, resource }: BundleEntry): string | undefined => (method === 'PUT' ? resource?.id : undefined);

// most resources have none, and their text tells so faster than a walk
const CONDITIONAL = /"reference":"[A-Z][A-Za-z]+\?/;

/** References such as `Practitioner?identifier=…`, each once with the place where it was met first. */
type References = ReadonlyMap<string, string>;

function conditionalReferences(entries: readonly BundleEntry[]): References {
  const found = new Map<string, string>();
  for (const { resource, index, type } of entries)
    if (resource && type !== 'Bundle' && CONDITIONAL.test(JSON.stringify(resource)))
      forEachReference(resource, (text, at) => {
        if (/^[A-Z][A-Za-z]+\?/.test(text) && !found.has(text)) found.set(text, placeOfEntry(index, at));
      });
  return found;
}

/** Ids of the entries that match a conditional reference; those of a type are made ready when it is first asked for. */
function insideOf(
  entries: readonly BundleEntry[],
  ids: ReadonlyMap<BundleEntry, string>,
  { among }: Conditions,
): (type: string, query: string) => string[] {
  const byType = new Map<string, ReturnType<typeof among<{ resource: Resource; id: string }>>>();
  return (type, query) => {
    let find = byType.get(type);
    if (!find) {
      const items = entries.flatMap((entry) => {
        const id = entry.type === type ? ids.get(entry) : undefined;
        return entry.resource && id ? [{ resource: entry.resource, id }] : [];
      });
      find = among(items);
      byType.set(type, find);
    }
    return find(type, query).map(({ id }) => id);
  };
}

/** What is stored or about to be: references are resolved after the changes. https://hl7.org/fhir/R4/http.html#trules */
function findReferenced(
  { reference, at }: { reference: string; at: string },
  stored: readonly string[],
  inside: (type: string, query: string) => string[],
): string {
  const [type, query] = splitCondition(reference);
  const [first, second] = new Set([...inside(type, query), ...stored]);
  if (second) throw new Problem('reference-ambiguous', 'The reference matches more than one resource', { at });
  if (!first) throw new Problem('reference-unresolved', 'The reference matches no resource', { at });
  return `${type}/${first}`;
}
