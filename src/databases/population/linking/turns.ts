import { findLinked, lockResources, type Sql } from '../../../store/index.ts';

/** Waits until nobody else writes these Patients, and keeps others waiting until the transaction ends. */
export const lockPatientsAlone = (tx: Sql, ids: readonly string[]): Promise<void> =>
  lockResources(
    tx,
    ids.map((id) => ({ kind: 'delete', type: 'Patient', id })),
  );

/** All Patients of the residents of these, which nobody else changes until the transaction ends. */
export async function lockResidents(tx: Sql, named: readonly string[]): Promise<string[]> {
  const withLinked = async (ids: readonly string[]) =>
    [...new Set([...ids, ...[...(await findLinked(tx, ids)).values()].flat()])].sort();
  // a guess first, so that nearly always all are asked for at once and nobody waits for another in a ring
  for (let members = await withLinked(named); ; ) {
    await lockPatientsAlone(tx, members);
    const all = await withLinked(members);
    if (all.length === members.length) return members;
    members = all;
  }
}
