import { isObject, parseLocalReference, type Resource } from '../../fhir/index.ts';
import { relations } from '../../standards/index.ts';
import { parseSearch, type ScopedStore } from '../../store/index.ts';
import type { Household, HouseholdMember } from './contract.ts';
import { toResident } from './resident-row.ts';

const RELATION = 'urn:minkang:extension:relation-to-head';

/** The household of a resident: the Group of code `household` of which the Patient is a member. */
export async function householdOf(store: ScopedStore, patientId: string): Promise<Household> {
  const { entries } = await store.search(parseSearch('Group', [['patient', `Patient/${patientId}`]], true));
  const group = entries.map(({ body }): Resource => JSON.parse(body)).find(isHousehold);
  if (!group) return { members: [] };
  const members = Array.isArray(group['member']) ? group['member'].filter(isObject) : [];
  const read = await Promise.all(members.map((member) => toMember(store, member)));
  return { ...(group.id ? { id: group.id } : {}), members: read.filter((member) => member !== undefined) };
}

function isHousehold({ code }: Resource): boolean {
  const coding = isObject(code) && Array.isArray(code['coding']) ? code['coding'] : [];
  return coding.some((item) => isObject(item) && item['code'] === 'household');
}

async function toMember(store: ScopedStore, member: Record<string, unknown>): Promise<HouseholdMember | undefined> {
  const { entity, extension } = member;
  const reference =
    isObject(entity) && typeof entity['reference'] === 'string' ? parseLocalReference(entity['reference']) : undefined;
  if (!reference) return undefined;
  const { entries } = await store.search(parseSearch('Patient', [['_id', reference.id]], true));
  const [entry] = entries;
  if (!entry) return undefined;
  const { id, name, sex, birthDate } = toResident(JSON.parse(entry.body));
  return { id, name, sex, ...(birthDate ? { birthDate } : {}), ...relationOf(extension) };
}

function relationOf(extensions: unknown): Pick<HouseholdMember, 'relation' | 'relationZh' | 'relationEn'> {
  const found = Array.isArray(extensions) ? extensions.filter(isObject).find(({ url }) => url === RELATION) : undefined;
  const coding = found?.['valueCoding'];
  const code = isObject(coding) && typeof coding['code'] === 'string' ? coding['code'] : undefined;
  const known = code ? relations.find(code) : undefined;
  return code ? { relation: code, ...(known ? { relationZh: known.name.zh, relationEn: known.name.en } : {}) } : {};
}
