import { type OwnLine, saveOwnLine } from '../../../databases/health-records/index.ts';
import { readPatient, toResident, untilWritten } from '../../../databases/population/index.ts';
import { parseJson, type Resource } from '../../../fhir/index.ts';
import { type FormValues, readForm, refuseFaults } from '../../../forms/index.ts';
import { chinaDay, newId, newIdBeside, Problem } from '../../../kernel/index.ts';
import type { CaseToTell, ToldCase } from '../../../platform/notices/index.ts';
import { identityNumber } from '../../../standards/index.ts';
import { findLinked, type ScopedStore, type Sql, type ToWrite, type Written, writeAll } from '../../../store/index.ts';
import { cardFaults, cardFields, diseaseOf } from './card-fields.ts';
import { casesOf, findStatement, type KeptCase, type KeptStatement, saveCase, saveStatement } from './case-store.ts';
import type { CaseActed, CaseState, Classification, Outcome, StatementKind } from './contract.ts';
import { settlePrompts } from './settle-prompts.ts';
import { deadlineAfter, stateAfter } from './timeliness.ts';
import { cardValues, toCaseResources, toStatement } from './to-resources.ts';

export interface CaseWriting {
  readonly sql: Sql;
  /** Under a scope without bearer: the right was checked. */
  readonly store: ScopedStore;
  /** Division of the platform. */
  readonly home: string;
  readonly now: Date;
  readonly by: { readonly id: string; readonly name: string };
  /** Writes along in the transaction: the audit entries. */
  readonly within: (tx: Sql, written: readonly Written[]) => Promise<void>;
  /** Tells the platform of the place of residence, where it is another. */
  readonly tell: (tx: Sql, told: CaseToTell) => Promise<void>;
}

/** Whether a card that is found tells of the same illness; where nobody said and there is one, the card is refused. */
export type SameIllness = { readonly as: string } | 'another' | undefined;

export interface CardForm {
  readonly values: unknown;
  readonly confirmed: readonly string[];
  /** Chosen by the caller, and the same when it calls again: a repeat changes nothing. */
  readonly key: string;
}

interface Person {
  readonly resident: string;
  readonly name: string;
  /** Identity number. */
  readonly number: string | undefined;
  /** All Patients of the resident, the main one first. */
  readonly all: readonly string[];
  readonly sex: string;
  readonly birthDate: string | undefined;
  readonly deceasedOn: string | undefined;
}

async function readPerson({ store, sql }: CaseWriting, resident: string): Promise<Person> {
  const { name, identifiers, sex, birthDate, deceasedOn } = toResident((await readPatient(store, resident)).resource);
  const number = identifiers.find(({ system }) => system === identityNumber)?.value;
  const all = (await findLinked(sql, [resident])).get(resident) ?? [resident];
  return { resident, name, number, all, sex, birthDate, deceasedOn };
}

function readCard(given: CardForm, person: Person, now: Date): FormValues {
  const fields = cardFields(chinaDay(now));
  const { values, faults } = readForm(fields, given.values, now);
  const isWhole = !faults.some(({ kind }) => kind === 'impossible');
  refuseFaults(isWhole ? [...faults, ...cardFaults(values, person)] : faults, given.confirmed);
  return values;
}

/**
 * Reports a case. A card of the same disease within its episode is told to the caller, who says whether it is the same illness; it
 * is then linked, and counted once.
 * @throws Problem data-invalid, data-improbable with their fields; case-duplicate; resource-unknown
 */
export async function reportCase(
  writing: CaseWriting,
  given: CardForm & { readonly resident: string; readonly same: SameIllness },
): Promise<CaseActed> {
  const person = await readPerson(writing, given.resident);
  return untilWritten(async () => {
    const done = await findStatement(writing.sql, given.resident, given.key);
    if (done) return repeated(done, 'report', undefined);
    const values = readCard(given, person, writing.now);
    const disease = diseaseOf(values);
    const [id, card, line] = [newIdBeside(given.resident), newIdBeside(given.resident), newId()];
    const deadline = deadlineAfter(new Date(String(values['diagnosedAt'])), disease.deadlineHours);
    return write(writing, {
      ...{ person, values, act: 'report', state: 'reported', key: given.key, reason: undefined, after: undefined },
      kept: {
        id,
        card,
        line,
        deadline,
        reportedAt: writing.now,
        reportedBy: writing.by.id,
        ...waiting(writing.now, disease.deadlineHours),
      },
      outcome: outcomeOf(values),
      same: given.same,
      cardAfter: undefined,
    });
  });
}

export interface CaseAct {
  readonly key: string;
  /** Version of the case that whoever acts has seen. */
  readonly version: number;
  readonly reason?: string | undefined;
}

/**
 * Says something of a case: a correction, a review, its end. What was said before stays on record.
 * @throws Problem case-conflict where the case is another than was seen, or does not allow this in its state
 */
export async function actOnCase(
  writing: CaseWriting,
  kept: KeptCase,
  act: CaseAct &
    (
      | { readonly kind: 'correct'; readonly card: CardForm }
      | { readonly kind: 'accept' | 'return' | 'refute' }
      | { readonly kind: 'close' | 'death'; readonly outcome: Outcome; readonly on: string }
      | { readonly kind: 'alive' }
    ),
): Promise<CaseActed> {
  const person = await readPerson(writing, kept.resident);
  return untilWritten(async () => {
    const done = await findStatement(writing.sql, kept.resident, act.key);
    if (done) return repeated(done, act.kind, kept.id);
    const [condition, observation] = await Promise.all([
      writing.store.read('Condition', kept.id),
      writing.store.read('Observation', kept.card),
    ]);
    if (condition.version !== act.version)
      throw new Problem('case-conflict', 'The case changed since it was read', { at: 'version' });
    const state = stateAfter(kept.state, act.kind);
    if (!state) throw new Problem('case-conflict', 'The state of the case does not allow this', { at: 'state' });
    const before = cardValues(parseJson(observation.body) as Resource);
    const values =
      act.kind === 'correct' ? readCard(act.card, person, writing.now) : closedWith(before, act, person, writing.now);
    const hours = diseaseOf(values).deadlineHours;
    return write(writing, {
      ...{ person, values, act: act.kind, state, key: act.key, reason: act.reason, after: condition.version },
      kept: { ...kept, ...(act.kind === 'correct' ? waiting(writing.now, hours) : {}) },
      outcome: 'outcome' in act ? act.outcome : outcomeNow(kept, act.kind, values),
      ...('outcome' in act ? { endedOn: act.on } : {}),
      same: kept.duplicateOf ? { as: kept.duplicateOf } : 'another',
      cardAfter: observation.version,
    });
  });
}

/** A death that ends the illness stands on the card too. */
function closedWith(
  values: FormValues,
  act: CaseAct & { kind: string; outcome?: Outcome; on?: string },
  person: Person,
  now: Date,
): FormValues {
  const { on } = act;
  if (act.kind === 'alive') return Object.fromEntries(Object.entries(values).filter(([key]) => key !== 'diedOn'));
  if ((act.kind !== 'close' && act.kind !== 'death') || on === undefined) return values;
  const after = act.outcome === 'died' ? { ...values, diedOn: on } : values;
  const onset = String(values['onsetOn']);
  const isPossible = on >= onset && on <= chinaDay(now);
  const faults = isPossible
    ? cardFaults(after, person)
    : [{ at: 'on', kind: 'impossible' as const, text: { zh: '应在发病之后、今天之前', en: 'Between the onset and today' } }];
  refuseFaults(faults, []);
  return after;
}

const waiting = (from: Date, hours: number) => ({ reviewFrom: from, reviewBy: deadlineAfter(from, hours) });

/** Only a death of the disease stands on the card. Of another what was said of it stays until the card is filled in anew. */
const outcomeNow = ({ outcome }: KeptCase, act: StatementKind, values: FormValues): Outcome | undefined =>
  (outcome === 'died-other' || outcome === 'died-unknown') && (act === 'accept' || act === 'return')
    ? outcome
    : outcomeOf(values);
const outcomeOf = (values: FormValues): Outcome | undefined => (values['diedOn'] === undefined ? undefined : 'died');

function repeated({ kind, caseId, version, state }: KeptStatement, asked: StatementKind, id: string | undefined): CaseActed {
  if (kind !== asked || (id !== undefined && caseId !== id))
    throw new Problem('repeat-differs', 'The key was used for something else', { at: 'key' });
  return { id: caseId, version, state };
}

interface ToSay {
  readonly person: Person;
  readonly values: FormValues;
  readonly act: StatementKind;
  readonly state: CaseState;
  readonly key: string;
  readonly reason: string | undefined;
  /** Versions that are followed. */
  readonly after: number | undefined;
  readonly cardAfter: number | undefined;
  readonly kept: Pick<KeptCase, 'id' | 'card' | 'line' | 'deadline' | 'reportedAt' | 'reportedBy' | 'reviewFrom' | 'reviewBy'>;
  readonly outcome: Outcome | undefined;
  readonly endedOn?: string;
  readonly same: SameIllness;
}

async function write(writing: CaseWriting, say: ToSay): Promise<CaseActed> {
  const { person, values, kept, state, outcome } = say;
  const duplicateOf = typeof say.same === 'object' ? say.same.as : undefined;
  const fields = cardFields(chinaDay(writing.now));
  const [condition, card] = toCaseResources(
    {
      ...{ id: kept.id, card: kept.card, resident: person.resident, values, state, outcome, duplicateOf },
      endedOn: say.endedOn ?? textOf(values, 'diedOn') ?? undefined,
      reportedAt: kept.reportedAt.toISOString(),
    },
    fields,
  );
  const version = (say.after ?? 0) + 1;
  const statement = toStatement({
    ...{
      id: newIdBeside(person.resident),
      kind: say.act,
      resident: person.resident,
      at: writing.now.toISOString(),
      by: writing.by,
    },
    ...{ reason: say.reason, key: say.key, wrote: [`Condition/${kept.id}/_history/${version}`] },
  });
  const all: ToWrite[] = [
    { resource: condition, after: say.after },
    { resource: card, after: say.cardAfter },
    { resource: statement, after: undefined },
  ];
  await writeAll(writing.store, all, async (tx, written) => {
    await takeTurn(tx, person, say);
    const place = written.find(({ row }) => row.id === kept.id)?.place ?? writing.home;
    const row = toKeptCase(writing, say, { place, version, duplicateOf });
    await saveCase(tx, row);
    await saveStatement(tx, person.resident, say.key, {
      ...{ id: statement.id, caseId: kept.id, kind: say.act, version, state, at: writing.now, byName: writing.by.name },
      reason: say.reason ?? null,
    });
    await saveOwnLine(tx, toLine(writing.home, row, values));
    await settlePrompts(tx, person.all, row.family, row.id);
    if (say.act !== 'return') await writing.tell(tx, toNotice(writing, say, row, statement.id));
    await writing.within(tx, written);
  });
  return { id: kept.id, version, state };
}

/** One after the other for a resident: who reports at the same moment sees the card of the first, and a repeat what it made. */
async function takeTurn(tx: Sql, person: Person, { act, key, same, values, kept }: ToSay): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${person.all[0] ?? person.resident}, 47))`;
  if (await findStatement(tx, person.resident, key))
    throw new Problem('version-conflict', 'It was said meanwhile', { at: 'key' });
  if (act !== 'report') return;
  const found = (await casesOf(tx, person.all)).filter((one) => one.id !== kept.id);
  if (typeof same === 'object') {
    const named = found.find(({ id }) => id === same.as);
    if (!named || named.family !== diseaseOf(values).family)
      throw new Problem('case-conflict', 'The resident has no such card of this disease', { at: 'sameAs' });
    return;
  }
  if (same === undefined && found.some((one) => isSameEpisode(one, values)))
    throw new Problem('case-duplicate', 'Say whether it is the same illness', { at: 'disease' });
}

const DAY_MS = 86_400_000;

/** Whether a card may tell of the illness of another: of one disease, diagnosed within its episode; found to be no case, it tells of none. */
export function isSameEpisode(known: Pick<KeptCase, 'family' | 'diagnosedAt' | 'state'>, values: FormValues): boolean {
  const disease = diseaseOf(values);
  if (known.state === 'refuted' || known.family !== disease.family) return false;
  const apart = Math.abs(new Date(String(values['diagnosedAt'])).getTime() - known.diagnosedAt.getTime());
  return disease.episodeDays === 0 || apart <= disease.episodeDays * DAY_MS;
}

const textOf = (values: FormValues, key: string): string | null => (typeof values[key] === 'string' ? values[key] : null);

function toKeptCase(
  { home }: CaseWriting,
  { person, values, kept, state, outcome }: ToSay,
  { place, version, duplicateOf }: { place: string; version: number; duplicateOf: string | undefined },
): KeptCase {
  const disease = diseaseOf(values);
  return {
    ...{ id: kept.id, card: kept.card, line: kept.line, resident: person.resident, version, place, state },
    ...{ deadline: kept.deadline, reportedAt: kept.reportedAt, reportedBy: kept.reportedBy },
    ...{ reviewFrom: kept.reviewFrom, reviewBy: kept.reviewBy, disease: disease.code, family: disease.family },
    classification: String(values['classification']) as Classification,
    outcome: outcome ?? null,
    onsetOn: String(values['onsetOn']),
    diedOn: textOf(values, 'diedOn'),
    diagnosedAt: new Date(String(values['diagnosedAt'])),
    division: textOf(values, 'division') ?? home,
    setting: textOf(values, 'setting'),
    institution: String(values['institution']),
    sex: person.sex,
    birthDate: person.birthDate ?? null,
    duplicateOf: duplicateOf ?? null,
  };
}

/** What the place of residence is told: whom to look for, of what, and since when; the rest of the card stays here. */
function toNotice({ now }: CaseWriting, { person, values }: ToSay, row: KeptCase, statement: string): CaseToTell {
  const { name, number, birthDate } = person;
  const said = { outcome: row.outcome, diedOn: row.diedOn, birthDate, number, setting: row.setting };
  const asked = { phone: textOf(values, 'phone'), address: textOf(values, 'address') };
  return {
    ...{ statement, resident: row.resident, at: now.toISOString() },
    told: {
      ...{ case: row.id, disease: row.disease, family: row.family, classification: row.classification, state: row.state },
      ...{ onsetOn: row.onsetOn, diagnosedOn: chinaDay(row.diagnosedAt), institution: row.institution, name, sex: row.sex },
      ...(Object.fromEntries(Object.entries({ ...said, ...asked }).filter(([, value]) => value)) as Partial<ToldCase>),
      ...{ place: row.place, otherPlace: row.division },
    },
  };
}

/** The case without its person: what figures and the levels above are made of. */
function toLine(home: string, row: KeptCase, values: FormValues): OwnLine {
  const disease = diseaseOf(values);
  return {
    ...{ home, line: row.line, disease: row.disease, family: row.family, class: disease.class, managed: disease.managedAs },
    ...{
      division: row.division,
      classification: row.classification,
      state: row.state,
      outcome: row.outcome,
      onsetOn: row.onsetOn,
    },
    diagnosedOn: chinaDay(row.diagnosedAt),
    reportedOn: chinaDay(row.reportedAt),
    diedOn: row.diedOn,
    sex: row.sex,
    ageMonths: row.birthDate ? monthsBetween(row.birthDate, row.onsetOn) : null,
    occupation: String(values['occupation']),
    isLate: row.reportedAt > row.deadline,
    counts: row.state !== 'refuted' && row.duplicateOf === null,
  };
}

/** Whole months from one day to another, never below 0; days YYYY-MM-DD. */
export function monthsBetween(from: string, to: string): number {
  const at = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return Math.max(0, at(to) - at(from) - (to.slice(8) < from.slice(8) ? 1 : 0));
}
