import { isObject, parseJson, type Resource } from '../../../fhir/index.ts';
import { shardOf } from '../../../kernel/index.ts';
import type { LinkedPatients, Sql } from '../../../store/index.ts';
import { type Links, residentsOf } from './components.ts';

/** Marks the links of a Patient that the platform keeps; whoever writes the Patient cannot change them. */
const OURS = 'resident-index';

export type IdentifiedPatient = Resource & { readonly id: string };

/** Whether a Patient says, by the platform's own links, that its resident has others. */
export const hasOurLinks = ({ link }: Resource): boolean =>
  Array.isArray(link) && link.some((one) => isObject(one) && one['id'] === OURS);

/** The Patients of its resident, as the main one says who they are, in their order; undefined where it is none. */
export function groupOf({ id, link }: IdentifiedPatient): LinkedPatients | undefined {
  const ours = (Array.isArray(link) ? link : []).filter((one) => isObject(one) && one['id'] === OURS);
  const others = ours.flatMap(({ type, other }) =>
    type === 'seealso' && isObject(other) && typeof other['reference'] === 'string'
      ? [other['reference'].slice('Patient/'.length)]
      : [],
  );
  return others.length === 0 ? undefined : [id, ...others];
}

/** The order of a resident's Patients: the main one is that which was registered first, then that of the least id. */
export function inOrder(patients: readonly { readonly id: string; readonly registeredAt: string }[]): LinkedPatients {
  return patients
    .toSorted((one, other) => compare(one.registeredAt, other.registeredAt) || compare(one.id, other.id))
    .map(({ id }) => id);
}

/** The residents that links make of Patients, each in its order. */
export const residentsInOrder = (
  state: Pick<Links, 'patients' | 'links'>,
  known: ReadonlyMap<string, { readonly registeredAt: string }>,
): LinkedPatients[] =>
  residentsOf(state).map((resident) => inOrder(resident.map((id) => ({ id, registeredAt: known.get(id)?.registeredAt ?? '' }))));

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

/**
 * The Patient with the links that it has as one of these: the main one says `seealso` of the others, each other `refer` to it.
 * https://hl7.org/fhir/R4/patient.html#links
 */
export function withLinks(patient: IdentifiedPatient, group: LinkedPatients): IdentifiedPatient {
  const [main, ...others] = group;
  const { link: given, ...rest } = patient;
  const kept = (Array.isArray(given) ? given : []).filter((one) => !isObject(one) || one['id'] !== OURS);
  const ours =
    group.length < 2
      ? []
      : patient.id === main
        ? others.map((other) => linkTo(other, 'seealso'))
        : main === undefined
          ? []
          : [linkTo(main, 'refer')];
  const link = [...kept, ...ours];
  return link.length === 0 ? rest : { ...rest, link };
}

const linkTo = (id: string, type: 'seealso' | 'refer') => ({ id: OURS, other: { reference: `Patient/${id}` }, type });

/** A Patient with the division code of its place. */
export interface PlacedPatient {
  readonly patient: IdentifiedPatient;
  readonly place: string;
}

/** Patients as they are; the caller holds locks on them where it goes on to change them. */
export async function readPlacedPatients(sql: Sql, ids: readonly string[]): Promise<Map<string, PlacedPatient>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<{ id: string; place: string; body: string }[]>`
    select id, place, body from population.resource
     where (type, id, shard) in (select 'Patient', * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[])) and not deleted`;
  return new Map(rows.map(({ id, place, body }) => [id, { patient: { ...(parseJson(body) as Resource), id }, place }]));
}
