import { relations } from '../../../standards/index.ts';
import { parseSearch, type ScopedStore } from '../../../store/index.ts';
import type { Household, HouseholdMember } from '../contract.ts';
import type { Identified } from '../parts.ts';
import { toResident } from '../resident-row.ts';
import { parsed, readHouseholdOf } from '../stored.ts';
import { addressOf, type Member, membersIn } from './changes.ts';

/** The household of a resident: the Group of code `household` of which the Patient is a member now. */
export async function householdOf(store: ScopedStore, patientId: string): Promise<Household> {
  const found = await readHouseholdOf(store, patientId);
  if (!found) return { members: [] };
  const group = found.resource;
  const all = membersIn(group);
  const known = await readMembers(
    store,
    all.map(({ id }) => id),
  );
  const address = addressOf(group);
  const former = all.filter(({ isCurrent }) => !isCurrent).flatMap((member) => toMember(known.get(member.id), member));
  return {
    id: group.id,
    ...(address ? { address } : {}),
    members: all.filter(({ isCurrent }) => isCurrent).flatMap((member) => toMember(known.get(member.id), member)),
    ...(former.length > 0 ? { former } : {}),
  };
}

/** Those of the members that are in the scope. */
export async function readMembers(store: ScopedStore, ids: readonly string[]): Promise<ReadonlyMap<string, Identified>> {
  if (ids.length === 0) return new Map();
  const query = [
    ['_id', ids.join(',')],
    ['_count', '1000'],
  ] as const;
  const { entries } = await store.search(parseSearch('Patient', query, true));
  return new Map(entries.map(({ id, body }) => [id, parsed(body)]));
}

function toMember(patient: Identified | undefined, { relation, since, until }: Member): HouseholdMember[] {
  if (!patient) return [];
  const { id, name, sex, birthDate, deceasedOn } = toResident(patient);
  const known = relation ? relations.find(relation) : undefined;
  return [
    {
      id,
      name,
      sex,
      ...(birthDate ? { birthDate } : {}),
      ...(deceasedOn ? { deceasedOn } : {}),
      ...(relation ? { relation } : {}),
      ...(known ? { relationZh: known.name.zh, relationEn: known.name.en } : {}),
      ...(since ? { since } : {}),
      ...(until ? { until } : {}),
    },
  ];
}
