import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../kernel/index.ts';
import { type Database, feedLag, type Sql } from '../../store/index.ts';
import type { Tally } from '../../tally/index.ts';
import { type Caller, callNeighbour, type Neighbour } from '../exchange/index.ts';
import { BATCH_PATH } from './batch.ts';
import { acknowledge, nextBatch } from './outgoing.ts';

export interface Uplink {
  /** Something changed: look now instead of at the next interval. */
  wake(): void;
  stop(): Promise<void>;
}

export interface UplinkOptions {
  readonly database: Database;
  readonly caller: Caller;
  readonly upper: Neighbour;
  /** Whose sums go along, beside the counts of residents. */
  readonly tallies: readonly Tally[];
  /** Most pause between two looks where nobody wakes it. */
  readonly mostIdleMs: number;
  /** Told once when the link breaks and once when it works again. */
  readonly onState: (state: { readonly up: boolean; readonly problem?: Problem }) => void;
}

const IDLE_MS = 300;
const TIMEOUT_MS = 30_000;
const FIRST_BACKOFF_MS = 200;
const MAX_BACKOFF_MS = 5000;

/** Sends batches up, one after the other, for as long as the platform runs. A link that is down costs lag, nothing else. */
export function startUplink(options: UplinkOptions): Uplink {
  const stopping = new AbortController();
  let waiting = new AbortController();
  /** @returns whether it was woken */
  const pause = async (ms: number) => {
    await sleep(ms, undefined, { signal: AbortSignal.any([stopping.signal, waiting.signal]) }).catch(() => {});
    const isWoken = waiting.signal.aborted;
    // who calls while a batch is made is not overheard: the next pause ends at once
    waiting = new AbortController();
    return isWoken;
  };
  const running = run(options, stopping.signal, pause);
  return {
    wake: () => waiting.abort(),
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function run(
  { database, caller, upper, tallies, mostIdleMs, onState }: UplinkOptions,
  stopping: AbortSignal,
  pause: (ms: number) => Promise<boolean>,
): Promise<void> {
  let failures = 0;
  let idleMs = IDLE_MS;
  while (!stopping.aborted) {
    try {
      const sent = await sendOne(database, caller, upper, tallies);
      if (failures > 0) onState({ up: true });
      failures = 0;
      // a transaction that still ran may have held back what it was woken for: it looks again, and ever more rarely
      idleMs = sent || (await pause(idleMs)) ? IDLE_MS : Math.min(idleMs * 2, mostIdleMs);
    } catch (thrown) {
      if (stopping.aborted) return;
      failures += 1;
      if (failures === 1)
        onState({
          up: false,
          problem: thrown instanceof Problem ? thrown : new Problem('internal', 'The uplink failed', { cause: thrown }),
        });
      // full jitter: after an outage of the upper platform its neighbours do not come all at once
      await sleep(Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** failures) * (0.5 + Math.random() / 2), undefined, {
        signal: stopping,
      }).catch(() => {});
    }
  }
}

async function sendOne(database: Database, caller: Caller, upper: Neighbour, tallies: readonly Tally[]): Promise<boolean> {
  const pending = await nextBatch(database, caller.division, tallies);
  if (!pending) return false;
  await callNeighbour(caller, upper, BATCH_PATH, pending.body, TIMEOUT_MS);
  await acknowledge(database, pending.sequence, tallies);
  return true;
}

/** How far behind the upper platform is: changes not acknowledged, and for how long the oldest of them waits. */
export async function uplinkLag(
  sql: Sql,
  now: Date,
): Promise<{ changes: number; seconds: number; sequence: number; acknowledgedAt: Date | undefined }> {
  const [uplink] = await sql<
    { sequence: number; xid: string; position: number; indexXid: string; indexPosition: number; acknowledgedAt: Date | null }[]
  >`
    select sequence, feed_xid::text as xid, feed_position as position, index_xid::text as "indexXid", index_position as "indexPosition",
           acknowledged_at as "acknowledgedAt" from sync.uplink`;
  if (!uplink) throw new Error('sync.uplink has its one row');
  const own = await feedLag(sql, uplink);
  const [below] = await sql<{ changes: number; since: Date | null }[]>`
    select count(*) as changes, min(at) as since
      from (select at from sync.index_change where (xid, position) > (${uplink.indexXid}::xid8, ${uplink.indexPosition}) limit 100000) waiting`;
  const oldest = [own.since ? new Date(own.since) : undefined, below?.since ?? undefined].filter((at) => at !== undefined);
  const since = Math.min(...oldest.map((at) => at.getTime()));
  return {
    changes: own.changes + (below?.changes ?? 0),
    seconds: oldest.length > 0 ? Math.max(0, (now.getTime() - since) / 1000) : 0,
    sequence: uplink.sequence,
    acknowledgedAt: uplink.acknowledgedAt ?? undefined,
  };
}
