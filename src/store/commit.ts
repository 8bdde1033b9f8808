import { setTimeout as sleep } from 'node:timers/promises';
import { ownerOf, type Resource } from '../fhir/index.ts';
import { Problem } from '../kernel/index.ts';
import { BINARY, type Catalogue } from './catalogue.ts';
import {
  type Change,
  type CommitOptions,
  type Guard,
  type Outcome,
  type Participant,
  type Plan,
  type Registrar,
  type Registration,
  render,
  type ScopeOf,
  type Written,
} from './change.ts';
import {
  type Current,
  copyToHistory,
  insertNew,
  moveHistory,
  overwrite,
  readForChange,
  recordChanges,
  recordLocators,
  residentsWithRecords,
  writeSearchValues,
} from './commit-sql.ts';
import { type Database, type Sql, sqlState } from './database.ts';
import { asFiled, deletedRow, type FilingOf, filingsFor, followContexts, withKeptContexts } from './filing.ts';
import { lockResources } from './locks.ts';
import type { OwnParameters } from './own-parameters.ts';
import { movePlaces, type PlaceOf, placesFor } from './place.ts';
import { type Row, toRow } from './row.ts';
import { isInside, type Scope } from './scope.ts';
import { mayWriteBeside, seesContext } from './security-context.ts';

/** What every commit of one store shares. */
export interface Commits {
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly placeOf: PlaceOf;
  readonly now: () => Date;
  /** Those who write along with every commit, in this order. */
  readonly participants: readonly Participant[];
  /** Asked of every change; none where nothing has rules of its own. */
  readonly guard?: Guard | undefined;
  /** Asked whose the Patients are that are written; without it each is a resident by itself. */
  readonly registrar?: Registrar | undefined;
  /** Search parameters beyond those of R4; without it there are none. */
  readonly parameters?: OwnParameters | undefined;
  /** Told after each commit, once it is durable; for whoever would rather look now than at the next interval. */
  readonly committed?: ((written: readonly Written[]) => void) | undefined;
}

const RETRIES = 8;
// serialization failure, deadlock, unique violation by a neighbour who was faster, no room for more locks
const TRANSIENT = new Set(['40001', '40P01', '23505', '53200']);

/** Another process has put other search parameters in force. */
class Outdated extends Error {}

/** Somebody created the same id between the look and the insert. */
class Overtaken extends Error {}

/**
 * Writes all changes in one SQL transaction, one statement per table: versions, search values, feed, participants.
 * When it resolves, everything is durable. A conflict between writers is retried here, not given to the caller.
 * @returns an outcome for each change, in their order; with `atomic` the first problem is thrown instead
 */
export async function commit(commits: Commits, plan: Plan, options: CommitOptions): Promise<Outcome[]> {
  const { outcomes, written } = await untilDone(commits, async (tx) => commitOnce(tx, commits, await plan(tx), options));
  if (written.length > 0) commits.committed?.(written);
  return outcomes;
}

/** One transaction, tried again where a neighbour was in the way. */
export async function untilDone<Value>(
  { database, parameters }: Pick<Commits, 'database' | 'parameters'>,
  work: (tx: Sql) => Promise<Value>,
): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.begin(work);
    } catch (thrown) {
      if (thrown instanceof Outdated) await parameters?.refresh();
      const transient = thrown instanceof Overtaken || thrown instanceof Outdated || TRANSIENT.has(sqlState(thrown) ?? '');
      if (!transient || attempt === RETRIES) throw thrown;
      await sleep(2 ** attempt * Math.random() * 5);
    }
  }
}

interface Committed {
  /** Of what was asked for, in its order. */
  readonly outcomes: Outcome[];
  /** All that was written, what followed for others too. */
  readonly written: readonly Written[];
}

async function commitOnce(tx: Sql, commits: Commits, asked: readonly Change[], options: CommitOptions): Promise<Committed> {
  const parameters = commits.parameters?.version;
  refuseRepeats(asked);
  await lockResources(tx, asked);
  const { registration, changes, current, all, causes } = await decideRegistered(tx, commits, asked, options);
  const written = all.filter(isWritten);
  // one after the other on the wire, without waiting in between
  const [latest] = await Promise.all([write(tx, written, current), registration?.record(tx, written)]);
  refuseOutdated(parameters, latest);
  await follow(tx, commits, { written, current, changes });
  await options.first?.(tx);
  const outcomes = all.slice(0, asked.length);
  await Promise.all([
    writeAlong(tx, commits.participants, written, options),
    options.withinEach?.(
      tx,
      outcomes.map((outcome, index) => {
        const followers = all.filter((_, at) => at >= asked.length && (causes[at - asked.length] ?? asked[0]) === asked[index]);
        return outcome instanceof Problem ? undefined : [outcome, ...followers].filter(isWritten);
      }),
    ),
  ]);
  await options.within?.(tx, written, outcomes);
  return { outcomes, written };
}

async function writeAlong(
  tx: Sql,
  participants: readonly Participant[],
  written: readonly Written[],
  options: CommitOptions,
): Promise<void> {
  if (written.length > 0) for (const participant of participants) await participant(tx, written, scopesIn(options));
}

interface Decided {
  readonly registration: Registration | undefined;
  /** What was asked for, in its order, then what follows for others. */
  readonly changes: readonly Change[];
  readonly current: ReadonlyMap<string, Current>;
  readonly all: readonly Outcome[];
  /** Of each that follows, from which it does, where that is one. */
  readonly causes: readonly (Change | undefined)[];
}

const scopesIn = ({ scope, scopeOf = () => scope }: CommitOptions): ScopeOf => scopeOf;

/** Decides about what is asked for, and about what the registrar makes of it; without him about what of his is refused. */
async function decideRegistered(tx: Sql, commits: Commits, asked: readonly Change[], options: CommitOptions): Promise<Decided> {
  const refused = new Set<Change>();
  const faults = new Map<Change, Outcome>();
  for (;;) {
    const standing = asked.filter((change) => !faults.has(change));
    const registrable = standing.filter((change) => keyOf(change).type === 'Patient' && !change.isOwn && !refused.has(change));
    const registration =
      registrable.length === 0 ? undefined : await commits.registrar?.register(tx, registrable, scopesIn(options));
    for (const [change, problem] of registration?.refused ?? []) {
      if (options.atomic) throw placed(change, problem);
      faults.set(change, placed(change, problem));
    }
    if (registration && registration.refused.size > 0) continue;
    const { replaced = new Map<Change, Change>(), others = [], causes } = registration ?? {};
    const registered = [...standing.map((change) => replaced.get(change) ?? change), ...others];
    const keys = registered.filter((change) => change.kind !== 'create').map(keyOf);
    const current = await readForChange(tx, keys, commits.catalogue);
    const changes = await withKeptContexts(tx, registered, current);
    const decided = await decideAll(tx, commits, changes, current, options);
    const before = refused.size;
    for (const [index, change] of standing.entries())
      if (decided[index] instanceof Problem && registrable.includes(change)) refused.add(change);
    if (registration !== undefined && refused.size > before) continue;
    const outcomes = new Map([...faults, ...standing.flatMap((change, index) => toPair(change, decided[index]))]);
    const all = [...asked.flatMap((change) => outcomes.get(change) ?? []), ...decided.slice(standing.length)];
    return { registration, changes, current, all, causes: others.map((other) => causes?.get(other)) };
  }
}

const toPair = (change: Change, outcome: Outcome | undefined): [Change, Outcome][] => (outcome ? [[change, outcome]] : []);

/** @throws Outdated where what is indexed by was put out of force meanwhile */
export function refuseOutdated(version: number | undefined, latest: number | undefined): void {
  if (version !== undefined && latest !== undefined && latest !== version) throw new Outdated();
}

/** Two changes of one resource in a commit would both follow the same version, and one of them would be lost. */
function refuseRepeats(changes: readonly Change[]): void {
  if (new Set(changes.map((change) => textOf(keyOf(change)))).size < changes.length)
    throw new Error('a commit changes each resource once');
}

/**
 * Patients first: a record's place is that of its resident, as it is after what is not refused. Binaries last: they lie
 * beside whatever decides about them.
 */
async function decideAll(
  tx: Sql,
  commits: Commits,
  changes: readonly Change[],
  current: ReadonlyMap<string, Current>,
  options: CommitOptions,
): Promise<Outcome[]> {
  const owning = await owningResidents(tx, changes, options);
  const deciding = { commits, options, owning, updatedAt: commits.now().toISOString() };
  const outcomes = new Map<Change, Outcome>();
  const decideEach = (some: readonly Change[], places: PlaceOf, filings: FilingOf = () => undefined) => {
    for (const change of some) {
      const outcome = placed(change, decide(change, current.get(textOf(keyOf(change))), { ...deciding, places, filings }));
      if (options.atomic && outcome instanceof Problem) throw outcome;
      outcomes.set(change, outcome);
    }
  };
  const isPatient = (change: Change) => keyOf(change).type === 'Patient';
  decideEach(changes.filter(isPatient), commits.placeOf);
  const arrived = [...outcomes.values()].flatMap((outcome): [string, string][] =>
    outcome instanceof Problem || !outcome.resource ? [] : [[outcome.row.id, outcome.place]],
  );
  const records = changes.filter((change) => !isPatient(change) && !isBinary(change));
  const saved = records.flatMap((change) => (change.kind === 'delete' ? [] : [change.resource]));
  decideEach(records, await placesFor(tx, saved, commits.placeOf, new Map(arrived)));
  const binaries = changes.filter(isBinary);
  if (binaries.length > 0) {
    const settled = new Map([...outcomes].map(([change, outcome]) => [textOf(keyOf(change)), outcome]));
    decideEach(binaries, commits.placeOf, await filingsFor(tx, binaries, commits.catalogue, options.scope, settled));
  }
  return changes.flatMap((change) => outcomes.get(change) ?? []);
}

const isBinary = (change: Change): boolean => keyOf(change).type === BINARY;

/** A refusal names the place where the change was asked for. */
const placed = ({ at }: Change, outcome: Outcome): Outcome =>
  at !== undefined && outcome instanceof Problem ? new Problem(outcome.code, outcome.message, { at, cause: outcome }) : outcome;

/** Residents that keep records, or get some, among those whose Patient is to be deleted. */
async function owningResidents(tx: Sql, changes: readonly Change[], { atomic }: CommitOptions): Promise<ReadonlySet<string>> {
  const leaving = changes.filter((change) => change.kind === 'delete');
  const patients = leaving.filter(({ type }) => type === 'Patient').map(({ id }) => id);
  const owning = await residentsWithRecords(tx, patients, atomic ? leaving : []);
  for (const change of changes) {
    const owner = change.kind === 'delete' || keyOf(change).type === 'Patient' ? undefined : ownerOf(change.resource);
    if (owner) owning.add(owner);
  }
  return owning;
}

const isWritten = (outcome: Outcome): outcome is Written => !(outcome instanceof Problem) && outcome.action !== 'none';

/**
 * Every statement is issued before the first is awaited, in this order.
 * @returns the version of the search parameters that the database has by now; undefined where nothing is written
 */
async function write(tx: Sql, written: readonly Written[], current: ReadonlyMap<string, Current>): Promise<number | undefined> {
  const fresh = written.filter(({ row }) => !current.has(textOf(row)));
  const known = written.filter(({ row }) => current.has(textOf(row)));
  const [, , overwritten, inserted, , , parameters] = await Promise.all([
    copyToHistory(tx, known, current),
    moveHistory(tx, known, current),
    overwrite(tx, known, current),
    insertNew(tx, fresh),
    writeSearchValues(tx, written, current),
    recordLocators(tx, written, current),
    recordChanges(tx, written, current),
  ]);
  if (overwritten < known.length) throw new Error('what was locked has gone');
  if (inserted < fresh.length) throw new Overtaken();
  return parameters;
}

interface Following {
  readonly written: readonly Written[];
  readonly current: ReadonlyMap<string, Current>;
  readonly changes: readonly Change[];
}

/** What lies beside others follows them where they moved. */
async function follow(tx: Sql, { catalogue, parameters: own }: Commits, { written, current, changes }: Following): Promise<void> {
  const assigned = new Set(changes.flatMap((change) => (change.kind === 'create' ? [change.resource.id] : [])));
  await movePlaces(tx, written, current, assigned);
  await followContexts(tx, { written, current, catalogue, parameters: own });
}

interface Deciding {
  readonly commits: Commits;
  readonly options: CommitOptions;
  readonly places: PlaceOf;
  readonly filings: FilingOf;
  /** Patients that own records. */
  readonly owning: ReadonlySet<string>;
  readonly updatedAt: string;
}

function decide(asked: Change, there: Current | undefined, deciding: Deciding): Outcome {
  const scope = scopesIn(deciding.options)(keyOf(asked));
  const isSeen =
    there && (asked.isOwn || (isInside(scope, there.place, there.row.database) && seesContext(scope, there.context)));
  // what lies outside cannot be written over, and is not there for who deletes it
  if (there && !isSeen && asked.kind !== 'delete') return outside(keyOf(asked).type);
  const current = isSeen ? there : undefined;
  const change =
    (asked.isOwn ? undefined : refuse(asked, current, scope)) ??
    deciding.commits.guard?.(asked, current?.body ?? undefined, scope) ??
    asked;
  if (change instanceof Problem) return change;
  if (change.kind !== 'delete') return save(change.resource, current, deciding, change.isOwn);
  if (current && deciding.owning.has(change.id))
    return new Problem('resident-has-records', 'Its records are deleted or moved first', { at: change.type });
  return remove(change, current, deciding);
}

function refuse(change: Change, current: Current | undefined, scope: Scope): Problem | undefined {
  const { type } = keyOf(change);
  const interaction = change.kind === 'delete' ? 'd' : current ? 'u' : 'c';
  if (!scope.allows(type, interaction))
    return new Problem('right-missing', `${type}: interaction ${interaction} is outside the scope`);
  if (current?.context !== undefined && current.row.database === 'reference' && !mayWriteBeside(scope, current.context))
    return outside(type);
  const { ifMatch } = change.kind === 'create' ? {} : change;
  if (ifMatch === undefined || current?.version === ifMatch) return undefined;
  return new Problem('version-conflict', `The version here is ${current?.version ?? 'none'}, If-Match says ${ifMatch}`, {
    at: type,
  });
}

function save(
  resource: Resource & { readonly id: string },
  current: Current | undefined,
  deciding: Deciding,
  isOwn = false,
): Outcome {
  const { commits, options, places, filings, updatedAt } = deciding;
  const filing = filings(resource);
  if (filing instanceof Problem) return filing;
  const version = (current?.version ?? 0) + 1;
  const body = render(resource, version, updatedAt);
  const indexed = toRow(resource, commits.catalogue, body, commits.parameters);
  const row = filing ? asFiled(indexed, filing) : indexed;
  const place = filing ? filing.place : places(resource);
  if (!isOwn && !isInside(scopesIn(options)(row), place, row.database)) return outside(row.type);
  if (current && !current.deleted && render(resource, current.version, current.updatedAt) === current.body)
    return { action: 'none', row, version: current.version, place, updatedAt: current.updatedAt, body: current.body, resource };
  const action = current && !current.deleted ? 'update' : 'create';
  return { action, row, version, place, updatedAt, body, resource };
}

function remove(
  { type, id }: Change & { kind: 'delete' },
  current: Current | undefined,
  { commits, updatedAt }: Deciding,
): Outcome {
  if (!current || current.deleted) {
    const row = current?.row ?? toRow({ resourceType: type, id }, commits.catalogue);
    return { action: 'none', row, version: current?.version ?? 0, place: '', updatedAt, body: undefined, resource: undefined };
  }
  return {
    action: 'delete',
    row: deletedRow(current),
    version: current.version + 1,
    place: current.place,
    updatedAt,
    body: undefined,
    resource: undefined,
  };
}

const outside = (type: string) => new Problem('right-missing', 'It lies outside the scope', { at: type });

const keyOf = (change: Change) =>
  change.kind === 'delete'
    ? { type: change.type, id: change.id }
    : { type: change.resource.resourceType, id: change.resource.id };

const textOf = ({ type, id }: Pick<Row, 'type' | 'id'>) => `${type}/${id}`;
