import { newId, Problem } from '../../../kernel/index.ts';
import {
  parseSearch,
  type ScopedStore,
  type Sql,
  type Store,
  type Written,
  wholePlatform,
  writeAll,
} from '../../../store/index.ts';
import { untilWritten } from '../events/record.ts';
import type { Identified } from '../parts.ts';
import { nameOf } from '../resident-row.ts';
import { parsed, readPatient } from '../stored.ts';
import { changeHead, HEAD, headOf, isHousehold, join, leave, membersIn, newHousehold, withAddress } from './changes.ts';

export interface HouseholdWriting {
  readonly all: Store;
  readonly store: ScopedStore;
  readonly within: (tx: Sql, written: readonly Written[]) => Promise<void>;
}

/** What is done with a household. Days YYYY-MM-DD. */
export type HouseholdChange =
  | { readonly what: 'join'; readonly resident: string; readonly relation: string; readonly on: string }
  | { readonly what: 'leave'; readonly resident: string; readonly on: string }
  | { readonly what: 'head'; readonly head: string; readonly relations: Readonly<Record<string, string>>; readonly on: string }
  | { readonly what: 'address'; readonly address: string; readonly on: string };

/** Founds a household with its head. @throws Problem household-conflict where the head is in another */
export async function foundHousehold(
  writing: HouseholdWriting,
  { head, address, on }: { head: string; address?: string | undefined; on: string },
): Promise<string> {
  const { resource } = await readPatient(writing.store, head);
  const id = newId();
  const empty = newHousehold(id, { name: nameOf(resource), on, ...(address ? { address } : {}) });
  await write(writing, join(empty, { id: head, relation: HEAD, on }), undefined, [head]);
  return id;
}

/**
 * Changes a household as it is then; whoever changes it at the same time follows.
 * @throws Problem household-conflict, resource-unknown
 */
export async function changeHousehold(writing: HouseholdWriting, id: string, change: HouseholdChange): Promise<void> {
  const joining = change.what === 'join' ? [change.resident] : [];
  await untilWritten(async () => {
    const { body, version } = await writing.store.read('Group', id);
    const group = parsed(body);
    if (!isHousehold(group)) throw new Problem('resource-unknown', 'No such household', { at: 'id' });
    for (const resident of joining) await readPatient(writing.store, resident);
    await write(writing, changed(group, change), version, joining);
  });
}

function changed(group: Identified, change: HouseholdChange): Identified {
  switch (change.what) {
    case 'join':
      return join(group, { id: change.resident, relation: change.relation, on: change.on });
    case 'leave':
      return leave(refuseLeavingHead(group, change.resident), { id: change.resident, on: change.on });
    case 'head':
      return changeHead(group, { head: change.head, relationsTo: change.relations, on: change.on });
    case 'address':
      return withAddress(group, change.address, change.on);
  }
}

function refuseLeavingHead(group: Identified, resident: string): Identified {
  const others = membersIn(group).filter(({ id, isCurrent }) => isCurrent && id !== resident);
  if (headOf(group) === resident && others.length > 0)
    throw new Problem('household-conflict', 'Another head is chosen first', { at: 'resident' });
  return group;
}

/** In its transaction, those who join are looked for in other households, one desk after the other. */
async function write(
  writing: HouseholdWriting,
  group: Identified,
  after: number | undefined,
  joining: readonly string[],
): Promise<void> {
  await writeAll(writing.store, [{ resource: group, after }], async (tx, written) => {
    await writing.within(tx, written);
    for (const id of joining.toSorted()) await refuseElsewhere(tx, writing.all, id, group.id);
  });
}

/** A resident is in one household at a time. */
async function refuseElsewhere(tx: Sql, all: Store, resident: string, household: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`household of ${resident}`}, 0))`;
  const found = await all.as(wholePlatform, tx).search(parseSearch('Group', [['member', `Patient/${resident}`]], true));
  const isElsewhere = found.entries
    .map(({ body }) => parsed(body))
    .filter((group) => group.id !== household && isHousehold(group))
    .some((group) => membersIn(group).some(({ id, isCurrent }) => isCurrent && id === resident));
  if (isElsewhere)
    throw new Problem('household-conflict', 'The resident is in another household and leaves that first', { at: 'resident' });
}
