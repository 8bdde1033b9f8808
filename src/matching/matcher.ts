import { Comparer } from './compare.ts';
import { Decider, type Decision, type Reason } from './decide.ts';
import { mixedMark } from './edges.ts';
import { FewPeople, type PersonRecord } from './few-people.ts';
import { KEY_SPACES } from './keys.ts';
import { type Model, weightsOf } from './model.ts';
import type { Conflict } from './rules.ts';
import { type Part, priorOf, Scorer, type ValueWorths, valueWorths, type Worths } from './scorer.ts';
import { Together } from './together.ts';
import type { WordList } from './words.ts';

/** A key under which candidates for a record are found. */
export interface MatchKey {
  /** The name of its space, to say which block is too large. */
  readonly space: string;
  /** A whole number below 2^37; keys of two spaces are never the same. */
  readonly key: number;
}

/** A pair, judged. */
export interface Judged {
  readonly candidate: PersonRecord;
  readonly decision: Decision;
  /** Log2 of the odds that the two are one person's: `prior` and all parts together, to the last bit. */
  readonly score: number;
  readonly prior: number;
  readonly parts: readonly Part[];
  /** Why it is for somebody to look at; only of a decision `review`. */
  readonly reason?: Reason | undefined;
  /** What speaks against one person whatever the score is. */
  readonly conflict?: Conflict | undefined;
}

/** What a record is to one resident, that is to all of their records together. */
export interface ResidentJudged {
  /** Which of the residents asked about. */
  readonly resident: number;
  readonly decision: Decision;
  /**
   * Why it is for somebody to look at. `cluster`: a record of the resident's fits, all together do not; or another resident fits better,
   * and these two would become one.
   */
  readonly reason?: Reason | undefined;
  /** The pair that says it best. */
  readonly best: Judged;
  readonly pairs: readonly Judged[];
}

export interface RecordJudged {
  /** The resident to link to: the surest of those that fit. */
  readonly link: ResidentJudged | undefined;
  /** Residents that somebody should look at, the surest first. */
  readonly review: readonly ResidentJudged[];
  /** All of them, in the order asked. */
  readonly residents: readonly ResidentJudged[];
}

export interface Matcher {
  readonly model: Model;
  keysOf(record: PersonRecord): readonly MatchKey[];
  judge(record: PersonRecord, candidates: readonly PersonRecord[]): readonly Judged[];
  judgeResident(record: PersonRecord, residents: readonly (readonly PersonRecord[])[]): RecordJudged;
}

/** Records that one question may be about. */
const MOST_RECORDS = 4096;
const SPACE = 2 ** 32;

/**
 * Keys of single records: those that the bulk run makes, before it refines blocks that are too large. What is unknown makes no key. A
 * telephone, number, household or dwelling that more records have than `MOST_SHARED` is to be left out of the record.
 */
export function openKeys(): (record: PersonRecord) => readonly MatchKey[] {
  const few = new FewPeople(1);
  return (record) => {
    few.fill([record]);
    return keysOf(few, 0);
  };
}

function keysOf({ people }: FewPeople, record: number): MatchKey[] {
  const keys: MatchKey[] = [];
  for (const [index, space] of KEY_SPACES.entries()) {
    const first = keys.length;
    space.keys(people, record, (found) => {
      const key = index * SPACE + found;
      const isThere = keys.slice(first).some((other) => other.key === key);
      if (!isThere && keys.length - first < space.slots) keys.push({ space: space.name, key });
    });
  }
  return keys;
}

/**
 * Judges single records by a model as the bulk run does: the same comparing, rules and thresholds. Keeps what values mean, up to a
 * bound, so that the next question costs less. One for each thread; questions do not wait.
 */
export function openMatcher(model: Model): Matcher {
  return new SingleMatcher(model);
}

class SingleMatcher implements Matcher {
  readonly model: Model;
  readonly #few = new FewPeople(MOST_RECORDS);
  readonly #comparer = new Comparer(this.#few.people);
  readonly #worths: GrowingWorths;
  readonly #scorer: Scorer;
  readonly #decider: Decider;
  readonly #together: Together;

  constructor(model: Model) {
    this.model = model;
    this.#worths = new GrowingWorths(model);
    this.#scorer = new Scorer(this.#few.people, this.#worths);
    this.#decider = new Decider(model);
    this.#together = new Together(this.#comparer, this.#scorer, model);
  }

  keysOf(record: PersonRecord): readonly MatchKey[] {
    this.#few.fill([record]);
    return keysOf(this.#few, 0);
  }

  judge(record: PersonRecord, candidates: readonly PersonRecord[]): readonly Judged[] {
    this.#fill([record, ...candidates]);
    return candidates.map((candidate, index) => this.#pair(candidate, index + 1));
  }

  judgeResident(record: PersonRecord, residents: readonly (readonly PersonRecord[])[]): RecordJudged {
    const candidates = residents.flat();
    this.#fill([record, ...candidates]);
    const pairs = candidates.map((candidate, index) => this.#pair(candidate, index + 1));
    const offsets: number[] = [];
    residents.reduce((sum, { length }, resident) => {
      offsets[resident] = sum;
      return sum + length;
    }, 1);
    const at = (index: number) => this.#order(index);
    let link: number | undefined;
    // the surest pair first, as the bulk run does
    const sure = pairs.flatMap(({ decision }, index) => (decision === 'link' ? [index] : []));
    for (const index of sure.toSorted((a, b) => (pairs[b]?.score ?? 0) - (pairs[a]?.score ?? 0) || compare(at(a), at(b)))) {
      const resident = offsets.findLastIndex((first) => first <= index + 1);
      if (!this.#fits(offsets[resident] ?? 0, residents[resident]?.length ?? 0)) continue;
      link = resident;
      break;
    }
    const judged = residents.map(({ length }, resident) => {
      const first = (offsets[resident] ?? 1) - 1;
      return toResident(resident, pairs.slice(first, first + length), resident === link);
    });
    const known = judged.filter((one) => one !== undefined);
    const surest = (a: ResidentJudged, b: ResidentJudged) => b.best.score - a.best.score;
    return {
      link: link === undefined ? undefined : judged[link],
      review: known.filter(({ decision }) => decision === 'review').toSorted(surest),
      residents: known,
    };
  }

  /** Whether the record and all records of a resident, from `first` on, may be one person's. One pair alone has been judged already. */
  #fits(first: number, length: number): boolean {
    return (
      length === 1 ||
      this.#together.areOne(
        [0],
        Array.from({ length }, (_, index) => first + index),
      )
    );
  }

  #order(index: number): readonly [number, number] {
    const { mark, mark2 } = this.#few.people;
    return [mixedMark(mark[0] ?? 0, mark[index + 1] ?? 0), mixedMark(mark2[0] ?? 0, mark2[index + 1] ?? 0)];
  }

  #fill(records: readonly PersonRecord[]): void {
    this.#few.fill(records);
    this.#worths.update(this.#few.meanings.words, this.#few.forgotten);
  }

  #pair(candidate: PersonRecord, index: number): Judged {
    const pattern = this.#comparer.pattern(0, index);
    const score = this.#scorer.score(0, index, pattern);
    const decision = this.#decider.standing(pattern, score, () => this.#comparer.numbersApart(0, index));
    return {
      candidate,
      decision,
      score,
      prior: this.#scorer.prior,
      parts: this.#scorer.parts(0, index, pattern),
      reason: decision === 'review' ? this.#decider.reason(pattern, false) : undefined,
      conflict: this.#decider.conflict(pattern),
    };
  }
}

const compare = (a: readonly [number, number], b: readonly [number, number]) => a[0] - b[0] || a[1] - b[1];

/** A resident is shown by the pair with the differing numbers, if there is one: it says why they were not made one. */
function toResident(resident: number, pairs: readonly Judged[], isLink: boolean): ResidentJudged | undefined {
  const [first, ...rest] = pairs;
  if (!first) return undefined;
  const surest = rest.reduce(
    (best, pair) => (rank(pair) > rank(best) || (rank(pair) === rank(best) && pair.score > best.score) ? pair : best),
    first,
  );
  if (isLink) return { resident, decision: 'link', best: surest, pairs };
  const best = pairs.find(({ reason }) => reason === 'numbers') ?? surest;
  const decision = pairs.some((pair) => pair.decision !== 'new') ? 'review' : 'new';
  const reason = decision === 'new' ? undefined : (best.reason ?? 'cluster');
  return { resident, decision, reason, best, pairs };
}

const rank = ({ decision }: Judged) => (decision === 'link' ? 2 : decision === 'review' ? 1 : 0);

/** What words are worth, added to as words become known. */
class GrowingWorths implements Worths {
  readonly prior: number;
  readonly weights: readonly Float64Array[];
  readonly days: ReadonlyMap<number, number>;
  surname: Float64Array = new Float64Array(1024);
  surnameSound: Float64Array = new Float64Array(1024);
  given: Float64Array = new Float64Array(1024);
  givenSound: Float64Array = new Float64Array(1024);
  readonly #values: ValueWorths;
  #words = 0;
  #sounds = 0;
  #forgotten = 0;

  constructor(model: Model) {
    this.prior = priorOf(model);
    this.weights = weightsOf(model);
    this.#values = valueWorths(model);
    this.days = this.#values.days;
  }

  update(words: WordList, forgotten: number): void {
    if (forgotten !== this.#forgotten) {
      this.#words = 0;
      this.#sounds = 0;
      this.#forgotten = forgotten;
    }
    if (words.size > this.surname.length) {
      this.surname = longer(this.surname, words.size);
      this.given = longer(this.given, words.size);
    }
    if (words.sounds > this.surnameSound.length) {
      this.surnameSound = longer(this.surnameSound, words.sounds);
      this.givenSound = longer(this.givenSound, words.sounds);
    }
    for (; this.#words < words.size; this.#words++) {
      const text = words.textOf(this.#words);
      this.surname[this.#words] = this.#values.surname(text);
      this.given[this.#words] = this.#values.given(text);
    }
    for (; this.#sounds < words.sounds; this.#sounds++) {
      const text = words.soundTextOf(this.#sounds);
      this.surnameSound[this.#sounds] = this.#values.surnameSound(text);
      this.givenSound[this.#sounds] = this.#values.givenSound(text);
    }
  }
}

function longer(column: Float64Array, needed: number): Float64Array {
  const grown = new Float64Array(Math.max(needed, column.length * 2));
  grown.set(column);
  return grown;
}
