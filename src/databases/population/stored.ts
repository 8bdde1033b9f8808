import { parseJson } from '../../fhir/index.ts';
import { parseSearch, type Scope, type ScopedStore, type Sql } from '../../store/index.ts';
import { isHousehold, membersIn } from './household/changes.ts';
import { readPlacedPatients } from './linking/patient-links.ts';
import type { Identified } from './parts.ts';

/** Resources of the population database as values with their versions, and their writing in one transaction. */

export interface Versioned {
  readonly resource: Identified;
  readonly version: number;
}

/** The platform's own writing on behalf of somebody whose right was checked; guards let it pass. */
export function onBehalf({ bearer: _bearer, ...scope }: Scope): Scope {
  return scope;
}

/** @throws Problem resource-unknown, resource-gone */
export async function readPatient(store: ScopedStore, id: string): Promise<Versioned> {
  const { body, version } = await store.read('Patient', id);
  return { resource: parsed(body), version };
}

/** Patients as they are, by id, whoever asks: for rows that name them. */
export async function readPatients(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, Identified>> {
  const placed = await readPlacedPatients(sql, ids);
  return new Map([...placed].map(([id, { patient }]) => [id, patient]));
}

export const parsed = (body: string): Identified => parseJson(body) as Identified;

/** The household of which the resident is a member now. */
export async function readHouseholdOf(store: ScopedStore, patientId: string): Promise<Versioned | undefined> {
  const found = await searchAll(store, 'Group', [['member', `Patient/${patientId}`]]);
  return found.find(
    ({ resource }) => isHousehold(resource) && membersIn(resource).some(({ id, isCurrent }) => id === patientId && isCurrent),
  );
}

export const readKinOf = (store: ScopedStore, patientId: string): Promise<Versioned[]> =>
  searchAll(store, 'RelatedPerson', [['patient', `Patient/${patientId}`]]);

const MOST = '200';

async function searchAll(store: ScopedStore, type: string, query: readonly (readonly [string, string])[]): Promise<Versioned[]> {
  const { entries } = await store.search(parseSearch(type, [...query, ['_count', MOST]], true));
  return entries.map(({ body, version }) => ({ resource: parsed(body), version }));
}
