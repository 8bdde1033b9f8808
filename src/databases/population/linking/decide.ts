import type { Judged, Matcher, ResidentJudged } from '../../../matching/index.ts';
import { findLinked, type Sql } from '../../../store/index.ts';
import { pairOf } from './components.ts';
import { readApart } from './link-rows.ts';
import { findCandidates, type KeyedPerson, type KnownPerson } from './match-rows.ts';
import { differInBirth } from './person-record.ts';
import { lockPatientsAlone } from './turns.ts';

/** One Patient, as those who decide see it. */
export interface Member {
  readonly id: string;
  readonly registeredAt: string;
}

export interface DecidedLink {
  readonly a: string;
  readonly b: string;
  /** Bits. */
  readonly score: number;
}

export interface DoubtfulPair extends DecidedLink {
  readonly reason: string;
  readonly prior: number;
  readonly parts: Judged['parts'];
  /** Where the Patient lives that was registered later: whose queue it is. */
  readonly place: string;
}

export interface Decided {
  /** Residents that have got another Patient. */
  readonly groups: readonly (readonly Member[])[];
  readonly links: readonly DecidedLink[];
  readonly reviews: readonly DoubtfulPair[];
}

/** A resident among the candidates; `stored` are its Patients as the database has them. */
interface Candidate {
  readonly stored: readonly string[];
  readonly people: KnownPerson[];
}

const TRIES = 5;

/**
 * Decides of each of these people, in their order, whose it is; each sees those before it. Holds the turns of the residents that
 * get one more.
 */
export async function decideWhose(
  tx: Sql,
  fresh: readonly { readonly person: KeyedPerson }[],
  matcher: Matcher,
): Promise<Decided> {
  if (fresh.length === 0) return { groups: [], links: [], reviews: [] };
  const people = fresh.map(({ person }) => person);
  const apart = await readApart(
    tx,
    people.map(({ record }) => record.id),
  );
  for (let attempt = 1; ; attempt++) {
    const found = await findCandidates(tx, people);
    const decided = decideEach(people, found, apart, matcher);
    const joined = [...new Set(decided.changed.flatMap(({ stored }) => stored))];
    if (joined.length === 0) return decided;
    await lockPatientsAlone(tx, joined);
    // somebody may have linked or parted them before we had the lock
    const now = await findLinked(tx, joined);
    const isSame = decided.changed.every(({ stored }) => stored.every((id) => sameAs(now.get(id) ?? [id], stored)));
    if (isSame) return decided;
    if (attempt === TRIES) throw new Error('residents change faster than a Patient can be linked to them');
  }
}

const sameAs = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((id) => other.includes(id));

function decideEach(
  people: readonly KeyedPerson[],
  found: readonly (readonly (readonly KnownPerson[])[])[],
  apart: ReadonlyMap<string, ReadonlySet<string>>,
  matcher: Matcher,
): Decided & { readonly changed: readonly Candidate[] } {
  const residents = new Map<string, Candidate>();
  const byKey = new Map<number, Candidate[]>();
  const links: DecidedLink[] = [];
  const reviews: DoubtfulPair[] = [];
  const changed = new Set<Candidate>();
  for (const [index, person] of people.entries()) {
    const { record, keys, place } = person;
    const stored = (found[index] ?? [])
      .map((members) => residentOf(residents, members, record.id))
      .filter((one) => one.people.length > 0);
    const candidates = [...new Set([...stored, ...keys.flatMap(({ key }) => byKey.get(key) ?? [])])].filter(
      ({ people: members }) =>
        !members.some((member) => apart.get(record.id)?.has(member.record.id) || differInBirth(record, member.record)),
    );
    const { link, review } = matcher.judgeResident(
      record,
      candidates.map(({ people: members }) => members.map((member) => member.record)),
    );
    const joined = link && candidates[link.resident];
    if (link && joined) {
      links.push(toLink(record.id, link));
      joined.people.push(person);
      changed.add(joined);
    }
    for (const doubtful of review) reviews.push(toDoubtful(record.id, doubtful, place));
    const own = joined ?? { stored: [], people: [person] };
    for (const { key } of keys) byKey.set(key, [...(byKey.get(key) ?? []).filter((one) => one !== own), own]);
  }
  const groups = [...changed].map(({ people: members }) =>
    members.map(({ record: { id }, registeredAt }) => ({ id, registeredAt })),
  );
  return { groups, links, reviews, changed: [...changed] };
}

/** The same for all records that find it: what one joins, the next sees joined. A Patient does not find itself. */
function residentOf(known: Map<string, Candidate>, members: readonly KnownPerson[], self: string): Candidate {
  const others = members.filter(({ record }) => record.id !== self);
  const first = others[0]?.record.id ?? '';
  const resident = known.get(first) ?? { stored: others.map(({ record }) => record.id), people: [...others] };
  known.set(first, resident);
  return resident;
}

const toLink = (id: string, { best }: ResidentJudged): DecidedLink => ({ ...pairOf(id, best.candidate.id), score: best.score });

const toDoubtful = (id: string, { best, reason }: ResidentJudged, place: string): DoubtfulPair => ({
  ...pairOf(id, best.candidate.id),
  score: best.score,
  reason: reason ?? best.reason ?? 'doubtful',
  prior: best.prior,
  parts: best.parts,
  place,
});
