import type { Judged, Matcher, ResidentJudged } from '../../../matching/index.ts';
import { type Change, findLinked, lockPeople, type Sql } from '../../../store/index.ts';
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
import { type PlacedPatient, readPlacedPatients } from './patient-links.ts';
import { differInBirth, turnsOf } from './person-record.ts';
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
  /** The Patients of those residents that were there before, as they are. */
  readonly patients: ReadonlyMap<string, PlacedPatient>;
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
 * Decides of each of these people, in their order, whose it is; each sees those before it. Holds the turns of people like these, and
 * of the residents that get one more.
 */
export async function decideWhose(
  tx: Sql,
  fresh: readonly { readonly person: KeyedPerson; readonly change: Pick<Change, 'kind'> }[],
  matcher: Matcher,
): Promise<Decided> {
  if (fresh.length === 0) return { groups: [], links: [], reviews: [], patients: new Map() };
  const people = fresh.map(({ person }) => person);
  // nobody has said anything of what is just created
  const stored = fresh.filter(({ change }) => change.kind === 'put').map(({ person }) => person.record.id);
  const turns = [...new Set(people.flatMap(({ record }) => turnsOf(record)))];
  // they see what is there once it is their turn: one after the other on the wire, without waiting in between
  const [, apart, first] = await Promise.all([lockPeople(tx, turns), readApart(tx, stored), findCandidates(tx, people)]);
  for (let attempt = 1; ; attempt++) {
    const found = attempt === 1 ? first : await findCandidates(tx, people);
    const { changed, ...decided } = decideEach(people, found, apart, matcher);
    const members = [...new Set(changed.flatMap((one) => one.stored))];
    const still = await readStill(tx, changed, members);
    if (still) return { ...decided, groups: changed.map((one) => membersOf(one, still.people)), patients: still.patients };
    if (attempt === TRIES) throw new Error('residents change faster than a Patient can be linked to them');
  }
}

/**
 * The Patients of these residents, now that nobody else can change them; undefined where they are other residents by now: somebody
 * was faster.
 */
async function readStill(tx: Sql, residents: readonly Candidate[], stored: readonly string[]): Promise<Still | undefined> {
  if (stored.length === 0) return { people: new Map(), patients: new Map() };
  const [, now, people, patients] = await Promise.all([
    lockPatientsAlone(tx, stored),
    findLinked(tx, stored),
    readPeople(tx, stored),
    readPlacedPatients(tx, stored),
  ]);
  const areStill = residents.every((one) => one.stored.every((id) => sameAs(now.get(id) ?? [id], one.stored)));
  return areStill ? { people, patients } : undefined;
}

interface Still {
  readonly people: ReadonlyMap<string, KnownPerson>;
  readonly patients: ReadonlyMap<string, PlacedPatient>;
}

const sameAs = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((id) => other.includes(id));

const membersOf = ({ stored, joined }: Candidate, known: ReadonlyMap<string, KnownPerson>): Member[] => [
  ...stored.map((id) => ({ id, registeredAt: known.get(id)?.registeredAt ?? '' })),
  ...joined,
];

function decideEach(
  people: readonly KeyedPerson[],
  found: readonly (readonly KnownResident[])[],
  apart: ReadonlyMap<string, ReadonlySet<string>>,
  matcher: Matcher,
): Omit<Decided, 'groups' | 'patients'> & { readonly changed: readonly Candidate[] } {
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
