import type { Matcher, PersonRecord } from '../../../matching/index.ts';
import type { Change, PlaceOf, Registrar, Registration, ScopeOf, Sql } from '../../../store/index.ts';
import { findLinked, setLinked } from '../../../store/index.ts';
import { type Decided, decideWhose } from './decide.ts';
import { makeLinks } from './link-rows.ts';
import { forgetPeople, type KeyedPerson, readPeople, writePeople } from './match-rows.ts';
import { readReplacing } from './merging.ts';
import { type IdentifiedPatient, inOrder } from './patient-links.ts';
import { toFields, toPersonRecord } from './person-record.ts';
import { type Regrouped, regroup } from './regroup.ts';
import { recordRejudged, rejudge } from './rejudge.ts';
import { relink } from './relink.ts';
import { openReviews, settleReviews } from './review-rows.ts';

export interface RegistrarOptions {
  /** The model in force, with its version. */
  readonly matcher: () => { readonly matcher: Matcher; readonly version: number };
  readonly placeOf: PlaceOf;
  readonly now: () => Date;
}

/** A Patient that is written. */
export interface Saved {
  readonly change: Change & { kind: 'create' | 'put' };
  readonly patient: IdentifiedPatient;
  readonly person: KeyedPerson;
  /** What is known of it tells it apart in another way than before, or it is new. */
  readonly isChanged: boolean;
  /** What was known of it; undefined where it has not been matched before. */
  readonly before: PersonRecord | undefined;
  /** Those it is linked to already, itself included. */
  readonly linked: readonly string[] | undefined;
}

/**
 * Finds, in the transaction that writes a Patient, whose it is: links it to the resident it is surely of, asks somebody where it
 * may be one's, and else lets it be a resident. Patients that say something else than before and are linked stay so: where what they
 * say speaks against, somebody is asked; parting is for people to decide. A Patient that says it is replaced by another one is linked to that one, whatever matching thinks.
 */
export function openRegistrar(options: RegistrarOptions): Registrar {
  return {
    async register(tx, changes, scopeOf): Promise<Registration | undefined> {
      const saved = await readSaved(tx, changes, options);
      const leaving = changes.flatMap((change) => (change.kind === 'delete' ? [change.id] : []));
      const { merges, settled, refused } = await readReplacing(tx, saved, scopeOf);
      if (refused.size > 0) return { ...NOTHING, refused };
      const merging = new Set(merges.map(({ replaced }) => replaced));
      const fresh = saved.filter(({ isChanged, linked, patient }) => isChanged && !linked && !merging.has(patient.id));
      const { matcher, version } = options.matcher();
      const decided = await decideWhose(tx, fresh, matcher);
      const registeredAt = new Map(saved.map(({ patient, person }) => [patient.id, person.registeredAt]));
      const regrouped = await regroup(tx, { decided, merges, leaving, registeredAt });
      if (regrouped.refused.size > 0) return { ...NOTHING, refused: regrouped.refused };
      const groups = regrouped.groups.map(inOrder);
      const changed = saved.flatMap(({ isChanged, linked, patient, person, before }) =>
        isChanged && linked && before && !merging.has(patient.id) ? [{ patient, person, before }] : [],
      );
      const rejudged = await rejudge(tx, changed, matcher, leaving);
      const writing = saved.map(({ change, patient, linked }) => ({ change, linked, patient: settled.get(change) ?? patient }));
      return {
        ...(await relink(tx, writing, groups, decided.patients)),
        refused,
        record: (open, written) =>
          record(
            open,
            written.map(({ row }) => row.id),
          ),
      };

      async function record(writing: Sql, written: readonly string[]): Promise<void> {
        const at = options.now().toISOString();
        const there = new Set(written);
        await Promise.all([
          writePeople(
            writing,
            saved.filter(({ isChanged, patient }) => isChanged && there.has(patient.id)).map(({ person }) => person),
            saved.filter(({ before }) => before).map(({ patient }) => patient.id),
          ),
          forgetPeople(
            writing,
            leaving.filter((id) => there.has(id)),
          ),
          // who leaves is a resident alone, and then none
          setLinked(writing, [...groups, ...leaving.map((id) => [id])]),
          recordDecided(writing, decided, version, at),
          recordMerged(writing, regrouped, scopeOf, at),
          recordRejudged(writing, rejudged, version, at),
          settleReviews(writing, groups),
        ]);
      }
    },
  };
}

const NOTHING = {
  replaced: new Map<Change, Change>(),
  others: [],
  causes: new Map<Change, Change>(),
  record: async () => {},
} as const;

async function readSaved(tx: Sql, changes: readonly Change[], { matcher, placeOf, now }: RegistrarOptions): Promise<Saved[]> {
  const saving = changes.flatMap((change) => (change.kind === 'delete' ? [] : [change]));
  const puts = saving.filter(({ kind }) => kind === 'put').map(({ resource }) => resource.id);
  const [linked, known] = await Promise.all([findLinked(tx, puts), readPeople(tx, puts)]);
  const { matcher: current } = matcher();
  const at = now().toISOString();
  return saving.map((change) => {
    const patient = change.resource;
    const place = placeOf(patient);
    const record = toPersonRecord(patient, place);
    const before = known.get(patient.id);
    const isChanged = before === undefined || toFields(before.record) !== toFields(record) || before.place !== place;
    const person = { record, place, registeredAt: before?.registeredAt ?? at, keys: isChanged ? current.keysOf(record) : [] };
    return { change, patient, person, isChanged, before: before?.record, linked: linked.get(patient.id) };
  });
}

async function recordDecided(tx: Sql, { links, reviews }: Decided, modelVersion: number, at: string): Promise<void> {
  const made = links.map((link) => ({ ...link, origin: 'matching' as const, modelVersion, by: 'matching' }));
  await Promise.all([makeLinks(tx, made, at), openReviews(tx, reviews, modelVersion, at)]);
}

/** After what matching decided: of its links those go that lead to who leaves. */
async function recordMerged(tx: Sql, { merged, record }: Regrouped, scopeOf: ScopeOf, at: string): Promise<void> {
  const made = merged.map(({ by, ...pair }) => ({
    ...pair,
    origin: 'merge' as const,
    by: scopeOf({ type: 'Patient', id: by }).bearer?.id ?? 'platform',
  }));
  await Promise.all([makeLinks(tx, made, at), record(tx)]);
}
