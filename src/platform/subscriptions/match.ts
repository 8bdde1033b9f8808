import { parseJson, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { subjectToday } from '../../security/access/index.ts';
import {
  type Catalogue,
  type Changed,
  type ChangeEntry,
  type Database,
  isInside,
  lockPosition,
  meets,
  movePosition,
  readChanged,
  readFeed,
  readPosition,
  type Scope,
  type Sql,
} from '../../store/index.ts';
import { addEvents, type Match } from './events.ts';
import { listListening, type ReadSubscribers, type Subscriber } from './subscribers.ts';
import { isAbout } from './topics.ts';

const CONSUMER = 'subscriptions';
const MAX_CHANGES = 500;

export interface Matching {
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly read: ReadSubscribers;
}

/**
 * Reads the next changes of the feed and keeps an event for everyone who is to hear of one. Position and events move in
 * one transaction; of several processes, one works at a time.
 */
export async function matchChanges({ database, catalogue, read }: Matching): Promise<Matched> {
  if (await passOver(database.sql)) return { ...NOTHING, quiet: true };
  if (!(await isAhead(database.sql))) return NOTHING;
  return database.begin(async (tx) => {
    const position = await lockPosition(tx, CONSUMER);
    const entries = position ? await readFeed(tx, position, MAX_CHANGES) : [];
    const last = entries.at(-1);
    if (!last) return NOTHING;
    const { matches, orphans } = await matchesAmong(tx, catalogue, await listListening(tx, read), entries);
    if (matches.length > 0) await addEvents(tx, matches);
    await movePosition(tx, CONSUMER, last);
    return { more: entries.length === MAX_CHANGES, matched: matches.length, orphans: [...orphans], quiet: false };
  });
}

export interface Matched {
  /** There may be more to read at once. */
  readonly more: boolean;
  readonly matched: number;
  /** Subscribers met on the way whose owner is not here any more. */
  readonly orphans: readonly Subscriber[];
  /** Nobody listens. */
  readonly quiet: boolean;
}

const NOTHING: Matched = { more: false, matched: 0, orphans: [], quiet: false };

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

/** In the order of the feed, whoever listens. */
async function matchesAmong(
  tx: Sql,
  catalogue: Catalogue,
  listening: readonly Subscriber[],
  entries: readonly ChangeEntry[],
): Promise<{ matches: Match[]; orphans: ReadonlySet<Subscriber> }> {
  const byType = Map.groupBy(listening, ({ definition }) => (definition instanceof Problem ? '' : definition.topic.resource));
  const watched = entries.filter((entry) => byType.get(entry.type)?.some((one) => isLater(entry, one)));
  const scopes = scopesToday(tx, catalogue);
  const matches: Match[] = [];
  const orphans = new Set<Subscriber>();
  for (const changed of await readChanged(tx, catalogue, watched)) {
    const ask = asking(changed);
    for (const subscriber of byType.get(changed.key.type) ?? []) {
      if (!isLater(changed.key, subscriber) || !ask(subscriber)) continue;
      const scope = await scopes(subscriber);
      if (!scope) orphans.add(subscriber);
      else if (maySee(scope, changed)) matches.push({ subscriber, event: changed.key });
    }
  }
  return { matches, orphans };
}

const isLater = ({ xid }: ChangeEntry, { sinceXid }: Subscriber): boolean => BigInt(xid) > BigInt(sinceXid);

/** Whether a change is what a subscriber asks for; what it takes to know is worked out once. */
function asking({ key, body, previous }: Changed<ChangeEntry>): (subscriber: Subscriber) => boolean {
  const [now, before] = [body, previous].map((text) => (text === undefined ? undefined : (parseJson(text) as Resource)));
  // what was deleted is told by what it was
  const told = now ?? before;
  if (!told) return () => false;
  const fits = meets({ ...told, id: key.id });
  // labels are changed without a new version: what it was is what it is
  const was = now && now.meta?.lastUpdated !== key.at ? now : before;
  return ({ definition }) =>
    !(definition instanceof Problem) && isAbout(definition.topic, key.action, was, now) && fits(definition.filters);
}

/** Whether somebody may see what changed, as it is now. */
export function maySee(scope: Scope, { key, place, database }: Changed<{ type: string; id: string; version: number }>): boolean {
  return scope.allows(key.type, 'r') && isInside(scope, place, database);
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
