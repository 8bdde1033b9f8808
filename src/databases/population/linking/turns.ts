import { lockResources, type Sql } from '../../../store/index.ts';

/** Waits until nobody else writes these Patients, and keeps others waiting until the transaction ends. */
export const lockPatientsAlone = (tx: Sql, ids: readonly string[]): Promise<void> =>
  lockResources(
    tx,
    ids.map((id) => ({ kind: 'delete', type: 'Patient', id })),
  );
