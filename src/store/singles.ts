import { BINARY } from './catalogue.ts';
import type { Change, Outcome, Written } from './change.ts';
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
    return (single.change.kind !== 'delete' && single.change.resource.resourceType === 'Patient' ? patients : records).ask(
      single,
    );
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

async function commitAlone(commits: Commits, { change, scope, within }: Single): Promise<Outcome> {
  const [outcome] = await commit(commits, async () => [change], { scope, atomic: true, within });
  return outcome ?? missing();
}

async function commitTogether(commits: Commits, singles: readonly Single[]): Promise<readonly Outcome[]> {
  const [first] = singles;
  if (!first) return [];
  const scopes = new Map(singles.map(({ change, scope }) => [nameOf(change), scope]));
  const outcomes = await commit(commits, async () => singles.map(({ change }) => change), {
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
