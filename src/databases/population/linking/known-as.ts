import { findLinked, type Scope, type Sql } from '../../../store/index.ts';
import { findByIdentifiers, type IdentifierValue } from '../find.ts';
import { hasNumber } from './merging.ts';
import type { IdentifiedPatient } from './patient-links.ts';
import { isReplaced } from './replaced.ts';
import { readSeen, type SeenResident } from './seen-resident.ts';

/** Registrations that nothing replaces. */
export const standingOf = ({ registrations }: SeenResident): readonly IdentifiedPatient[] =>
  registrations.filter((patient) => !isReplaced(patient));

/** Residents who have this number by a registration that the scope shows and nothing replaces. */
export async function findKnownAs(sql: Sql, scope: Scope, number: IdentifierValue): Promise<SeenResident[]> {
  const mains = (await findByIdentifiers(sql, [number])).map(({ id }) => id);
  const linked = await findLinked(sql, mains);
  const seen = await readSeen(
    sql,
    scope,
    's',
    mains.map((id) => linked.get(id) ?? [id]),
  );
  return seen.flatMap((one) => (one && standingOf(one).some((patient) => hasNumber(patient, number)) ? [one] : []));
}
