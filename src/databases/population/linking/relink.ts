import type { Change, LinkedPatients, Sql } from '../../../store/index.ts';
import { type IdentifiedPatient, readPlacedPatients, withLinks } from './patient-links.ts';

/** A Patient that is written by somebody, with those it is linked to already. */
interface Writing {
  readonly change: Change & { readonly kind: 'create' | 'put' };
  /** As it is to be kept. */
  readonly patient: IdentifiedPatient;
  readonly linked: LinkedPatients | undefined;
}

interface Relinked {
  readonly replaced: ReadonlyMap<Change, Change>;
  readonly others: readonly Change[];
}

/**
 * What becomes of Patients now that these are residents: those that are written get their links, others a version of their own
 * where their links change. The caller holds the locks of all of them.
 */
export async function relink(tx: Sql, writing: readonly Writing[], groups: readonly LinkedPatients[]): Promise<Relinked> {
  const groupOf = new Map(groups.flatMap((group) => group.map((id): [string, LinkedPatients] => [id, group])));
  const replaced = new Map<Change, Change>();
  for (const { change, patient, linked } of writing) {
    const resource = withLinks(patient, groupOf.get(patient.id) ?? linked ?? []);
    if (JSON.stringify(resource) !== JSON.stringify(change.resource)) replaced.set(change, { ...change, resource });
  }
  const written = new Set(writing.map(({ patient }) => patient.id));
  const rest = [...groupOf.keys()].filter((id) => !written.has(id));
  const patients = await readPlacedPatients(tx, rest);
  const others = [...patients.values()].flatMap(({ patient }): Change[] => {
    const resource = withLinks(patient, groupOf.get(patient.id) ?? []);
    const isSame = JSON.stringify(resource['link']) === JSON.stringify(patient['link']);
    return isSame ? [] : [{ kind: 'put', resource, isOwn: true }];
  });
  return { replaced, others };
}
