import { createHash } from 'node:crypto';
import { isObject } from '../../fhir/index.ts';
import { entriesByName } from '../../fhir/validation/index.ts';
import { Problem } from '../../kernel/index.ts';
import type { CommitOptions, Outcome, Plan, Written } from '../change.ts';
import type { Sql } from '../database.ts';
import type { SearchEntry } from '../search/entry.ts';
import { type Dressing, dress, type Preference } from './dress.ts';
import { type BundleEntry, isReading, placeOfEntry, type Question, readEntries } from './entries.ts';
import { beginPlanning, type Planned, type Planning, type Progress, planEntries } from './plan.ts';
import {
  matchedIn,
  type Named,
  respond,
  respondProblem,
  respondRead,
  respondTold,
  type Shown,
  type Told,
  toResponse,
  type Versions,
} from './respond.ts';

/** What the processing of a bundle needs of a store under a scope. */
export interface BundleStore extends Planning, Dressing {
  readonly sql: Sql;
  commit(plan: Plan, options: Omit<CommitOptions, 'scope'>): Promise<Outcome[]>;
  /** Reads a resource for a GET entry. @throws Problem */
  get(sql: Sql, entry: BundleEntry): Promise<Shown>;
  /** Makes the rest of a transaction as good for searches as a connection for searches is. */
  prepareSearches(tx: Sql): Promise<void>;
  /** The current versions of what conditions found. */
  versionsOf(tx: Sql, names: readonly Named[]): Promise<Versions>;
}

export interface BundleRequest {
  readonly bundle: unknown;
  /** Repeats with the same key and content get the first answer and write nothing; GET entries are read anew. */
  readonly idempotencyKey?: string | undefined;
  /** Writes along in the transaction: the audit entry. */
  readonly within?: (tx: Sql, written: readonly Written[]) => Promise<void>;
  /** Told what the GET entries show, and what patches were tried on, before they are answered: the audit entry. */
  readonly shown?: (entries: readonly SearchEntry[]) => Promise<void>;
  /**
   * Answers an entry that reads what is no single resource. In a transaction it is given the transaction, to see what was
   * written and to hold no second connection; in a batch all is committed by then.
   * @throws Problem
   */
  readonly ask?: (question: Question, tx: Sql | undefined) => Promise<Told>;
  /** What the answer to a write carries beside its headers; nothing by default. */
  readonly prefer?: Preference | undefined;
}

type Kind = 'transaction' | 'batch';
type Answers = readonly string[];
/** What entries that read show, or why they do not. */
type Reads = ReadonlyMap<BundleEntry, Shown | Told | Problem>;

/** A request with this key was answered before. */
class AnsweredBefore extends Error {
  readonly answers: Answers;
  constructor(answers: Answers) {
    super('answered before');
    this.answers = answers;
  }
}

/**
 * Carries out a transaction (all or nothing, its reads included) or a batch (each for itself, in one SQL transaction all
 * the same).
 * @returns the response Bundle as JSON text
 */
export async function processBundle(store: BundleStore, request: BundleRequest): Promise<string> {
  const { kind, entries } = readEntries(request.bundle);
  const readable = await validateEach(store, kind, entries, request.bundle);
  const firstProblem = readable.find((entry) => entry instanceof Problem);
  if (kind === 'transaction' && firstProblem) throw firstProblem;
  const tried = new Map<string, SearchEntry>();
  const { answers, reads, bodies } = await carryOut(watched(store, tried), kind, readable, request).finally(() =>
    showAll(request, [[...tried.values()]]),
  );
  const dressed = await dress(answers, { prefer: request.prefer, bodies, store });
  const read = [...reads.values()].filter((one) => !(one instanceof Problem));
  await showAll(request, [...read.flatMap((one) => ('shown' in one ? [[one.shown]] : [])), dressed.shown]);
  await Promise.all(read.map((one) => ('confirm' in one ? one.confirm() : undefined)));
  return toResponse(
    kind,
    readable.map((entry, index) => readAnswer(entry, reads) ?? dressed.answers[index] ?? ''),
  );
}

async function showAll({ shown }: BundleRequest, groups: readonly (readonly SearchEntry[])[]): Promise<void> {
  for (const entries of groups) if (entries.length > 0) await shown?.(entries);
}

/** A patch looks at what it changes, whatever comes of it. */
const watched = (store: BundleStore, tried: Map<string, SearchEntry>): BundleStore => ({
  ...store,
  currents: async (tx, names) => {
    const all = await store.currents(tx, names);
    for (const [name, { body, ...stored }] of all) if (body !== undefined) tried.set(name, { ...stored, body });
    return all;
  },
});

/** Each entry, or what is wrong with its resource; in a transaction, references lead to its other entries. */
async function validateEach(
  store: BundleStore,
  kind: Kind,
  entries: readonly (BundleEntry | Problem)[],
  bundle: unknown,
): Promise<readonly (BundleEntry | Problem)[]> {
  const check = await store.checkFor(
    entries.flatMap((entry) => (entry instanceof Problem || !entry.resource ? [] : [entry.resource])),
  );
  let named: ReadonlyMap<string, unknown> | undefined;
  const resolve = (reference: string): unknown => {
    named ??= kind === 'transaction' && isObject(bundle) ? entriesByName(bundle) : new Map();
    return named.get(reference);
  };
  return entries.map((entry) => {
    if (entry instanceof Problem || !entry.resource) return entry;
    return check(entry.resource, placeOfEntry(entry.index), resolve) ?? entry;
  });
}

async function carryOut(
  store: BundleStore,
  kind: Kind,
  entries: readonly (BundleEntry | Problem)[],
  request: BundleRequest,
): Promise<{ answers: Answers; reads: Reads; bodies: ReadonlyMap<string, string> }> {
  const good = entries.filter((entry): entry is BundleEntry => !(entry instanceof Problem));
  const repeat = request.idempotencyKey ? { key: request.idempotencyKey, digest: digestOf(request.bundle) } : undefined;
  let planned = new Map<BundleEntry, Planned | Problem>();
  let answers: Answers = [];
  let reads: Reads = new Map();
  const bodies = new Map<string, string>();
  const plan: Plan = async (tx) => {
    if (repeat) await refuseRepeat(tx, repeat.key, repeat.digest);
    const progress = await beginPlanning(tx, good, store);
    planned = await (kind === 'transaction' ? planEntries(tx, good, progress, store) : planEach(tx, good, progress, store));
    return [...planned.values()].flatMap((one) => (!(one instanceof Problem) && one.kind === 'change' ? [one.change] : []));
  };
  const within: CommitOptions['within'] = async (tx, written, outcomes) => {
    await request.within?.(tx, written);
    const answerTo = respond(planned, outcomes, await store.versionsOf(tx, matchedIn(planned, outcomes)));
    for (const one of outcomes)
      if (!(one instanceof Problem) && one.body) bodies.set(`${one.row.type}/${one.row.id}/_history/${one.version}`, one.body);
    answers = entries.map((entry) => (entry instanceof Problem ? respondProblem(entry) : answerTo(entry)));
    if (repeat) await keepAnswers(tx, repeat.key, repeat.digest, answers);
    // reads come last, on what was written, and one that fails undoes it. https://hl7.org/fhir/R4/http.html#trules
    if (kind === 'transaction') reads = await readAll(tx, store, request, kind, good);
  };
  try {
    await store.commit(plan, { atomic: kind === 'transaction', within });
    return { answers, reads: kind === 'batch' ? await readAll(undefined, store, request, kind, good) : reads, bodies };
  } catch (thrown) {
    if (!(thrown instanceof AnsweredBefore)) throw thrown;
    return { answers: thrown.answers, reads: await readAll(undefined, store, request, kind, good), bodies };
  }
}

/** In a batch, an entry that cannot be planned stands back alone. */
async function planEach(
  tx: Sql,
  entries: readonly BundleEntry[],
  progress: Progress,
  store: BundleStore,
): Promise<Map<BundleEntry, Planned | Problem>> {
  const simple = simpleAmong(entries);
  const planned = new Map<BundleEntry, Planned | Problem>(await planEntries(tx, simple, progress, store));
  for (const entry of entries) {
    if (planned.has(entry)) continue;
    try {
      for (const [key, one] of await planEntries(tx, [entry], progress, store)) planned.set(key, one);
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      planned.set(entry, thrown);
    }
  }
  return planned;
}

/** Those that cannot fail in planning: nothing to look up, nothing to resolve, the first of their id. */
function simpleAmong(entries: readonly BundleEntry[]): BundleEntry[] {
  const seen = new Set<string>();
  return entries.filter((entry) => {
    const { query, id, type, resource, patch } = entry;
    if (query !== undefined || patch || (id !== undefined && !isReading(entry) && seen.has(`${type}/${id}`))) return false;
    if (type !== 'Bundle' && /"reference":"(?:urn:uuid:|[A-Z][A-Za-z]+\?)/.test(JSON.stringify(resource ?? ''))) return false;
    if (!isReading(entry)) seen.add(`${type}/${id}`);
    return true;
  });
}

/** Characters of all that the questions of one bundle are answered with. */
const MOST_TOLD = 128 * 1024 * 1024;
/** How long answering them may take before no more are asked. */
const MOST_MS = 60_000;

/** @param tx the transaction, where it is still open */
async function readAll(
  tx: Sql | undefined,
  store: BundleStore,
  { ask }: BundleRequest,
  kind: Kind,
  entries: readonly BundleEntry[],
): Promise<Reads> {
  const reads = new Map<BundleEntry, Shown | Told | Problem>();
  if (tx && entries.some(({ question }) => question)) await store.prepareSearches(tx);
  let told = 0;
  const until = performance.now() + MOST_MS;
  for (const entry of entries) {
    if (!isReading(entry)) continue;
    try {
      if (entry.question && performance.now() > until)
        throw new Problem('search-too-costly', 'The bundle asks for more than there is time for');
      const read = await readOne(tx, store, ask, entry);
      told += read.text?.length ?? 0;
      if (told > MOST_TOLD) throw new Problem('too-large', 'The bundle reads more than fits one answer');
      reads.set(entry, read);
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      const problem = new Problem(thrown.code, thrown.message, { at: `Bundle.entry[${entry.index}].request`, cause: thrown });
      if (kind === 'transaction') throw problem;
      reads.set(entry, problem);
    }
  }
  return reads;
}

async function readOne(
  tx: Sql | undefined,
  store: BundleStore,
  ask: BundleRequest['ask'],
  entry: BundleEntry,
): Promise<Shown | Told> {
  if (!entry.question) return store.get(tx ?? store.sql, entry);
  if (!ask) throw new Problem('route-unknown', 'Nobody answers this here');
  return ask(entry.question, tx);
}

function readAnswer(entry: BundleEntry | Problem, reads: Reads): string | undefined {
  const read = entry instanceof Problem ? undefined : reads.get(entry);
  if (!read || entry instanceof Problem) return undefined;
  if (read instanceof Problem) return respondProblem(read);
  return 'confirm' in read ? respondTold(entry, read) : respondRead(entry, read);
}

const digestOf = (bundle: unknown): string => createHash('sha256').update(JSON.stringify(bundle)).digest('hex');

async function refuseRepeat(tx: Sql, key: string, digest: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${key}, 2))`;
  const [row] = await tx<{ digest: string; answer: string }[]>`select digest, answer from store.answered where key = ${key}`;
  if (row && row.digest !== digest)
    throw new Problem('repeat-differs', 'The Idempotency-Key came with other content before', { at: 'Idempotency-Key' });
  if (row) throw new AnsweredBefore(entriesIn(row.answer));
}

function entriesIn(answer: string): string[] {
  const entries: unknown = JSON.parse(answer);
  if (!Array.isArray(entries)) throw new Error('answers are kept as a list');
  return entries.map((entry) => JSON.stringify(entry));
}

async function keepAnswers(tx: Sql, key: string, digest: string, answers: Answers): Promise<void> {
  await tx`insert into store.answered (key, digest, answer) values (${key}, ${digest}, ${`[${answers.join(',')}]`})`;
}
