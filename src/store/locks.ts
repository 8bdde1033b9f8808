import { ownerOf, patientsOf, type Resource } from '../fhir/index.ts';
import type { Change } from './change.ts';
import type { Sql } from './database.ts';
import { contextName } from './security-context.ts';

/** Something that a transaction holds until its end; `shared` lets others in who share it too. */
interface Wanted {
  readonly name: string;
  readonly shared: boolean;
}

/** Kinds of names never wait for one another, and are asked for in this order: conditions, resources, people. */
type Kind = 'condition' | 'resource' | 'person';

/** PostgreSQL keeps some 6,400 locks in all; who wants more than this many takes one lock on everything instead. */
const MANY = 300;

/**
 * Conditions by their meaning: two desks that ask for the same, however it is spelt, follow each other, and the second
 * one finds what the first one made.
 */
export const lockConditions = (tx: Sql, conditions: readonly string[]): Promise<void> =>
  lockAll(
    tx,
    'condition',
    conditions.map((name) => ({ name, shared: false })),
  );

/**
 * Takes its turn for all resources that the changes touch: alone for those whose id is given, so that a second writer of
 * the same id, new or not, follows; together with others for the residents whose records are written, and for what decides
 * about a Binary, so that it neither moves nor goes meanwhile. Before the transaction has its number, hence the feed's order is that of the versions.
 */
export const lockResources = (tx: Sql, changes: readonly Change[]): Promise<void> =>
  lockAll(tx, 'resource', [
    ...changes.flatMap((change) => (change.kind === 'create' ? [] : [{ name: nameOf(change), shared: false }])),
    ...changes
      .flatMap((change) => (change.kind === 'delete' ? [] : decidingAbout(change.resource)))
      .map((name) => ({ name, shared: true })),
  ]);

/** Together with others, for Patients whose place something follows. */
export const lockPatients = (tx: Sql, ids: readonly string[]): Promise<void> =>
  lockAll(
    tx,
    'resource',
    ids.map((id) => ({ name: `Patient/${id}`, shared: true })),
  );

/** By whatever tells people apart: who registers, links or parts the same people takes turns. */
export const lockPeople = (tx: Sql, names: readonly string[]): Promise<void> =>
  lockAll(
    tx,
    'person',
    names.map((name) => ({ name, shared: false })),
  );

/** `Type/id` of what decides where a resource lies: its residents; of a Binary, its security context. */
const decidingAbout = (resource: Resource): string[] => [
  ...residentsOf(resource).map((id) => `Patient/${id}`),
  ...[contextName(resource) ?? []].flat(),
];

const nameOf = (change: Change): string =>
  change.kind === 'delete' ? `${change.type}/${change.id}` : `${change.resource.resourceType}/${change.resource.id}`;

/** Whose place decides where a record is: its owner's, else that of those it concerns. A Patient has its own. */
export function residentsOf(resource: Resource): string[] {
  if (resource.resourceType === 'Patient') return [];
  const owner = ownerOf(resource);
  return owner ? [owner] : patientsOf(resource);
}

/** In one order for all, so that they wait and do not deadlock. */
async function lockAll(tx: Sql, kind: Kind, wanted: readonly Wanted[]): Promise<void> {
  if (wanted.length === 0) return;
  const alone = new Map<string, boolean>();
  for (const { name, shared } of wanted) alone.set(name, (alone.get(name) ?? false) || !shared);
  const isMany = alone.size > MANY;
  const names = isMany ? [] : [...alone.keys()];
  await tx`
    select case when alone then pg_advisory_xact_lock(lock)::text else pg_advisory_xact_lock_shared(lock)::text end
      from (select hashtextextended(name, hashtextextended(${kind}, 0)) as lock, bool_or(alone) as alone, min(turn) as turn
              from (select '' as name, ${isMany}::boolean as alone, 0 as turn
                    union all
                    select *, 1 from unnest(${names}::text[], ${names.map((name) => String(alone.get(name) ?? true))}::text[]::boolean[])) asked
             group by 1 order by min(turn), 1) locks`;
}
