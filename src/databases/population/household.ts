import { isObject, parseLocalReference, type Resource } from '../../fhir/index.ts';
import { relations } from '../../standards/index.ts';
import { parseSearch, type ScopedStore } from '../../store/index.ts';
import type { Household, HouseholdMember } from './contract.ts';
import { toResident } from './resident-row.ts';

const RELATION = 'urn:minkang:extension:relation-to-head';

/** The household of a resident: the Group of code `household` of which the Patient is a member. */
export async function householdOf(store: ScopedStore, patientId: string): Promise<Household> {
  const { entries } = await store.search(parseSearch('Group', [['member', `Patient/${patientId}`]], true));
  const group = entries.map(({ body }): Resource => JSON.parse(body)).find(isHousehold);
  if (!group) return { members: [] };
  const members = Array.isArray(group['member']) ? group['member'].filter(isObject) : [];
  const known = await readMembers(store, members.flatMap(idOf));
  return {
    ...(group.id ? { id: group.id } : {}),
    members: members.flatMap((member) => idOf(member).flatMap((id) => toMember(known.get(id), member))),
  };
}

/** Those of the members that are in the scope. */
async function readMembers(store: ScopedStore, ids: readonly string[]): Promise<ReadonlyMap<string, Resource>> {
  if (ids.length === 0) return new Map();
  const query = [
    ['_id', ids.join(',')],
    ['_count', '1000'],
  ] as const;
  const { entries } = await store.search(parseSearch('Patient', query, true));
  return new Map(entries.map(({ id, body }) => [id, JSON.parse(body)]));
}

function idOf({ entity }: Record<string, unknown>): string[] {
  const text = isObject(entity) && typeof entity['reference'] === 'string' ? entity['reference'] : '';
  const reference = parseLocalReference(text);
  return reference?.type === 'Patient' ? [reference.id] : [];
}

function isHousehold({ code }: Resource): boolean {
  const coding = isObject(code) && Array.isArray(code['coding']) ? code['coding'] : [];
  return coding.some((item) => isObject(item) && item['code'] === 'household');
}

function toMember(patient: Resource | undefined, { extension }: Record<string, unknown>): HouseholdMember[] {
  if (!patient?.id) return [];
  const { id, name, sex, birthDate } = toResident({ ...patient, id: patient.id });
  return [{ id, name, sex, ...(birthDate ? { birthDate } : {}), ...relationOf(extension) }];
}

function relationOf(extensions: unknown): Pick<HouseholdMember, 'relation' | 'relationZh' | 'relationEn'> {
  const found = Array.isArray(extensions) ? extensions.filter(isObject).find(({ url }) => url === RELATION) : undefined;
  const coding = found?.['valueCoding'];
  const code = isObject(coding) && typeof coding['code'] === 'string' ? coding['code'] : undefined;
  const known = code ? relations.find(code) : undefined;
  return code ? { relation: code, ...(known ? { relationZh: known.name.zh, relationEn: known.name.en } : {}) } : {};
}
