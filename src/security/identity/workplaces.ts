import type { Sql } from '../../store/index.ts';

/** At which institutions an account works now: ids or codes of Organizations. Asked for at each use, so that a change holds at once. */
export async function findWorkplaces(sql: Sql, account: string): Promise<readonly string[]> {
  const rows = await sql<{ organization: string }[]>`
    select organization from identity.workplace where account = ${account} order by organization`;
  return rows.map(({ organization }) => organization);
}

/** Says that an account works at institutions; a repeat changes nothing. */
export async function addWorkplaces(sql: Sql, account: string, organizations: readonly string[]): Promise<void> {
  if (organizations.length === 0) return;
  await sql`
    insert into identity.workplace (account, organization) select ${account}, unnest(${[...organizations]}::text[]) on conflict do nothing`;
}

/** Says that an account works there no more. */
export async function removeWorkplaces(sql: Sql, account: string, organizations: readonly string[]): Promise<void> {
  await sql`delete from identity.workplace where account = ${account} and organization = any(${[...organizations]}::text[])`;
}
