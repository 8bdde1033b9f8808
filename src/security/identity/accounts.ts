import { createHash } from 'node:crypto';
import { type Bilingual, Problem } from '../../kernel/index.ts';
import type { Sql } from '../../store/index.ts';
import { hashPassword, verifyPassword } from '../crypto/index.ts';

/** A person who signs in at this platform. */
export interface Account {
  readonly username: string;
  readonly name: Bilingual;
  /** Key of the table of roles. */
  readonly role: string;
  /** Division whose residents the role sees: 6 digits, 9 for a township. */
  readonly place: string;
  readonly institution?: Bilingual | undefined;
}

interface AccountRow {
  username: string;
  password: string;
  name: Bilingual;
  role: string;
  place: string;
  institution: Bilingual | null;
}

/** The active account of a user name. */
export async function findAccount(sql: Sql, username: string): Promise<(Account & { readonly password: string }) | undefined> {
  const [row] = await sql<AccountRow[]>`
    select username, password, name, role, place, institution from identity.account where username = ${username} and active`;
  return row && { ...row, institution: row.institution ?? undefined };
}

/** Adds an account; one that is there already stays as it is. */
export async function addAccount(sql: Sql, account: Account, password: string): Promise<void> {
  const [known] = await sql`select from identity.account where username = ${account.username}`;
  if (known) return;
  await sql`
    insert into identity.account (username, password, name, role, place, institution)
    values (${account.username}, ${await hashPassword(password)}, ${JSON.stringify(account.name)}::text::jsonb, ${account.role}, ${account.place},
            ${account.institution ? JSON.stringify(account.institution) : null}::text::jsonb)
        on conflict (username) do nothing`;
}

const MAX_FAILURES = 10;
// compared against when the user name is unknown, so that the time taken does not tell
const NOBODY = hashPassword('nobody has this password');

/**
 * Checks user name and password. After ten failures in five minutes from one address for one name, it refuses for a while:
 * counted by both, so that nobody can lock out somebody else. An attempt counts as failed before it is looked at, so that
 * many at once are no way around; the right password takes the count back.
 * @throws Problem sign-in-refused, sign-in-locked
 */
export async function checkPassword(sql: Sql, username: string, password: string, address: string): Promise<Account> {
  const subject = createHash('sha256').update(`${username}\n${address}`).digest('hex');
  if ((await countFailures(sql, subject)) >= MAX_FAILURES) throw locked();
  await sql`insert into identity.failed_sign_in (subject) values (${subject})`;
  if ((await countFailures(sql, subject)) > MAX_FAILURES) throw locked();
  const account = await findAccount(sql, username);
  const right = await verifyPassword(password, account?.password ?? (await NOBODY));
  if (!account || !right) throw new Problem('sign-in-refused', 'The user name or the password is wrong');
  await sql`delete from identity.failed_sign_in where subject = ${subject}`;
  return account;
}

async function countFailures(sql: Sql, subject: string): Promise<number> {
  const [failures] = await sql<{ count: number }[]>`
    select count(*) as count from identity.failed_sign_in where subject = ${subject} and at > now() - interval '5 minutes'`;
  return failures?.count ?? 0;
}

const locked = () => new Problem('sign-in-locked', 'Too many failures within five minutes');

/** What accounts and institutions' systems are called, by user name or client id; closed accounts too. */
export async function namesOf(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, Bilingual>> {
  const rows = await sql<{ id: string; name: Bilingual }[]>`
    select username as id, name from identity.account where username = any(${ids}::text[])
    union all
    select client_id, metadata->'institution' from identity.client
     where client_id = any(${ids}::text[]) and metadata ? 'institution'`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}
