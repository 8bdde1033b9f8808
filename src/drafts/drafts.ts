import { createHash } from 'node:crypto';
import type { FormValues } from '../forms/index.ts';
import { Problem } from '../kernel/index.ts';
import { seal, unseal } from '../security/crypto/index.ts';
import type { Sql } from '../store/index.ts';

export interface DraftsOptions {
  readonly sql: Sql;
  /** With which drafts are sealed. */
  readonly key: Uint8Array;
  readonly now: Date;
  /** Account whose drafts they are: nobody else reads them. */
  readonly owner: string;
}

const KEPT_MS = 14 * 24 * 60 * 60 * 1000;
const MOST_DRAFTS = 200;

const digestOf = (name: string): string => createHash('sha256').update(name).digest('base64url');

/** What the account has typed into a form; undefined where it has begun none of that name, or two weeks are over. */
export async function readDraft({ sql, key, now, owner }: DraftsOptions, name: string): Promise<FormValues | undefined> {
  const [row] = await sql<{ sealed: string }[]>`
    select sealed from drafts.draft where owner = ${owner} and name = ${digestOf(name)}`;
  const text = row && unseal(key, row.sealed, now.getTime());
  return text === undefined ? undefined : JSON.parse(text);
}

/** Keeps what stands in a form, in place of what was kept of it. @throws Problem too-large where the account has too many drafts */
export async function keepDraft({ sql, key, now, owner }: DraftsOptions, name: string, values: FormValues): Promise<void> {
  const until = now.getTime() + KEPT_MS;
  const { count } = await sql`
    insert into drafts.draft (owner, name, sealed, until)
    select ${owner}, ${digestOf(name)}, ${seal(key, JSON.stringify(values), until)}, ${new Date(until)}
     where (select count(*) from drafts.draft where owner = ${owner} and name <> ${digestOf(name)}) < ${MOST_DRAFTS}
        on conflict (owner, name) do update set sealed = excluded.sealed, until = excluded.until`;
  if (count === 0) throw new Problem('too-large', `at most ${MOST_DRAFTS} drafts are kept`, { at: 'name' });
}

export async function forgetDraft({ sql, owner }: Pick<DraftsOptions, 'sql' | 'owner'>, name: string): Promise<void> {
  await sql`delete from drafts.draft where owner = ${owner} and name = ${digestOf(name)}`;
}

/** Removes those whose two weeks are over. */
export async function removeOldDrafts(sql: Sql, now: Date): Promise<void> {
  await sql`delete from drafts.draft where until < ${now}`;
}
