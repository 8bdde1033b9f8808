import type { ScopedStore } from '../../../store/index.ts';
import { type Member, membersIn } from '../household/changes.ts';
import { readMembers } from '../household/household.ts';
import { toResident } from '../resident-row.ts';
import { readHouseholdOf, readKinOf } from '../stored.ts';
import type { Family, FamilyPerson, FamilyTie } from './contract.ts';
import { householdTies } from './household-ties.ts';
import { type Kin, toKin } from './relative.ts';

/** So far from the resident, in ties, and so many people. */
const STEPS = 3;
const MOST_PEOPLE = 60;

/** The family of a resident across households: what events told, else what households say of themselves. */
export async function familyOf(store: ScopedStore, resident: string): Promise<Family> {
  const ties = new Map<string, FamilyTie>();
  const outside = new Map<string, FamilyPerson>();
  const household = new Set<string>();
  const seen = new Set([resident]);
  let frontier = [resident];
  for (let step = 0; step < STEPS && frontier.length > 0; step++) {
    const found = await Promise.all(frontier.map((id) => tiesAround(store, id)));
    for (const { ties: some, outside: others, members } of found) {
      for (const tie of some) keep(ties, tie);
      for (const one of others) outside.set(one.id, one);
      if (step === 0) for (const id of members) household.add(id);
    }
    const next = [...ties.values()].flatMap(({ from, to }) => [from, to]);
    frontier = [...new Set(next)].filter((id) => !seen.has(id) && !outside.has(id)).slice(0, MOST_PEOPLE - seen.size);
    for (const id of frontier) seen.add(id);
  }
  const here = await readMembers(store, [...seen]);
  const people = [...here.values()].map((patient): FamilyPerson => {
    const { id, name, sex, birthDate, deceasedOn } = toResident(patient);
    return {
      ...{ id, name, sex, isHere: true, inHousehold: household.has(id) },
      ...(birthDate ? { birthDate } : {}),
      ...(deceasedOn ? { deceasedOn } : {}),
    };
  });
  const known = new Set([...people, ...outside.values()].map(({ id }) => id));
  return {
    resident,
    people: [...people, ...outside.values()],
    ties: [...ties.values()].filter(({ from, to }) => known.has(from) && known.has(to)),
  };
}

/** One line for each pair and kind, the same from whichever end it was met: an event tells more than a household. */
function keep(ties: Map<string, FamilyTie>, met: FamilyTie): void {
  const turned = met.kind !== 'parent' && met.from > met.to;
  const tie = turned ? { ...met, from: met.to, to: met.from } : met;
  const key = `${tie.kind} ${tie.from} ${tie.to}`;
  const known = ties.get(key);
  if (!known || (known.source === 'household' && tie.source === 'event')) ties.set(key, tie);
}

async function tiesAround(store: ScopedStore, id: string) {
  const [kin, group] = await Promise.all([readKinOf(store, id), readHouseholdOf(store, id)]);
  const found = kin.flatMap(({ resource }) => toKin(resource) ?? []).filter((one) => one.isCurrent || one.until !== undefined);
  const all = group ? membersIn(group.resource) : [];
  const members = all.filter(({ isCurrent }) => isCurrent);
  return {
    ties: [
      ...found.map((one) => toTie(id, one)),
      ...[...householdTies(members), ...formerTies(all)]
        .filter(({ from, to }) => from === id || to === id)
        .map((tie): FamilyTie => ({ ...tie, source: 'household' })),
    ],
    outside: found.flatMap((one) => (one.relative === undefined ? [toOutsider(one)] : [])),
    members: members.map((member) => member.id),
  };
}

/** Who has left or died stays a parent: what the household said before each end. A marriage is said by what is now. */
function formerTies(all: readonly Member[]) {
  const ends = [...new Set(all.flatMap(({ until }) => until ?? []))];
  return ends.flatMap((end) => {
    const there = all.filter(({ since, until }) => (since === undefined || since < end) && (until === undefined || until >= end));
    return householdTies(there).filter(({ kind }) => kind !== 'spouse');
  });
}

const otherEnd = ({ id, relative }: Kin): string => relative ?? `-${id}`;

function toTie(id: string, kin: Kin): FamilyTie {
  const other = otherEnd(kin);
  const until = kin.until === undefined ? {} : { until: kin.until };
  switch (kin.role) {
    case 'MTH':
    case 'FTH':
      return { from: other, to: id, kind: 'parent', source: 'event' };
    case 'CHILD':
      return { from: id, to: other, kind: 'parent', source: 'event' };
    case 'SPS':
      return { from: id, to: other, kind: 'spouse', source: 'event', ...until };
  }
}

const toOutsider = (kin: Kin): FamilyPerson => ({
  id: otherEnd(kin),
  name: kin.name,
  sex: kin.role === 'MTH' ? 'female' : kin.role === 'FTH' ? 'male' : 'unknown',
  isHere: false,
  inHousehold: false,
});
