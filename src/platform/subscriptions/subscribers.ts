import { parseJson, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import type { Participant, ScopeBearer, Sql, Written } from '../../store/index.ts';
import { type Definition, readDefinition } from './definition.ts';
import type { EndpointRules } from './endpoint.ts';
import { subscriptionOwner } from './owner.ts';

export type Status = 'requested' | 'active' | 'error' | 'off';

/** A Subscription as the platform works with it. */
export interface Subscriber {
  readonly shard: number;
  readonly id: string;
  readonly version: number;
  readonly status: Status;
  /** A problem where the settings no longer allow what they allowed. */
  readonly definition: Definition | Problem;
  /** Under whose rights everything is matched and sent. */
  readonly owner: ScopeBearer;
  /** Changes of later transactions count. */
  readonly sinceXid: string;
  readonly isVerified: boolean;
  readonly events: number;
  readonly delivered: number;
  readonly failures: number;
  readonly failingSince: Date | undefined;
  readonly reason: string | undefined;
}

interface SubscriberRow {
  shard: number;
  id: string;
  version: number;
  status: Status;
  body: string;
  ownerId: string;
  ownerRole: string;
  ownerScopes: string[];
  sinceXid: string;
  verified: boolean;
  events: number;
  delivered: number;
  failures: number;
  failingSince: Date | null;
  reason: string | null;
}

/** Columns of a subscriber; the table is called `s`. */
export const subscriberColumns = (sql: Sql) => sql`
  s.shard, s.id, s.version, s.status, s.body, s.owner_id as "ownerId", s.owner_role as "ownerRole", s.owner_scopes as "ownerScopes",
  s.since_xid::text as "sinceXid", s.verified, s.events, s.delivered, s.failures, s.failing_since as "failingSince", s.reason`;

/** Reads rows; what a Subscription asks for is parsed once a version. */
export type ReadSubscribers = (rows: readonly unknown[]) => Subscriber[];

const MOST_REMEMBERED = 5000;

export function subscriberReader(rules: EndpointRules): ReadSubscribers {
  const known = new Map<string, Definition | Problem>();
  const definitionOf = ({ id, version, body }: SubscriberRow) => {
    const key = `${id}/${version}`;
    const found = known.get(key) ?? definitionIn(body, rules);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(key, found);
    return found;
  };
  return (rows) => (rows as readonly SubscriberRow[]).map((row) => toSubscriber(row, definitionOf(row)));
}

function definitionIn(body: string, rules: EndpointRules): Definition | Problem {
  try {
    return readDefinition(parseJson(body) as Resource, 'Subscription', rules);
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
}

function toSubscriber(row: SubscriberRow, definition: Definition | Problem): Subscriber {
  const { shard, id, version, status, sinceXid, events, delivered, failures } = row;
  return {
    ...{ shard, id, version, status, definition, sinceXid, events, delivered, failures },
    owner: { id: row.ownerId, role: row.ownerRole, scopes: row.ownerScopes },
    isVerified: row.verified,
    failingSince: row.failingSince ?? undefined,
    reason: row.reason ?? undefined,
  };
}

/** A subscriber that belongs to somebody; undefined where there is none, or where it is another's. */
export async function findSubscriber(
  sql: Sql,
  read: ReadSubscribers,
  id: string,
  owner: string,
): Promise<Subscriber | undefined> {
  return read(
    await sql`select ${subscriberColumns(sql)} from subscriptions.subscription s where id = ${id} and owner_id = ${owner}`,
  )[0];
}

/** All subscribers of somebody, by id; an owner has at most a hundred. */
export async function listSubscribers(sql: Sql, read: ReadSubscribers, owner: string): Promise<Subscriber[]> {
  return read(
    await sql`select ${subscriberColumns(sql)} from subscriptions.subscription s where owner_id = ${owner} order by id`,
  );
}

/** All that have not ended: those whose events are counted. */
export async function listListening(sql: Sql, read: ReadSubscribers): Promise<Subscriber[]> {
  return read(await sql`select ${subscriberColumns(sql)} from subscriptions.subscription s where status <> 'off' order by id`);
}

const MOST_OF_ONE_OWNER = 100;

/** Keeps the rows of Subscriptions in the transaction that writes them. */
export const keepSubscriptions =
  (rules: EndpointRules): Participant =>
  async (tx, written, scopeOf) => {
    const all = written.filter(({ row }) => row.type === 'Subscription');
    const owners = new Set<string>();
    for (const one of all) {
      const { bearer } = scopeOf(one.row);
      if (bearer) owners.add(bearer.id);
      if (one.action === 'delete') await remove(tx, one);
      else if (bearer) await save(tx, one, bearer, rules);
      else await noteStatus(tx, one);
    }
    for (const owner of owners) await refuseTooMany(tx, owner);
  };

async function remove(tx: Sql, { row }: Written): Promise<void> {
  await tx`delete from subscriptions.subscription where id = ${row.id} and shard = ${row.shard}`;
  await tx`delete from subscriptions.event where subscription = ${row.id} and shard = ${row.shard}`;
}

/**
 * What is written begins anew, but for the numbers of events, which go on. Whoever else writes it, an administrator, lends
 * it nothing of his own rights.
 */
async function save(tx: Sql, written: Written, owner: ScopeBearer, rules: EndpointRules): Promise<void> {
  const isOwn = subscriptionOwner(written.resource) === owner.id;
  const { row, version, body = '', resource, updatedAt } = written;
  const definition = readDefinition(resource ?? { resourceType: 'Subscription' }, 'Subscription', rules);
  const { channel, end, heartbeatSeconds } = definition;
  await tx`
    insert into subscriptions.subscription as s
           (shard, id, version, status, channel, body, owner_id, owner_role, owner_scopes, since_xid, ends_at, heartbeat_seconds, verified, sent_at)
    values (${row.shard}, ${row.id}, ${version}, ${String(resource?.['status'])}, ${channel}, ${body}, ${owner.id}, ${owner.role},
            ${[...owner.scopes]}::text[], pg_current_xact_id(), ${end ?? null}::timestamptz, ${heartbeatSeconds ?? null}::integer,
            ${channel === 'websocket'}, ${updatedAt}::timestamptz)
        on conflict (id, shard) do update
       set version = excluded.version, status = excluded.status, channel = excluded.channel, body = excluded.body,
           owner_id = case when ${isOwn} then excluded.owner_id else s.owner_id end,
           owner_role = case when ${isOwn} then excluded.owner_role else s.owner_role end,
           owner_scopes = case when ${isOwn} then excluded.owner_scopes else s.owner_scopes end,
           since_xid = case when s.status = 'off' then excluded.since_xid else s.since_xid end, ends_at = excluded.ends_at,
           heartbeat_seconds = excluded.heartbeat_seconds, verified = excluded.verified,
           failures = 0, failing_since = null, retry_at = null, reason = null`;
}

async function noteStatus(tx: Sql, { row, version, body = '', resource }: Written): Promise<void> {
  await tx`
    update subscriptions.subscription set version = ${version}, status = ${String(resource?.['status'])}, body = ${body}
     where id = ${row.id} and shard = ${row.shard}`;
}

async function refuseTooMany(tx: Sql, owner: string): Promise<void> {
  const [row] = await tx<{ count: number }[]>`
    select count(*) as count from (select from subscriptions.subscription where owner_id = ${owner} limit ${MOST_OF_ONE_OWNER + 1}) own`;
  if ((row?.count ?? 0) > MOST_OF_ONE_OWNER)
    throw new Problem('subscription-refused', `Nobody has more than ${MOST_OF_ONE_OWNER} Subscriptions`, { at: 'Subscription' });
}
