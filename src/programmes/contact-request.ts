import { createHash } from 'node:crypto';
import { Problem, shardOf } from '../kernel/index.ts';
import type { Sql } from '../store/index.ts';

/** A request to record a contact that may come twice, because its answer was lost. */
export interface ContactRequest {
  /** Patient id. */
  readonly resident: string;
  /** Account that sends it: keys of different accounts do not meet. */
  readonly owner: string;
  readonly key: string;
  /** Of all that is to be written. */
  readonly digest: string;
  /** `programme/activity`. */
  readonly activity: string;
}

/** The same request was written by another connection meanwhile. */
export class SentMeanwhile extends Error {}

export const digestOf = (sent: unknown): string => createHash('sha256').update(JSON.stringify(sent)).digest('base64url');

/**
 * Encounter id that the request wrote before; undefined where it is new.
 * @throws Problem repeat-differs where something else was sent under its key
 */
export async function findWritten(sql: Sql, { resident, owner, key, digest }: ContactRequest): Promise<string | undefined> {
  const [row] = await sql<{ digest: string; contact: string }[]>`
    select digest, contact from programmes.contact_request
     where resident = ${resident} and shard = ${shardOf(resident)} and owner = ${owner} and key = ${key}`;
  if (row && row.digest !== digest)
    throw new Problem('repeat-differs', 'The key came with another contact before', { at: 'key' });
  return row?.contact;
}

/** Encounter ids of what was recorded by keyed requests for the same resident and activity. */
export async function contactsByRequest(
  sql: Sql,
  { resident, activity }: Pick<ContactRequest, 'resident' | 'activity'>,
): Promise<readonly string[]> {
  const rows = await sql<{ contact: string }[]>`
    select contact from programmes.contact_request
     where resident = ${resident} and shard = ${shardOf(resident)} and activity = ${activity}`;
  return rows.map(({ contact }) => contact);
}

/**
 * Keeps which contact a request writes, in the transaction that does. Requests for one resident and activity take turns.
 * @throws SentMeanwhile where the same request was faster
 */
export async function keepRequest(tx: Sql, request: ContactRequest, contact: string): Promise<void> {
  const { resident, owner, key, digest, activity } = request;
  await tx`select pg_advisory_xact_lock(hashtextextended(${`contact ${resident} ${activity}`}, 11))`;
  const { count } = await tx`
    insert into programmes.contact_request (shard, resident, owner, key, digest, activity, contact)
    values (${shardOf(resident)}, ${resident}, ${owner}, ${key}, ${digest}, ${activity}, ${contact})
        on conflict do nothing`;
  if (count === 0) throw new SentMeanwhile();
}
