import { BINARY } from './catalogue.ts';
import type { Change, Outcome, Plan, Written } from './change.ts';
import { type Commits, commit } from './commit.ts';
import { isConnectionLost, type Sql } from './database.ts';
import { Gatherer } from './gather.ts';
import type { Scope } from './scope.ts';

/** A change asked for by itself. */
export interface Single {
  readonly change: Change;
  readonly scope: Scope;
  readonly within?: ((tx: Sql, written: readonly Written[]) => Promise<void>) | undefined;
}

/**
 * Writes changes that are asked for one by one. Those that come at the same moment are written in one transaction, each under its own
 * scope and with its own last word, and each is refused by itself; answered is what is durable. See decision 23.
 */
export function openSingles(commits: Commits): (single: Single) => Promise<Outcome> {
  const options = {
    together: (singles: readonly Single[]) => commitTogether(commits, singles),
    alone: (single: Single) => commitAlone(commits, single),
    keyOf: ({ change }: Single) => nameOf(change),
    isOfOne: (thrown: unknown) => !isConnectionLost(thrown),
  };
  // a registration takes longer: records do not wait for it
  const [patients, records] = [new Gatherer(options), new Gatherer(options)];
  return (single) => {
    if (!canBeGathered(commits, single.change)) return commitAlone(commits, single);
    return (isPatient(single.change) ? patients : records).ask(single);
  };
}

/**
 * What lies beside another resource, defines what others are read by, or says of Patients that they are one is written alone: it waits
 * for more than its own name, or others wait for it.
 */
function canBeGathered({ catalogue }: Commits, change: Change): boolean {
  if (change.kind === 'delete') return false;
  const { resource } = change;
  if (resource.resourceType === BINARY || catalogue.databaseOf(resource) === 'reference') return false;
  return resource.resourceType !== 'Patient' || resource['link'] === undefined;
}

/**
 * The changes as a plan. Statements of a registration look a few things up by their keys: PostgreSQL takes half a millisecond to find out
 * so for each, every time, unless it is told to keep what it planned. What it plans while the tables are empty must do when they are full.
 */
const planned =
  (changes: readonly Change[]): Plan =>
  async (tx) => {
    // issued, not awaited: where it fails, so does the transaction
    if (changes.some(isPatient))
      tx`select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)`.catch(
        () => {},
      );
    return changes;
  };

const isPatient = (change: Change): boolean =>
  (change.kind === 'delete' ? change.type : change.resource.resourceType) === 'Patient';

async function commitAlone(commits: Commits, { change, scope, within }: Single): Promise<Outcome> {
  const [outcome] = await commit(commits, planned([change]), { scope, atomic: true, within });
  return outcome ?? missing();
}

async function commitTogether(commits: Commits, singles: readonly Single[]): Promise<readonly Outcome[]> {
  const [first] = singles;
  if (!first) return [];
  const scopes = new Map(singles.map(({ change, scope }) => [nameOf(change), scope]));
  const changes = singles.map(({ change }) => change);
  const outcomes = await commit(commits, planned(changes), {
    scope: first.scope,
    scopeOf: ({ type, id }) => scopes.get(`${type}/${id}`) ?? first.scope,
    atomic: false,
    withinEach: async (tx, shares) => {
      const told = singles.map(({ within }, index) => ({ within, share: shares[index] }));
      await Promise.all(told.map(async ({ within, share }) => share && within?.(tx, share)));
    },
  });
  return singles.map((_, index) => outcomes[index] ?? missing());
}

function missing(): never {
  throw new Error('a commit has an outcome for each change');
}

const nameOf = (change: Change): string =>
  change.kind === 'delete' ? `${change.type}/${change.id}` : `${change.resource.resourceType}/${change.resource.id}`;
