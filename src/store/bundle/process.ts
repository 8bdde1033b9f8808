import { createHash } from 'node:crypto';
import type { Resource } from '../../fhir/index.ts';
import { type OperationOutcome, Problem, toOperationOutcome } from '../../kernel/index.ts';
import type { Change, Outcome, Plan, Written } from '../change.ts';
import type { Sql } from '../database.ts';
import { type BundleEntry, placeOfEntry, readEntries } from './entries.ts';
import { type FindMatches, type Planned, planEntries } from './plan.ts';

/** What the processing of a bundle needs of a store under a scope. */
export interface BundleStore {
  commit(
    plan: Plan,
    options: { atomic: boolean; within?: (tx: Sql, written: readonly Written[], outcomes: readonly Outcome[]) => Promise<void> },
  ): Promise<Outcome[]>;
  find: FindMatches;
  /** Refuses a resource that may not be stored. */
  validate(resource: Resource, at: string): Problem | undefined;
  /** Answers a GET entry: the resource or searchset as JSON text. */
  get(entry: BundleEntry): Promise<string>;
}

export interface BundleRequest {
  readonly bundle: unknown;
  /** Repeats with the same key and content get the first answer and write nothing. */
  readonly idempotencyKey?: string | undefined;
  /** Writes along in the transaction: the audit entry. */
  readonly within?: (tx: Sql, written: readonly Written[]) => Promise<void>;
}

/** A request with this key was answered before. */
class AnsweredBefore extends Error {
  readonly answer: string;
  constructor(answer: string) {
    super('answered before');
    this.answer = answer;
  }
}

/**
 * Carries out a transaction (all or nothing) or a batch (each for itself, in one SQL transaction all the same).
 * @returns the response Bundle as JSON text
 */
export async function processBundle(store: BundleStore, request: BundleRequest): Promise<string> {
  const { kind, entries } = readEntries(request.bundle);
  const readable = entries.map((entry) => (entry instanceof Problem ? entry : (validateEntry(store, entry) ?? entry)));
  const firstProblem = readable.find((entry) => entry instanceof Problem);
  if (kind === 'transaction' && firstProblem) throw firstProblem;
  try {
    return await run(store, kind, readable, request);
  } catch (thrown) {
    if (thrown instanceof AnsweredBefore) return thrown.answer;
    throw thrown;
  }
}

function validateEntry(store: BundleStore, { resource, index }: BundleEntry): Problem | undefined {
  return resource && store.validate(resource, placeOfEntry(index));
}

async function run(
  store: BundleStore,
  kind: 'transaction' | 'batch',
  entries: (BundleEntry | Problem)[],
  request: BundleRequest,
): Promise<string> {
  const good = entries.filter((entry): entry is BundleEntry => !(entry instanceof Problem));
  const responses = new Map<BundleEntry, string>();
  const digest = createHash('sha256').update(JSON.stringify(request.bundle)).digest('hex');
  let planned = new Map<BundleEntry, Planned | Problem>();
  const plan: Plan = async (tx) => {
    if (request.idempotencyKey) await refuseRepeat(tx, request.idempotencyKey, digest);
    planned = kind === 'transaction' ? await planEntries(tx, good, store.find) : await planEach(tx, good, store.find);
    return [...planned.values()].flatMap((one) => (!(one instanceof Problem) && one.kind === 'change' ? [one.change] : []));
  };
  const answerFor = (outcomes: readonly Outcome[]) => {
    const byChange = pairUp(planned, outcomes);
    for (const entry of good) responses.set(entry, respond(planned.get(entry), byChange));
    return toResponse(
      kind,
      entries.map((entry) => (entry instanceof Problem ? respondProblem(entry) : (responses.get(entry) ?? ''))),
    );
  };
  const outcomes = await store.commit(plan, {
    atomic: kind === 'transaction',
    within: async (tx, written, all) => {
      await request.within?.(tx, written);
      if (request.idempotencyKey) await keepAnswer(tx, request.idempotencyKey, digest, answerFor(all));
    },
  });
  const answer = answerFor(outcomes);
  return good.some(({ method }) => method === 'GET') ? withReads(store, kind, entries, responses) : answer;
}

/** In a batch, an entry that cannot be planned stands back alone. */
async function planEach(
  tx: Sql,
  entries: readonly BundleEntry[],
  find: FindMatches,
): Promise<Map<BundleEntry, Planned | Problem>> {
  const planned = new Map<BundleEntry, Planned | Problem>();
  const simple = entries.filter(isSimple);
  for (const [entry, one] of await planEntries(tx, simple, find)) planned.set(entry, one);
  for (const entry of entries) {
    if (planned.has(entry)) continue;
    try {
      for (const [key, one] of await planEntries(tx, [entry], find)) planned.set(key, one);
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      planned.set(entry, thrown);
    }
  }
  return planned;
}

/** Nothing to look up and nothing to resolve: cannot fail in planning, unless two such entries share an id. */
function isSimple(entry: BundleEntry, _index: number, all: readonly BundleEntry[]): boolean {
  if (entry.query) return false;
  if (entry.id && all.some((other) => other !== entry && other.type === entry.type && other.id === entry.id)) return false;
  return !/"reference":"(?:urn:uuid:|[A-Z][A-Za-z]+\?)/.test(JSON.stringify(entry.resource ?? ''));
}

function pairUp(planned: ReadonlyMap<BundleEntry, Planned | Problem>, outcomes: readonly Outcome[]): Map<Change, Outcome> {
  const changes = [...planned.values()].flatMap((one) =>
    !(one instanceof Problem) && one.kind === 'change' ? [one.change] : [],
  );
  return new Map(changes.flatMap((change, index) => (outcomes[index] ? [[change, outcomes[index]] as const] : [])));
}

function respond(planned: Planned | Problem | undefined, byChange: ReadonlyMap<Change, Outcome>): string {
  if (!planned || planned instanceof Problem) return planned ? respondProblem(planned) : '';
  if (planned.kind === 'nothing') return JSON.stringify({ response: { status: '204' } });
  if (planned.kind === 'matched')
    return JSON.stringify({ response: { status: '200', location: `${planned.type}/${planned.id}` } });
  const outcome = byChange.get(planned.change);
  if (!outcome) throw new Error('every change has an outcome');
  return outcome instanceof Problem ? respondProblem(outcome) : respondWritten(outcome);
}

function respondWritten({ action, row, version, updatedAt }: Written): string {
  if (version === 0 || action === 'delete') return JSON.stringify({ response: { status: '204' } });
  const status = action === 'create' ? '201' : '200';
  const location = `${row.type}/${row.id}/_history/${version}`;
  return JSON.stringify({ response: { status, location, etag: `W/"${version}"`, lastModified: updatedAt } });
}

function respondProblem(problem: Problem): string {
  const outcome: OperationOutcome = toOperationOutcome(problem);
  return JSON.stringify({ response: { status: String(problem.status), outcome } });
}

const toResponse = (kind: string, entries: readonly string[]) =>
  `{"resourceType":"Bundle","type":"${kind}-response","entry":[${entries.join(',')}]}`;

/** Reads come last, on what was written. https://hl7.org/fhir/R4/http.html#trules */
async function withReads(
  store: BundleStore,
  kind: string,
  entries: readonly (BundleEntry | Problem)[],
  responses: ReadonlyMap<BundleEntry, string>,
): Promise<string> {
  const texts = entries.map(async (entry) => {
    if (entry instanceof Problem) return respondProblem(entry);
    if (entry.method !== 'GET') return responses.get(entry) ?? '';
    try {
      return `{"resource":${await store.get(entry)},"response":{"status":"200"}}`;
    } catch (thrown) {
      if (kind === 'transaction' || !(thrown instanceof Problem)) throw thrown;
      return respondProblem(thrown);
    }
  });
  return toResponse(kind, await Promise.all(texts));
}

async function refuseRepeat(tx: Sql, key: string, digest: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${key}, 2))`;
  const [row] = await tx<{ digest: string; answer: string }[]>`select digest, answer from store.answered where key = ${key}`;
  if (row && row.digest !== digest)
    throw new Problem('repeat-differs', 'The Idempotency-Key came with other content before', { at: 'Idempotency-Key' });
  if (row) throw new AnsweredBefore(row.answer);
}

async function keepAnswer(tx: Sql, key: string, digest: string, answer: string): Promise<void> {
  await tx`insert into store.answered (key, digest, answer) values (${key}, ${digest}, ${answer})`;
}
