import { parseJson, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { subjectToday } from '../../security/access/index.ts';
import {
  type Catalogue,
  type Changed,
  type ChangeEntry,
  type Condition,
  isInside,
  lockPosition,
  meets,
  movePosition,
  readChanged,
  readFeed,
  readPosition,
  type Scope,
  type ScopedStore,
  type Sql,
  type Store,
  seesContext,
} from '../../store/index.ts';
import { addEvents, type Match } from './events.ts';
import { listListening, type ReadSubscribers, type Subscriber } from './subscribers.ts';
import { isAbout } from './topics.ts';

const CONSUMER = 'subscriptions';
const MAX_CHANGES = 500;

export interface Matching {
  readonly store: Store;
  readonly read: ReadSubscribers;
}

/**
 * Reads the next changes of the feed and keeps an event for everyone who is to hear of one. Position and events move in
 * one transaction; of several processes, one works at a time.
 */
export async function matchChanges({ store, read }: Matching): Promise<Matched> {
  const { database } = store;
  if (await passOver(database.sql)) return { ...NOTHING, quiet: true };
  if (!(await isAhead(database.sql))) return NOTHING;
  return database.begin(async (tx) => {
    const position = await lockPosition(tx, CONSUMER);
    const entries = position ? await readFeed(tx, position, MAX_CHANGES) : [];
    const last = entries.at(-1);
    if (!last) return NOTHING;
    const { matches, orphans, failed } = await matchesAmong(tx, store, await listListening(tx, read), entries);
    if (matches.length > 0) await addEvents(tx, matches);
    await movePosition(tx, CONSUMER, last);
    return { more: entries.length === MAX_CHANGES, matched: matches.length, orphans: [...orphans], failed, quiet: false };
  });
}

export interface Matched {
  /** There may be more to read at once. */
  readonly more: boolean;
  readonly matched: number;
  /** Subscribers met on the way whose owner is not here any more. */
  readonly orphans: readonly Subscriber[];
  /** Those whose filters cannot be answered: they hear nothing more, rather than too little. */
  readonly failed: readonly Failed[];
  /** Nobody listens. */
  readonly quiet: boolean;
}

export interface Failed {
  readonly subscriber: Subscriber;
  readonly reason: string;
}

const NOTHING: Matched = { more: false, matched: 0, orphans: [], failed: [], quiet: false };

/**
 * While nobody listens, the feed is passed over up to its horizon, in one statement: a Subscription that is not seen by it
 * is of a later transaction, and so are the changes that count for it.
 * @returns whether nobody listens
 */
async function passOver(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ quiet: boolean }[]>`
    select not exists (select from subscriptions.subscription where status <> 'off') as quiet`;
  if (!row?.quiet) return false;
  await sql`
    update store.consumer c set xid = pg_snapshot_xmin(pg_current_snapshot()), position = 0
     where name = ${CONSUMER} and not exists (select from subscriptions.subscription where status <> 'off')
       and exists (select from store.change e
                    where (e.xid, e.position) > (c.xid, c.position) and e.xid < pg_snapshot_xmin(pg_current_snapshot()))`;
  return true;
}

/** Looked at without a lock: nothing is written while nothing happens. */
async function isAhead(sql: Sql): Promise<boolean> {
  return (await readFeed(sql, await readPosition(sql, CONSUMER), 1)).length > 0;
}

interface Met {
  readonly matches: readonly Match[];
  readonly orphans: ReadonlySet<Subscriber>;
  readonly failed: readonly Failed[];
}

/** Of each subscriber in the order of the feed, whoever listens. */
async function matchesAmong(
  tx: Sql,
  store: Store,
  listening: readonly Subscriber[],
  entries: readonly ChangeEntry[],
): Promise<Met> {
  const { catalogue } = store;
  const byType = Map.groupBy(listening, ({ definition }) => (definition instanceof Problem ? '' : definition.topic.resource));
  const watched = entries.filter((entry) => byType.get(entry.type)?.some((one) => isLater(entry, one)));
  const scopes = scopesToday(tx, catalogue);
  const matches: Match[] = [];
  const open = new Map<Subscriber, { readonly scope: Scope; readonly changes: Told[] }>();
  const orphans = new Set<Subscriber>();
  for (const changed of await readChanged(tx, catalogue, watched)) {
    const told = toTold(changed);
    for (const subscriber of byType.get(changed.key.type) ?? []) {
      if (!isLater(changed.key, subscriber) || !told?.isAskedFor(subscriber)) continue;
      const scope = await scopes(subscriber);
      if (!scope) orphans.add(subscriber);
      else if (!maySee(scope, changed)) continue;
      else if (othersOf(subscriber).length === 0) matches.push({ subscriber, event: changed.key });
      else open.set(subscriber, { scope, changes: [...(open.get(subscriber)?.changes ?? []), told] });
    }
  }
  const failed: Failed[] = [];
  for (const [subscriber, { scope, changes }] of open) {
    const met = await askOthers(store.as(scope), subscriber, changes);
    if (met instanceof Problem) failed.push({ subscriber, reason: met.message });
    else matches.push(...met.map(({ key }) => ({ subscriber, event: key })));
  }
  return { matches, orphans, failed };
}

const othersOf = ({ definition }: Subscriber): readonly Condition[] =>
  definition instanceof Problem ? [] : definition.filters.others;

/**
 * Those of the changes of which the filters about other resources hold: one look for all of them, at what the others are
 * now and the owner may see.
 * @returns a problem where the question takes too long, or asks for what is not here
 */
async function askOthers(store: ScopedStore, subscriber: Subscriber, changes: readonly Told[]): Promise<Told[] | Problem> {
  try {
    const conditions = await store.answerOthers(
      changes.map(({ resource }) => resource),
      othersOf(subscriber),
    );
    return changes.filter(({ fits }) => fits(conditions));
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
}

const isLater = ({ xid }: ChangeEntry, { sinceXid }: Subscriber): boolean => BigInt(xid) > BigInt(sinceXid);

/** A change with what it takes to ask about it, worked out once. */
interface Told {
  readonly key: ChangeEntry;
  readonly resource: Resource & { readonly id: string };
  readonly fits: (conditions: readonly Condition[]) => boolean;
  /** By all that the resource alone tells. */
  isAskedFor(subscriber: Subscriber): boolean;
}

/** @returns undefined where nothing is known of it any more */
function toTold({ key, body, previous }: Changed<ChangeEntry>): Told | undefined {
  const [now, before] = [body, previous].map((text) => (text === undefined ? undefined : (parseJson(text) as Resource)));
  // what was deleted is told by what it was
  const told = now ?? before;
  if (!told) return undefined;
  const resource = { ...told, id: key.id };
  const fits = meets(resource);
  // labels are changed without a new version: what it was is what it is
  const was = now && now.meta?.lastUpdated !== key.at ? now : before;
  return {
    ...{ key, resource, fits },
    isAskedFor: ({ definition }) =>
      !(definition instanceof Problem) && isAbout(definition.topic, key.action, was, now) && fits(definition.filters.own),
  };
}

/** Whether somebody may see what changed, as it is now. */
export function maySee(
  scope: Scope,
  { key, place, database, context }: Changed<{ type: string; id: string; version: number }>,
): boolean {
  return scope.allows(key.type, 'r') && isInside(scope, place, database) && seesContext(scope, context);
}

/** Scopes of owners as they are today, each looked up once. */
function scopesToday(tx: Sql, catalogue: Catalogue): (subscriber: Subscriber) => Promise<Scope | undefined> {
  const known = new Map<string, Promise<Scope | undefined>>();
  return ({ owner }) => {
    const key = JSON.stringify(owner);
    const found = known.get(key) ?? subjectToday(tx, owner, catalogue).then((subject) => subject?.scope);
    known.set(key, found);
    return found;
  };
}
