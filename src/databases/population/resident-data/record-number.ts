import { Problem } from '../../../kernel/index.ts';
import { healthRecord } from '../../../standards/index.ts';
import type { ScopedStore, Sql, Written } from '../../../store/index.ts';
import { untilWritten } from '../events/record.ts';
import { codeOf, type Identified, partsOf, textOf } from '../parts.ts';
import { nextRecordNumber } from '../record-numbers.ts';
import { readPatient } from '../stored.ts';

export const recordNumberOf = (patient: Identified): string | undefined =>
  textOf(partsOf(patient['identifier']).find(({ system, use }) => system === healthRecord && use !== 'old')?.['value']);

/**
 * The health record number of a resident, assigned where there is none yet. A repeat gives the same, also to many at once.
 * @param home division of who has none of its own
 */
export async function assignRecordNumber(
  { sql, store, within }: { sql: Sql; store: ScopedStore; within: (tx: Sql, written: readonly Written[]) => Promise<void> },
  { id, home }: { id: string; home: string },
): Promise<string> {
  return untilWritten(async () => {
    const { resource, version } = await readPatient(store, id);
    const known = recordNumberOf(resource);
    if (known) return known;
    const value = await nextRecordNumber(sql, codeOf(resource, 'division') ?? home);
    const identifier = [...partsOf(resource['identifier']), { use: 'secondary', system: healthRecord, value }];
    await store.put({ ...resource, identifier }, version, within);
    return value;
  });
}

/** Where somebody must say which version is changed. @throws Problem version-required */
export function requireVersion(ifMatch: number | undefined): number {
  if (ifMatch === undefined)
    throw new Problem('version-required', 'If-Match names the version that was read', { at: 'If-Match' });
  return ifMatch;
}
