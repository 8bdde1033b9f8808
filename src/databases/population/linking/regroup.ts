import { Problem } from '../../../kernel/index.ts';
import type { Change, Sql } from '../../../store/index.ts';
import { isPair, type Links, link, type Pair, pairOf, residentsOf } from './components.ts';
import type { Decided, Member } from './decide.ts';
import { deleteApart, deleteLinks, readLinks } from './link-rows.ts';
import { readPeople } from './match-rows.ts';
import type { Merge } from './merging.ts';
import { readPlacedPatients } from './patient-links.ts';
import { lockResidents } from './turns.ts';

interface Changing {
  /** What matching found of those that are new. */
  readonly decided: Decided;
  readonly merges: readonly Merge[];
  /** Patients that are deleted. */
  readonly leaving: readonly string[];
  /** When those were registered that are written. */
  readonly registeredAt: ReadonlyMap<string, string>;
}

export interface Regrouped {
  /** The residents that come of it, of all that it touches. */
  readonly groups: readonly (readonly Member[])[];
  /** Links that merging makes, by the Patient that says so. */
  readonly merged: readonly (Pair & { readonly by: string })[];
  /** Merges that cannot be. */
  readonly refused: ReadonlyMap<Change, Problem>;
  /** Takes away the links of those who leave. */
  record(tx: Sql): Promise<void>;
}

/** The residents that come of links that were found, of merges, and of Patients that leave with their links; holds their turns. */
export async function regroup(tx: Sql, changing: Changing): Promise<Regrouped> {
  const { decided, merges, leaving } = changing;
  if (merges.length === 0 && leaving.length === 0)
    return { groups: decided.groups, merged: [], refused: new Map(), record: async () => {} };
  const named = [...decided.groups.flat().map(({ id }) => id), ...merges.flatMap(({ replaced, into }) => [replaced, into])];
  const members = await lockResidents(tx, [...named, ...leaving]);
  const state = await readLinks(tx, members);
  const gone = new Set(leaving);
  const isTheirs = ({ a, b }: Pair) => gone.has(a) || gone.has(b);
  const kept = [...state.links, ...decided.links].filter((one) => !isTheirs(one));
  const people = await readPeople(tx, members);
  const timeOf = (id: string) => people.get(id)?.registeredAt ?? changing.registeredAt.get(id);
  const others = await readPlacedPatients(
    tx,
    merges.map(({ into }) => into),
  );
  const isThere = (id: string) => !gone.has(id) && (others.has(id) || changing.registeredAt.has(id));
  const { links, merged, refused } = mergeAll({ ...state, links: kept }, merges, isThere);
  const groups = residentsOf({ patients: members.filter((id) => !gone.has(id)), links });
  return {
    groups: groups.map((group) => group.map((id) => ({ id, registeredAt: timeOf(id) ?? '' }))),
    merged,
    refused,
    record: async (writing) => {
      await Promise.all([
        deleteLinks(writing, [...state.links, ...decided.links].filter(isTheirs)),
        deleteApart(writing, state.apart.filter(isTheirs)),
      ]);
    },
  };
}

function mergeAll(state: Links, merges: readonly Merge[], isThere: (id: string) => boolean) {
  const refused = new Map<Change, Problem>();
  const merged: (Pair & { readonly by: string })[] = [];
  let now = state;
  for (const { change, replaced, into } of merges) {
    const next = isThere(into)
      ? link(now, pairOf(replaced, into))
      : new Problem('reference-unresolved', 'The Patient that stands in its place is not here', { at: 'Patient.link' });
    if (next instanceof Problem) refused.set(change, next);
    else {
      const before = now.links;
      const made = next.links.filter((one) => !before.some((known) => isPair(known, one)));
      merged.push(...made.map((pair) => ({ ...pair, by: replaced })));
      now = next;
    }
  }
  return { links: now.links, merged, refused };
}
