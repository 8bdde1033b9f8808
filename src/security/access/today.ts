import type { Catalogue, ScopeBearer, Sql } from '../../store/index.ts';
import { findAccount, findInstitution } from '../identity/index.ts';
import { findRole, type Subject, toSubject } from './decide.ts';

/**
 * What somebody may do now for whom the platform works while he or it is away: by the account or registration as it is
 * today, no further than the token reached.
 * @returns undefined where there is no such account or client any more
 */
export async function subjectToday(
  sql: Sql,
  { id, role, scopes }: ScopeBearer,
  catalogue: Pick<Catalogue, 'databasesOf'>,
): Promise<Subject | undefined> {
  if (role === 'institution-system') {
    const client = await findInstitution(sql, id);
    return client && toSubject({ id, role, scopes, ...client, name: client.institution }, catalogue);
  }
  const account = await findAccount(sql, id);
  if (!account || !findRole(account.role)) return undefined;
  const { name, place, institution } = account;
  return toSubject({ id, scopes, role: account.role, name, place, institution }, catalogue);
}
