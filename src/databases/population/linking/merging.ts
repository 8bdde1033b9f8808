import { isObject, type Resource } from '../../../fhir/index.ts';
import { Problem } from '../../../kernel/index.ts';
import { canonicalValue } from '../../../standards/index.ts';
import { type Change, findLinked, isInside, type Scope, type ScopeOf, type Sql } from '../../../store/index.ts';
import { findByIdentifiers, type IdentifierValue } from '../find.ts';
import { type IdentifiedPatient, type PlacedPatient, readPlacedPatients } from './patient-links.ts';
import { type Replacement, replacementsOf } from './replaced.ts';

/** A Patient that is written. */
interface Writing {
  readonly change: Change;
  readonly patient: IdentifiedPatient;
  readonly person: { readonly place: string };
}

/** A Patient that says, as it did not before, that another one stands in its place: the two are one person. */
export interface Merge {
  readonly change: Change;
  readonly replaced: string;
  readonly into: string;
}

export interface Replacing {
  readonly merges: readonly Merge[];
  /** Patients that are replaced, as they are to be kept: not active, and naming the other one by its id. */
  readonly settled: ReadonlyMap<Change, IdentifiedPatient>;
  /** Where the other Patient is not to be found. */
  readonly refused: ReadonlyMap<Change, Problem>;
}

/**
 * What is written says of Patients that are replaced by others, which may be written along. IHE PIXm ITI-104 names the other one by a
 * number, PMIR ITI-93 by reference. What the writer does not see is not there; the platform's own work is not held to it.
 */
export async function readReplacing(tx: Sql, writing: readonly Writing[], scopeOf: ScopeOf): Promise<Replacing> {
  const replacing = writing.filter(({ patient }) => replacementsOf(patient).length > 0);
  const [merges, settled, refused] = [[] as Merge[], new Map<Change, IdentifiedPatient>(), new Map<Change, Problem>()];
  const before = await readPlacedPatients(
    tx,
    replacing.map(({ patient }) => patient.id),
  );
  for (const { change, patient } of replacing) {
    const scope = scopeOf({ type: 'Patient', id: patient.id });
    const said = new Set(replacementsOf(before.get(patient.id)?.patient ?? NOTHING).map(({ id }) => id));
    const found = new Map<number, string>();
    for (const replacement of replacementsOf(patient)) {
      const into = await findOther(tx, patient, replacement, writing, scope);
      if (typeof into === 'string') found.set(replacement.index, into);
      else if (scope.bearer) refused.set(change, into);
    }
    if (refused.has(change)) continue;
    settled.set(change, asReplaced(patient, found));
    for (const into of new Set(found.values())) if (!said.has(into)) merges.push({ change, replaced: patient.id, into });
  }
  return { merges, settled, refused };
}

const NOTHING: Resource = { resourceType: 'Patient' };

function asReplaced(patient: IdentifiedPatient, found: ReadonlyMap<number, string>): IdentifiedPatient {
  const links: unknown[] = Array.isArray(patient['link']) ? patient['link'] : [];
  const link = links.map((one, index) => {
    const id = found.get(index);
    return id !== undefined && isObject(one) && isObject(one['other'])
      ? { ...one, other: { ...one['other'], reference: `Patient/${id}` } }
      : one;
  });
  return found.size > 0 ? { ...patient, active: false, link } : patient;
}

/** @returns the id of the other Patient */
async function findOther(
  tx: Sql,
  patient: IdentifiedPatient,
  { id, identifier }: Replacement,
  writing: readonly Writing[],
  scope: Scope,
): Promise<string | Problem> {
  if (id === patient.id) return new Problem('input-invalid', 'A Patient is not replaced by itself', { at: 'Patient.link' });
  const seen = [
    ...(await namedBy(tx, id, identifier)),
    ...writing.map(({ patient: one, person }) => ({ patient: one, ...person })),
  ]
    .filter((one) => isInside(scope, one.place, 'population') && scope.allows('Patient', 'u'))
    .filter((one) => one.patient.id === id || (one.patient.id !== patient.id && hasNumber(one.patient, identifier)));
  const ids = [...new Set(seen.map((one) => one.patient.id))];
  const [first] = ids;
  if (first === undefined)
    return new Problem('reference-unresolved', 'The Patient that stands in its place is not here', { at: 'Patient.link' });
  const linked = await findLinked(tx, ids);
  if (ids.some((other) => other !== first && !linked.get(first)?.includes(other)))
    return new Problem('identifier-ambiguous', 'Several residents have the number that stands in its place', {
      at: 'Patient.link',
    });
  return first;
}

/** Stored Patients that may be meant, those of one resident in their order. */
async function namedBy(tx: Sql, id: string | undefined, identifier: IdentifierValue | undefined): Promise<PlacedPatient[]> {
  if (id !== undefined) return [...(await readPlacedPatients(tx, [id])).values()];
  const residents = identifier ? await findByIdentifiers(tx, [identifier]) : [];
  const mains = residents.map((resident) => resident.id);
  const linked = await findLinked(tx, mains);
  const ids = mains.flatMap((main) => linked.get(main) ?? [main]);
  const stored = await readPlacedPatients(tx, ids);
  return ids.flatMap((one) => stored.get(one) ?? []);
}

/** Among the identifiers of a Patient, however it is written. */
export function hasNumber({ identifier: all }: Resource, identifier: IdentifierValue | undefined): boolean {
  if (!identifier || !Array.isArray(all)) return false;
  const { system, value } = identifier;
  return all.some(
    (one: unknown) =>
      isObject(one) &&
      one['system'] === system &&
      typeof one['value'] === 'string' &&
      canonicalValue(system, one['value']) === canonicalValue(system, value),
  );
}
