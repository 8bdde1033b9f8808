import { setTimeout as sleep } from 'node:timers/promises';
import type { Resource } from '../fhir/index.ts';
import { Problem } from '../kernel/index.ts';
import type { Catalogue } from './catalogue.ts';
import { type Change, type CommitOptions, type Outcome, type Participant, type Plan, render, type Written } from './change.ts';
import {
  type Current,
  copyToHistory,
  insertNew,
  lockCurrent,
  moveHistory,
  overwrite,
  recordChanges,
  recordLocators,
  residentsWithRecords,
} from './commit-sql.ts';
import { type Database, type Sql, sqlState } from './database.ts';
import { movePlaces, type PlaceOf, placesFor } from './place.ts';
import { type Row, toRow } from './row.ts';

/** What every commit of one store shares. */
export interface Commits {
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly placeOf: PlaceOf;
  readonly now: () => Date;
  /** Those who write along with every commit, in this order. */
  readonly participants: readonly Participant[];
}

const RETRIES = 8;
// serialization failure, deadlock, unique violation by a neighbour who was faster
const TRANSIENT = new Set(['40001', '40P01', '23505']);

/** Somebody created the same id between the look and the insert. */
class Overtaken extends Error {}

/**
 * Writes all changes in one SQL transaction, one statement per table: versions, search values, feed, participants.
 * When it resolves, everything is durable. A conflict between writers is retried here, not given to the caller.
 * @returns an outcome for each change, in their order; with `atomic` the first problem is thrown instead
 */
export async function commit(commits: Commits, plan: Plan, options: CommitOptions): Promise<Outcome[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await commits.database.begin(async (tx) => commitOnce(tx, commits, await plan(tx), options));
    } catch (thrown) {
      const transient = thrown instanceof Overtaken || TRANSIENT.has(sqlState(thrown) ?? '');
      if (!transient || attempt === RETRIES) throw thrown;
      await sleep(2 ** attempt * Math.random() * 5);
    }
  }
}

async function commitOnce(tx: Sql, commits: Commits, changes: readonly Change[], options: CommitOptions): Promise<Outcome[]> {
  const keys = changes.filter((change) => change.kind !== 'create').map(keyOf);
  const current = await lockCurrent(tx, keys, commits.catalogue);
  const places = await placesFor(tx, changes, commits.placeOf);
  const owning = await residentsWithRecords(
    tx,
    changes.flatMap((change) => (change.kind === 'delete' && change.type === 'Patient' ? change.id : [])),
  );
  const updatedAt = commits.now().toISOString();
  const outcomes = changes.map((change) => {
    const outcome = decide(change, current.get(textOf(keyOf(change))), { commits, options, places, owning, updatedAt });
    if (options.atomic && outcome instanceof Problem) throw outcome;
    return outcome;
  });
  await write(tx, outcomes, current);
  const written = outcomes.filter((outcome): outcome is Written => !(outcome instanceof Problem) && outcome.action !== 'none');
  if (written.length > 0) for (const participant of commits.participants) await participant(tx, written);
  await options.within?.(tx, written, outcomes);
  return outcomes;
}

async function write(tx: Sql, outcomes: readonly Outcome[], current: ReadonlyMap<string, Current>): Promise<void> {
  const written = outcomes.filter((outcome): outcome is Written => !(outcome instanceof Problem) && outcome.action !== 'none');
  const fresh = written.filter(({ row }) => !current.has(textOf(row)));
  const known = written.filter(({ row }) => current.has(textOf(row)));
  if (known.length > 0) {
    await copyToHistory(tx, known, current);
    await moveHistory(tx, known, current);
    await overwrite(tx, known, current);
  }
  if (fresh.length > 0 && (await insertNew(tx, fresh)) < fresh.length) throw new Overtaken();
  await recordLocators(tx, written, current);
  await recordChanges(tx, written);
  await movePlaces(tx, written, current);
}

interface Deciding {
  readonly commits: Commits;
  readonly options: CommitOptions;
  readonly places: (resource: Resource) => string;
  /** Patients that own records. */
  readonly owning: ReadonlySet<string>;
  readonly updatedAt: string;
}

function decide(change: Change, current: Current | undefined, deciding: Deciding): Outcome {
  const refusal = refuse(change, current, deciding.options);
  if (refusal) return refusal;
  if (change.kind === 'delete' && deciding.owning.has(change.id))
    return new Problem('resident-has-records', `${change.type}/${change.id} owns records; delete or move them first`);
  return change.kind === 'delete' ? remove(change, current, deciding) : save(change.resource, current, deciding);
}

function refuse(change: Change, current: Current | undefined, { scope }: CommitOptions): Problem | undefined {
  const { type, id } = keyOf(change);
  const at = `${type}/${id}`;
  const interaction = change.kind === 'delete' ? 'd' : current ? 'u' : 'c';
  if (!scope.allows(type, interaction))
    return new Problem('right-missing', `${type}: interaction ${interaction} is outside the scope`);
  if (current && !isInside(scope.places, current.place, current.row.database))
    return new Problem('right-missing', `${at} is outside the scope`);
  const { ifMatch } = change.kind === 'create' ? {} : change;
  if (ifMatch === undefined || current?.version === ifMatch) return undefined;
  return new Problem('version-conflict', `${at} has version ${current?.version ?? 'none'}, If-Match says ${ifMatch}`);
}

function save(resource: Resource & { readonly id: string }, current: Current | undefined, deciding: Deciding): Outcome {
  const { commits, options, places, updatedAt } = deciding;
  const row = toRow(resource, commits.catalogue);
  const place = places(resource);
  if (!isInside(options.scope.places, place, row.database) || !options.scope.databases.includes(row.database))
    return new Problem('right-missing', `${row.type}/${row.id} would lie outside the scope`);
  if (current && !current.deleted && render(resource, current.version, current.updatedAt) === current.body)
    return { action: 'none', row, version: current.version, place, updatedAt: current.updatedAt, body: current.body, resource };
  const version = (current?.version ?? 0) + 1;
  const action = current && !current.deleted ? 'update' : 'create';
  return { action, row, version, place, updatedAt, body: render(resource, version, updatedAt), resource };
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
  const row = { ...current.row, lexemes: [], links: [] };
  return {
    action: 'delete',
    row,
    version: current.version + 1,
    place: current.place,
    updatedAt,
    body: undefined,
    resource: undefined,
  };
}

/** Reference data belongs to everybody of the platform; the rest to those whose division covers its place. */
function isInside(places: readonly string[], place: string, database: string): boolean {
  return database === 'reference' || places.some((prefix) => place.startsWith(prefix));
}

const keyOf = (change: Change) =>
  change.kind === 'delete'
    ? { type: change.type, id: change.id }
    : { type: change.resource.resourceType, id: change.resource.id };

const textOf = ({ type, id }: Pick<Row, 'type' | 'id'>) => `${type}/${id}`;
