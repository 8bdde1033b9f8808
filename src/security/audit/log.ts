import { type Bilingual, shardOf } from '../../kernel/index.ts';
import type { Sql, Written } from '../../store/index.ts';
import type { AccessRow } from './contract.ts';

/** Who acts, from where, and why; the same for all entries of a request. */
export interface Actor {
  readonly id: string;
  readonly name: Bilingual;
  readonly role: string;
  /** Division of the platform at which the actor is signed in. */
  readonly from: string;
  readonly purpose: string;
  readonly requestId: string;
}

/** One act on one resident's data, or on none's. */
export interface Act {
  readonly action: AccessRow['action'];
  readonly what: string;
  readonly count: number;
  readonly resident: string | undefined;
  /** Division code of the resident; of the platform where unknown. */
  readonly place: string;
  readonly outcome?: AccessRow['outcome'];
}

interface Entry {
  readonly actor: Actor;
  readonly act: Act;
}

export interface AuditLog {
  /** Resolves when the entries are durable. Calls that come while one is being written are written together. */
  record(actor: Actor, acts: readonly Act[]): Promise<void>;
}

/** The log of reads. Writes are entered with `recordWrites` in their own transaction. */
export function openAuditLog(sql: Sql): AuditLog {
  let waiting: { entries: Entry[]; done: Promise<void> } | undefined;
  let running: Promise<void> = Promise.resolve();
  return {
    record: (actor, acts) => {
      if (acts.length === 0) return Promise.resolve();
      if (!waiting) {
        const batch: Entry[] = [];
        const done = running.then(() => {
          waiting = undefined;
          return insertEntries(sql, batch);
        });
        waiting = { entries: batch, done };
        running = done.catch(() => {});
      }
      waiting.entries.push(...acts.map((act) => ({ actor, act })));
      return waiting.done;
    },
  };
}

/**
 * Enters what a commit wrote: one entry for each resident and kind of act, in the transaction of the commit. What is
 * nobody's alone (a household) is entered for each whom it concerns.
 */
export async function recordWrites(tx: Sql, actor: Actor, written: readonly Written[]): Promise<void> {
  const all = written.flatMap((one) => residentsOf(one).map((resident) => ({ ...one, resident })));
  const groups = Map.groupBy(all, ({ resident, action }) => `${action} ${resident ?? ''}`);
  const acts = [...groups.values()].flatMap((group): Act[] => {
    const [first] = group;
    if (!first || first.action === 'none') return [];
    const { action, resident, place, row } = first;
    const what = group.length === 1 ? `${row.type}/${row.id}` : summary(group.map((one) => one.row.type));
    return [{ action, what, count: group.length, resident, place }];
  });
  await insertTogether(
    tx,
    acts.map((act) => ({ actor, act })),
  );
}

/** Enters acts in the transaction that does them. */
export const recordActs = (tx: Sql, actor: Actor, acts: readonly Act[]): Promise<void> =>
  insertTogether(
    tx,
    acts.map((act) => ({ actor, act })),
  );

interface Batch {
  readonly entries: Entry[];
  readonly done: Promise<void>;
}

/** By transaction: what is about to be entered in it. */
const batches = new WeakMap<Sql, Batch>();

/** Entries of several who write in one transaction at the same moment are one statement. */
function insertTogether(tx: Sql, added: readonly Entry[]): Promise<void> {
  const waiting = batches.get(tx);
  if (waiting) {
    waiting.entries.push(...added);
    return waiting.done;
  }
  const entries = [...added];
  const done = Promise.resolve().then(() => {
    batches.delete(tx);
    return insertEntries(tx, entries);
  });
  batches.set(tx, { entries, done });
  return done;
}

function residentsOf({ row }: Written): readonly (string | undefined)[] {
  if (row.resident !== undefined) return [row.resident];
  return row.alsoIn.length > 0 ? row.alsoIn : [undefined];
}

/** `Observation, Condition …`: types by how often they occur, five at most. */
export function summary(types: readonly string[]): string {
  const counted = [...Map.groupBy(types, (type) => type)].sort((a, b) => b[1].length - a[1].length).map(([type]) => type);
  return counted.length > 5 ? `${counted.slice(0, 5).join(', ')} …` : counted.join(', ');
}

async function insertEntries(sql: Sql, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const of = <Value>(pick: (entry: Entry) => Value) => entries.map(pick);
  await sql`
    insert into audit.entry (shard, actor, actor_name, role, from_division, purpose, action, what, count, resident, place, outcome, request_id)
    select shard, actor, actor_name::jsonb, role, from_division, purpose, action, what, count, resident, place, outcome, request_id
      from unnest(${of(({ act }) => (act.resident ? shardOf(act.resident) : 0))}::bigint[], ${of(({ actor }) => actor.id)}::text[],
                  ${of(({ actor }) => JSON.stringify(actor.name))}::text[], ${of(({ actor }) => actor.role)}::text[],
                  ${of(({ actor }) => actor.from)}::text[], ${of(({ actor }) => actor.purpose)}::text[],
                  ${of(({ act }) => act.action)}::text[], ${of(({ act }) => act.what)}::text[], ${of(({ act }) => act.count)}::integer[],
                  ${of(({ act }) => act.resident ?? null)}::text[], ${of(({ act }) => act.place)}::text[],
                  ${of(({ act }) => act.outcome ?? 'success')}::text[], ${of(({ actor }) => actor.requestId)}::text[])
           as given (shard, actor, actor_name, role, from_division, purpose, action, what, count, resident, place, outcome, request_id)`;
}
