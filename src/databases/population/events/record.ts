import { isDeepStrictEqual } from 'node:util';
import { type FormValues, readForm, refuseFaults } from '../../../forms/index.ts';
import { newId, newIdBeside, Problem, shardOf } from '../../../kernel/index.ts';
import { findLinked, type ScopedStore, type Sql, type ToWrite, type Written, writeAll } from '../../../store/index.ts';
import type { Identified } from '../parts.ts';
import { nextRecordNumber } from '../record-numbers.ts';
import { nameOf } from '../resident-row.ts';
import { readHouseholdOf, readKinOf, readPatient, type Versioned } from '../stored.ts';
import { homeDivisionOf } from './birth.ts';
import { isPerson } from './composition.ts';
import type { EventKind, EventRecorded } from './contract.ts';
import { type EventRules, type Facts, spouseTie, text } from './facts.ts';
import { eventRules } from './kinds.ts';
import { toComposition } from './to-composition.ts';

export interface Recording {
  readonly sql: Sql;
  /** Under a scope without bearer: the right was checked, what follows is the platform's work. */
  readonly store: ScopedStore;
  readonly now: Date;
  readonly by: { readonly id: string; readonly name: string };
  /** Writes along in the transaction: the audit entries. */
  readonly within: (tx: Sql, written: readonly Written[]) => Promise<void>;
}

export interface EventForm {
  readonly kind: EventKind;
  /** Patient id; none where the event makes the resident. */
  readonly resident: string | undefined;
  readonly values: unknown;
  /** Keys of improbable values that are so. */
  readonly confirmed: readonly string[];
}

const RETRIES = 12;

/** Tries again where another desk changed one of the resources meanwhile: what is found then decides. */
export async function untilWritten<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let left = RETRIES; ; left--) {
    try {
      return await attempt();
    } catch (thrown) {
      if (!(thrown instanceof Problem) || thrown.code !== 'version-conflict' || left === 0) throw thrown;
    }
  }
}

/**
 * Records an event with all that follows from it, in one transaction.
 * @throws Problem data-invalid and data-improbable with their fields, event-recorded where its evidence is on record
 */
export async function recordEvent(recording: Recording, form: EventForm): Promise<EventRecorded> {
  const rules = eventRules[form.kind];
  const { values, faults } = readForm(rules.fields, form.values, recording.now);
  if (rules.creates !== true && form.resident === undefined)
    throw new Problem('data-invalid', 'The event is about a resident', { at: 'resident' });
  return untilWritten(async () => {
    const known = await gather(recording, form.resident, values);
    const named = withNames(values, known.residents);
    const resident = form.resident ?? newId();
    const onRecord = await kindsOnRecord(recording.sql, form.resident);
    const facts = { ...factsOf(known, recording.now), onRecord };
    const patient = form.resident === undefined ? undefined : facts.residents.get(form.resident);
    const required = faults.some(({ kind }) => kind === 'impossible');
    refuseFaults(required ? faults : [...faults, ...rules.check(named, patient, facts)], form.confirmed);
    const certificate = rules.certificateOf(named, resident, facts);
    await refuseRecorded(recording.sql, rules.kind, certificate);
    const recordNumber = rules.creates ? await nextRecordNumber(recording.sql, homeDivisionOf(named, facts)) : undefined;
    const changed = changedBy(rules.effect(named, resident, { ...facts, recordNumber }), known.versions);
    const event = toEvent(recording, { rules, values: named, resident, certificate, changed });
    await writeAll(recording.store, [...changed, { resource: event, after: undefined }], recording.within);
    return { id: event.id, resident };
  });
}

/** Of the resident, by whichever registration. */
async function kindsOnRecord(sql: Sql, resident: string | undefined): Promise<ReadonlySet<string>> {
  if (resident === undefined) return new Set();
  const all = (await findLinked(sql, [resident])).get(resident) ?? [resident];
  const rows = await sql<{ kind: string }[]>`
    select distinct kind from population.event
     where resident = any(${all}::text[]) and shard = any(${all.map(shardOf)}::bigint[]) and corrected_by is null`;
  return new Set(rows.map(({ kind }) => kind));
}

/** Asked before anything is done, so that the second desk reads why; the table refuses who comes at the same instant. */
async function refuseRecorded(sql: Sql, kind: EventKind, certificate: string): Promise<void> {
  const [found] = await sql`select from population.event_certificate where number = ${certificate} and kind = ${kind}`;
  if (found) throw new Problem('event-recorded', 'An event of this kind with this number is on record', { at: 'certificate' });
}

interface Known {
  readonly residents: Map<string, Identified>;
  readonly households: Map<string, Identified>;
  readonly kin: Map<string, readonly Identified[]>;
  /** Version and content of all that was read, by `Type/id`. */
  readonly versions: Map<string, Versioned>;
}

/** The resident, whoever the form names, and the spouse on record; of each the household and the kin. */
async function gather({ store }: Recording, resident: string | undefined, values: FormValues): Promise<Known> {
  const known: Known = { residents: new Map(), households: new Map(), kin: new Map(), versions: new Map() };
  const named = Object.entries(values).flatMap(([key, value]) => (isPerson(value) ? [{ key, id: value.id }] : []));
  const first = [...(resident === undefined ? [] : [{ key: 'resident', id: resident }]), ...named];
  await Promise.all(first.map(({ key, id }) => learn(store, known, id, key)));
  const spouse = resident && spouseTie(factsOf(known, new Date(0)), resident)?.relative;
  if (spouse && !known.residents.has(spouse)) await learn(store, known, spouse, undefined);
  return known;
}

/** @param key field that names the resident: whoever is not seen is not there */
async function learn(store: ScopedStore, known: Known, id: string, key: string | undefined): Promise<void> {
  const keep = (one: Versioned) => known.versions.set(`${one.resource.resourceType}/${one.resource.id}`, one);
  try {
    const patient = await readPatient(store, id);
    known.residents.set(id, patient.resource);
    keep(patient);
  } catch (thrown) {
    if (!(thrown instanceof Problem) || thrown.code !== 'resource-unknown') throw thrown;
    // the spouse of another division is not seen from here, and not changed
    if (key === undefined) return;
    throw new Problem('resource-unknown', 'No such resident here', { at: key, cause: thrown });
  }
  const [household, kin] = await Promise.all([readHouseholdOf(store, id), readKinOf(store, id)]);
  if (household) {
    known.households.set(id, household.resource);
    keep(household);
  }
  known.kin.set(
    id,
    kin.map(({ resource }) => resource),
  );
  for (const one of kin) keep(one);
}

const factsOf = ({ residents, households, kin }: Known, now: Date): Facts => ({
  residents,
  households,
  kin,
  onRecord: new Set(),
  now,
  newId: (beside) => (beside === undefined ? newId() : newIdBeside(beside)),
  recordNumber: undefined,
});

/** Persons of the form with the names that they have now. */
function withNames(values: FormValues, residents: ReadonlyMap<string, Identified>): FormValues {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      const patient = isPerson(value) ? residents.get(value.id) : undefined;
      return [key, patient ? { id: patient.id, name: nameOf(patient) } : value];
    }),
  );
}

/** What is new or differs from what was read. */
export function changedBy(after: readonly Identified[], versions: ReadonlyMap<string, Versioned>): ToWrite[] {
  return after.flatMap((resource) => {
    const before = versions.get(`${resource.resourceType}/${resource.id}`);
    return before && isDeepStrictEqual(before.resource, resource) ? [] : [{ resource, after: before?.version }];
  });
}

interface Settled {
  readonly rules: EventRules;
  readonly values: FormValues;
  readonly resident: string;
  readonly certificate: string;
  readonly changed: readonly ToWrite[];
}

function toEvent({ now, by }: Recording, { rules, values, resident, certificate, changed }: Settled): Identified {
  return toComposition({
    id: newIdBeside(resident),
    kind: rules.kind,
    name: rules.name,
    resident,
    happened: text(values[rules.when]) ?? '',
    certificate: certificate || undefined,
    recordedAt: now.toISOString(),
    recordedBy: by,
    fields: rules.fields,
    values,
    changes: changed.map(({ resource: { resourceType, id }, after = 0 }) => ({ type: resourceType, id, version: after + 1 })),
  });
}
