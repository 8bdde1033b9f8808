import { Problem } from '../../../kernel/index.ts';
import { type LinkedPatients, type ScopedStore, type Sql, setLinked, type Written } from '../../../store/index.ts';
import { isPair, keepApart, type Links, link, type Pair, pairOf, residentsOf, split, together, unlink } from './components.ts';
import { deleteApart, deleteLinks, insertApart, insertLinks, type LinkEvent, readLinks, recordEvents } from './link-rows.ts';
import { readPeople } from './match-rows.ts';
import { residentsInOrder } from './patient-links.ts';
import { relink } from './relink.ts';
import { settleReviews } from './review-rows.ts';
import { lockResidents } from './turns.ts';

/** What somebody says about Patients, by their ids. Who is named first does not matter, and a repeat changes nothing. */
export type Act =
  /** They are one person. */
  | { readonly kind: 'link' | 'merge'; readonly a: string; readonly b: string }
  /** The link between these two was wrong: everything is as if it had not been. */
  | { readonly kind: 'unlink'; readonly a: string; readonly b: string }
  /** They are two people: nothing joins them again by itself. */
  | { readonly kind: 'apart'; readonly a: string; readonly b: string }
  /** It was wrong to say that they are two. */
  | { readonly kind: 'together'; readonly a: string; readonly b: string }
  /** These of a resident's Patients are another person. */
  | { readonly kind: 'split'; readonly patients: readonly string[] };

export interface ActOptions {
  /** Who says so. */
  readonly by: string;
  readonly reason?: string | undefined;
  /** ISO instant. */
  readonly at: string;
  /** Writes along, in the same transaction: first of all, and last. */
  readonly first?: ((tx: Sql) => Promise<void>) | undefined;
  readonly within?: ((tx: Sql, written: readonly Written[]) => Promise<void>) | undefined;
}

/** The residents that came of it, each with its Patients, the main one first. */
export type Acted = readonly LinkedPatients[];

/**
 * Links, unlinks, keeps apart or splits, in one transaction: links, the residents that they make, the Patients' own links, history.
 * @param store under a scope that sees the Patients named
 * @throws Problem resource-unknown, kept-apart, input-invalid
 */
export async function act(store: ScopedStore, what: Act, { by, reason, at, first, within }: ActOptions): Promise<Acted> {
  const named = what.kind === 'split' ? what.patients : [what.a, what.b];
  if (named.length === 0) throw new Problem('input-invalid', 'Some Patient is named', { at: 'patients' });
  for (const id of named) await store.read('Patient', id);
  let acted: Acted = [];
  let record = async (_tx: Sql) => {};
  await store.carryOut(
    async (tx) => {
      const members = await lockResidents(tx, named);
      const before = await readLinks(tx, members);
      const after = apply(what, before);
      const people = await readPeople(tx, members);
      const groups = residentsInOrder({ patients: members, links: after.links }, people);
      acted = groups;
      record = async (writing) => {
        await setLinked(writing, groups);
        await recordChange(writing, before, after, { origin: what.kind === 'merge' ? 'merge' : 'person', by, reason, at });
        await first?.(writing);
        await settleReviews(writing, groups);
      };
      return (await relink(tx, [], groups)).others;
    },
    { atomic: true, first: (tx) => record(tx), within },
  );
  return acted;
}

function apply(what: Act, state: Awaited<ReturnType<typeof readLinks>>): Links {
  if (what.kind === 'split') {
    const residents = new Set(residentsOf(state).filter((one) => one.some((id) => what.patients.includes(id))));
    if (residents.size > 1) throw new Problem('input-invalid', 'The Patients are of several residents', { at: 'patients' });
    return split(state, new Set(what.patients));
  }
  const pair = pairOf(what.a, what.b);
  if (what.kind === 'unlink') return unlink(state, pair);
  if (what.kind === 'apart') return keepApart(state, pair, state.strength);
  if (what.kind === 'together') return together(state, pair);
  const next = link(state, pair);
  if (next instanceof Problem) throw next;
  return next;
}

type Who = Pick<LinkEvent, 'origin' | 'by' | 'reason'> & { readonly at: string };

async function recordChange(tx: Sql, before: Links, after: Links, who: Who): Promise<void> {
  const less = (some: readonly Pair[], others: readonly Pair[]) =>
    some.filter((one) => !others.some((other) => isPair(one, other)));
  const [made, taken] = [less(after.links, before.links), less(before.links, after.links)];
  const [apart, again] = [less(after.apart, before.apart), less(before.apart, after.apart)];
  await insertLinks(
    tx,
    made.map((pair) => ({ ...pair, ...who })),
    who.at,
  );
  await deleteLinks(tx, taken);
  await insertApart(tx, apart, who.by, who.at, who.reason);
  await deleteApart(tx, again);
  const kinds = [
    ['link', made],
    ['unlink', taken],
    ['apart', apart],
    ['together', again],
  ] as const;
  await recordEvents(
    tx,
    kinds.flatMap(([kind, pairs]) => pairs.map((pair) => ({ ...pair, ...who, kind }))),
    who.at,
  );
}
