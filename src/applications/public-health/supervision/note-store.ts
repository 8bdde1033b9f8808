import { newId, shardOf } from '../../../kernel/index.ts';
import { inScope, type Scope, type Sql } from '../../../store/index.ts';
import type { NoteKind } from './contract.ts';

export interface NewNote {
  readonly key: string;
  readonly kind: NoteKind;
  readonly topic: string;
  readonly unit: string;
  readonly found: string;
  /** YYYY-MM-DD. */
  readonly foundOn: string;
  readonly division: string;
  readonly institution: string;
  readonly by: { readonly id: string; readonly name: string };
  readonly at: Date;
}

/** Keeps a note; a repeat of its key keeps the first. @returns its id, and whether it was kept by this */
export async function recordNote(sql: Sql, note: NewNote): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const { key, kind, topic, unit, found, foundOn, division, institution, by, at } = note;
  const id = newId();
  // beside all others of its division, so that the key is unique there
  const shard = shardOf(`supervision ${division}`);
  const { count } = await sql`
    insert into supervision.note (shard, id, key, kind, topic, unit, found, found_on, division, institution, by_account, by_name, at)
    values (${shard}, ${id}, ${key}, ${kind}, ${topic}, ${unit}, ${found}, ${foundOn}::date, ${division}, ${institution}, ${by.id}, ${by.name},
            ${at.toISOString()}::timestamptz)
        on conflict (key, shard) do nothing`;
  const [row] = await sql<{ id: string }[]>`select id from supervision.note where key = ${key} and shard = ${shard}`;
  return { id: row?.id ?? id, isNew: count > 0 };
}

/** Says to whom a note was reported; the first report stands. @returns whether there is such a note in the scope, not of a day after `on` */
export async function reportNote(
  sql: Sql,
  scope: Scope,
  { id, on, to }: { id: string; on: string; to: string },
): Promise<boolean> {
  const rows = await sql`
    update supervision.note set reported_on = coalesce(reported_on, ${on}::date), reported_to = coalesce(reported_to, ${to})
     where id = ${id} and found_on <= ${on}::date and ${seen(sql, scope)} returning id`;
  return rows.length > 0;
}

export interface NotesQuestion {
  readonly kind?: NoteKind | undefined;
  readonly topic?: string | undefined;
  /** Leads alone are to be reported. */
  readonly state?: 'waiting' | 'reported' | undefined;
  readonly count: number;
  readonly after?: readonly [foundOn: string, id: string] | undefined;
}

export interface NoteRow {
  readonly id: string;
  readonly kind: NoteKind;
  readonly topic: string;
  readonly unit: string;
  readonly found: string;
  readonly foundOn: string;
  readonly division: string;
  readonly byName: string;
  readonly reportedOn: string | null;
  readonly reportedTo: string | null;
}

/** The latest first; one page. */
export function listNotes(sql: Sql, scope: Scope, { kind, topic, state, count, after }: NotesQuestion): Promise<NoteRow[]> {
  return sql<NoteRow[]>`
    select id, kind, topic, unit, found, found_on::text as "foundOn", division, by_name as "byName", reported_on::text as "reportedOn",
           reported_to as "reportedTo"
      from supervision.note
     where ${seen(sql, scope)} ${kind === undefined ? sql`` : sql`and kind = ${kind}`}
       ${topic === undefined ? sql`` : sql`and topic = ${topic}`}
       ${state === undefined ? sql`` : state === 'reported' ? sql`and reported_on is not null` : sql`and kind = 'lead' and reported_on is null`}
       ${after === undefined ? sql`` : sql`and (found_on, id) < (${after[0]}::date, ${after[1]})`}
     order by found_on desc, id desc limit ${count}`;
}

export async function countWaiting(sql: Sql, scope: Scope): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*) as count from supervision.note where kind = 'lead' and reported_on is null and ${seen(sql, scope)}`;
  return row?.count ?? 0;
}

const seen = (sql: Sql, scope: Scope) => inScope(sql, scope, 'division');
