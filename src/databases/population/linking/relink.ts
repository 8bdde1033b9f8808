import type { Change, LinkedPatients, Sql } from '../../../store/index.ts';
import { type IdentifiedPatient, type PlacedPatient, readPlacedPatients, withLinks } from './patient-links.ts';

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
  /** Of those, from which change they follow. */
  readonly causes: ReadonlyMap<Change, Change>;
}

/**
 * What becomes of Patients now that these are residents: those that are written get their links, others a version of their own
 * where their links change. The caller holds the locks of all of them.
 * @param known of those that nobody writes, as they are, as far as they were read already
 */
export async function relink(
  tx: Sql,
  writing: readonly Writing[],
  groups: readonly LinkedPatients[],
  known: ReadonlyMap<string, PlacedPatient> = new Map(),
): Promise<Relinked> {
  const groupOf = new Map(groups.flatMap((group) => group.map((id): [string, LinkedPatients] => [id, group])));
  const replaced = new Map<Change, Change>();
  for (const { change, patient, linked } of writing) {
    const resource = withLinks(patient, groupOf.get(patient.id) ?? linked ?? []);
    if (JSON.stringify(resource) !== JSON.stringify(change.resource)) replaced.set(change, { ...change, resource });
  }
  const written = new Set(writing.map(({ patient }) => patient.id));
  const rest = [...groupOf.keys()].filter((id) => !written.has(id));
  const unread = rest.filter((id) => !known.has(id));
  const read = await readPlacedPatients(tx, unread);
  const causes = new Map<Change, Change>();
  const others = rest.flatMap((id): Change[] => {
    const { patient } = known.get(id) ?? read.get(id) ?? {};
    if (!patient) return [];
    const group = groupOf.get(patient.id) ?? [];
    const resource = withLinks(patient, group);
    if (JSON.stringify(resource['link']) === JSON.stringify(patient['link'])) return [];
    const other = { kind: 'put', resource, isOwn: true } as const;
    const cause = writing.find((one) => group.includes(one.patient.id));
    if (cause) causes.set(other, cause.change);
    return [other];
  });
  return { replaced, others, causes };
}
