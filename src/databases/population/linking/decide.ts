import type { Judged, Matcher, ResidentJudged } from '../../../matching/index.ts';
import { type Change, findLinked, type Sql } from '../../../store/index.ts';
import { pairOf } from './components.ts';
import { readApart } from './link-rows.ts';
import {
  findCandidates,
  type KeyedPerson,
  type KnownPerson,
  type KnownResident,
  MOST_COMPARED,
  MOST_RESIDENTS,
  readPeople,
} from './match-rows.ts';
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

/** A resident among the candidates. */
interface Candidate {
  /** Its Patients as the database has them, the one that is decided about left out. */
  readonly stored: readonly string[];
  /** Those that are compared, and those that joined in this commit. */
  readonly people: KnownPerson[];
  readonly joined: Member[];
}

const TRIES = 5;
/** Who has so many registrations is a placeholder, or a person for people to look at: no more are linked by themselves. */
const MOST_REGISTRATIONS = 200;
/** Of those with one key that come in one commit, so many are compared with those after them. */
const MOST_MET = 30;
/** Questions that one registration may raise. */
const MOST_QUESTIONS = 3;

/**
 * Decides of each of these people, in their order, whose it is; each sees those before it. Holds the turns of the residents that
 * get one more.
 */
export async function decideWhose(
  tx: Sql,
  fresh: readonly { readonly person: KeyedPerson; readonly change: Pick<Change, 'kind'> }[],
  matcher: Matcher,
): Promise<Decided> {
  if (fresh.length === 0) return { groups: [], links: [], reviews: [] };
  const people = fresh.map(({ person }) => person);
  // nobody has said anything of what is just created
  const stored = fresh.filter(({ change }) => change.kind === 'put').map(({ person }) => person.record.id);
  const apart = await readApart(tx, stored);
  for (let attempt = 1; ; attempt++) {
    const found = await findCandidates(tx, people);
    const { changed, ...decided } = decideEach(people, found, apart, matcher);
    const members = [...new Set(changed.flatMap((one) => one.stored))];
    if (await areStill(tx, changed, members)) return { ...decided, groups: await membersOf(tx, changed, members) };
    if (attempt === TRIES) throw new Error('residents change faster than a Patient can be linked to them');
  }
}

/** Whether these are still residents of these Patients, now that nobody else can change them: somebody may have been faster. */
async function areStill(tx: Sql, residents: readonly Candidate[], stored: readonly string[]): Promise<boolean> {
  if (stored.length === 0) return true;
  await lockPatientsAlone(tx, stored);
  const now = await findLinked(tx, stored);
  return residents.every((one) => one.stored.every((id) => sameAs(now.get(id) ?? [id], one.stored)));
}

const sameAs = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((id) => other.includes(id));

async function membersOf(tx: Sql, residents: readonly Candidate[], stored: readonly string[]): Promise<Member[][]> {
  const known = await readPeople(tx, stored);
  return residents.map((one) => [
    ...one.stored.map((id) => ({ id, registeredAt: known.get(id)?.registeredAt ?? '' })),
    ...one.joined,
  ]);
}

function decideEach(
  people: readonly KeyedPerson[],
  found: readonly (readonly KnownResident[])[],
  apart: ReadonlyMap<string, ReadonlySet<string>>,
  matcher: Matcher,
): Omit<Decided, 'groups'> & { readonly changed: readonly Candidate[] } {
  const residents = new Map<string, Candidate>();
  const byKey = new Map<number, Set<Candidate>>();
  const links: DecidedLink[] = [];
  const reviews: DoubtfulPair[] = [];
  const changed = new Set<Candidate>();
  for (const [index, person] of people.entries()) {
    const { record, keys, place, registeredAt } = person;
    const stored = (found[index] ?? []).map((known) => candidateOf(residents, known, record.id));
    const met = keys.flatMap(({ key }) => [...(byKey.get(key) ?? [])]);
    const isApart = (id: string) => apart.get(record.id)?.has(id) === true;
    const candidates = [...new Set([...stored, ...met])].filter(
      ({ people: members, stored: ids, joined: more }) =>
        members.length > 0 &&
        !ids.some(isApart) &&
        !more.some(({ id }) => isApart(id)) &&
        !members.some((member) => differInBirth(record, member.record)),
    );
    const { link, review } = matcher.judgeResident(
      record,
      candidates.slice(0, MOST_RESIDENTS).map((one) => one.people.map((member) => member.record)),
    );
    const resident = link && candidates[link.resident];
    const joined = resident && resident.stored.length + resident.joined.length < MOST_REGISTRATIONS ? resident : undefined;
    if (link && joined) {
      links.push(toLink(record.id, link));
      if (joined.people.length < MOST_COMPARED) joined.people.push(person);
      changed.add(joined);
    }
    const questions = link && !joined ? [{ ...link, reason: 'cluster' as const }, ...review] : review;
    for (const doubtful of questions.slice(0, MOST_QUESTIONS)) reviews.push(toDoubtful(record.id, doubtful, place));
    const own = joined ?? { stored: [], people: [person], joined: [] };
    own.joined.push({ id: record.id, registeredAt });
    for (const { key } of keys) remember(byKey, key, own);
  }
  return { links, reviews, changed: [...changed] };
}

function remember(byKey: Map<number, Set<Candidate>>, key: number, resident: Candidate): void {
  const known = byKey.get(key);
  if (!known) byKey.set(key, new Set([resident]));
  else if (known.size < MOST_MET) known.add(resident);
}

/** The same for all records that find it: what one joins, the next sees joined. A Patient does not find itself. */
function candidateOf(known: Map<string, Candidate>, { people, patients }: KnownResident, self: string): Candidate {
  const stored = patients.filter((id) => id !== self);
  const first = stored[0] ?? '';
  const resident = known.get(first) ?? { stored, people: people.filter(({ record }) => record.id !== self), joined: [] };
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
