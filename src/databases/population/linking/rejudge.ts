import type { Resource } from '../../../fhir/index.ts';
import type { Matcher, PersonRecord } from '../../../matching/index.ts';
import { findLinked, type Sql } from '../../../store/index.ts';
import { isPair, type Pair, pairOf } from './components.ts';
import { findContradictions } from './contradictions.ts';
import { readLinks } from './link-rows.ts';
import { type KnownPerson, readPeople } from './match-rows.ts';
import { type ContradictingPair, openContradictions, settleContradictions } from './review-rows.ts';
import { lockResidents } from './turns.ts';

/** A Patient that is written, says something else than before, and is linked to others. */
export interface ChangedRegistration {
  readonly patient: Resource & { readonly id: string };
  readonly person: KnownPerson;
  readonly before: PersonRecord;
}

export interface Rejudged {
  readonly questions: readonly ContradictingPair[];
  /** Pairs of those that were judged of which nothing speaks against. */
  readonly agreeing: readonly Pair[];
}

/** Questions that one change may raise. */
const MOST_QUESTIONS = 3;
/** Of a resident with more registrations than this, so many are judged. */
const MOST_MATES = 200;

/**
 * Judges registrations that were changed against those that they are linked to. Nothing is parted: what speaks against is for somebody to
 * decide. Holds the turns of their residents.
 * @param leaving ids of Patients that are deleted in the same commit
 */
export async function rejudge(
  tx: Sql,
  changed: readonly ChangedRegistration[],
  matcher: Matcher,
  leaving: readonly string[],
): Promise<Rejudged> {
  if (changed.length === 0) return { questions: [], agreeing: [] };
  const members = await lockResidents(
    tx,
    changed.map(({ patient }) => patient.id),
  );
  const [linked, people, { links }] = await Promise.all([
    findLinked(tx, members),
    readPeople(tx, members),
    readLinks(tx, members),
  ]);
  const written = new Map(changed.map((one) => [one.patient.id, one]));
  const gone = new Set(leaving);
  const found = changed.map((one) => {
    const { id } = one.patient;
    const mates = (linked.get(id) ?? []).filter((mate) => mate !== id && !gone.has(mate)).slice(0, MOST_MATES);
    const judged = mates.flatMap((mate) => {
      const before = people.get(mate)?.record;
      const record = written.get(mate)?.person.record ?? before;
      return record && before ? [{ pair: pairOf(id, mate), ...judge(matcher, one, { record, before }) }] : [];
    });
    const against = judged.flatMap(({ question }) => question ?? []);
    // a mate that a link leads to says which link is in question; one further off only where none of these contradicts
    const near = against.filter((question) => links.some((link) => isPair(link, question)));
    return {
      questions: (near.length > 0 ? near : against.slice(0, 1)).slice(0, MOST_QUESTIONS),
      agreeing: judged.flatMap(({ pair, agrees }) => (agrees ? [pair] : [])),
    };
  });
  const questions = new Map(found.flatMap((one) => one.questions).map((question) => [`${question.a} ${question.b}`, question]));
  return { questions: [...questions.values()], agreeing: found.flatMap(({ agreeing }) => agreeing) };
}

function judge(
  matcher: Matcher,
  { patient, person: { record, place }, before }: ChangedRegistration,
  mate: { readonly record: PersonRecord; readonly before: PersonRecord },
): { readonly question: ContradictingPair | undefined; readonly agrees: boolean } {
  const { contradicting, agrees } = findContradictions(matcher, { record, before, patient }, mate);
  if (!contradicting) return { question: undefined, agrees };
  const { kinds, about, judged } = contradicting;
  const { score, prior, parts } = judged;
  return { question: { ...pairOf(record.id, mate.record.id), score, prior, parts, place, kinds, about }, agrees };
}

/** Puts the questions before people, and closes those that a change has answered. */
export async function recordRejudged(
  tx: Sql,
  { questions, agreeing }: Rejudged,
  modelVersion: number,
  at: string,
): Promise<void> {
  await Promise.all([openContradictions(tx, questions, modelVersion, at), settleContradictions(tx, agreeing)]);
}
