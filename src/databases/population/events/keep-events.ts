import { Problem, shardOf } from '../../../kernel/index.ts';
import type { Participant, Sql } from '../../../store/index.ts';
import { type Resident, toResident } from '../resident-row.ts';
import { readPatients } from '../stored.ts';
import { isVitalEvent, toVitalEvent, type VitalEvent } from './composition.ts';

/** What a death obliges others to close, each at its own time. */
export const CLOSINGS = ['health-card', 'programmes', 'insurance'] as const;

type Placed = VitalEvent & { readonly place: string };
type Described = Placed & Pick<Resident, 'sex' | 'birthDate'>;

/**
 * Keeps the rows of events in step with their Compositions, in the same transaction. Sex and birth date are those of the
 * Patient as it is after the event.
 * @throws Problem event-recorded where the certificate proves another event that stands
 */
export const keepEvents: Participant = async (tx, written) => {
  const events = written.flatMap(({ resource, place, version }): Placed[] => {
    const event = resource && version === 1 && isVitalEvent(resource) ? toVitalEvent(resource) : undefined;
    return event ? [{ ...event, place }] : [];
  });
  if (events.length === 0) return;
  const corrections = events.filter(({ corrects }) => corrects !== undefined);
  await markCorrected(tx, corrections);
  await takeCertificates(tx, events);
  await insertEvents(tx, await describe(tx, events));
  await insertClosings(
    tx,
    events.filter(({ kind }) => kind === 'death'),
  );
};

async function takeCertificates(tx: Sql, events: readonly Placed[]): Promise<void> {
  const proven = events.flatMap(({ certificate, ...event }) => (certificate ? [{ ...event, certificate }] : []));
  if (proven.length === 0) return;
  const taken = await tx<{ event: string }[]>`
    insert into population.event_certificate (number, kind, shard, event)
    select * from unnest(${proven.map(({ certificate }) => certificate)}::text[], ${proven.map(({ kind }) => kind)}::text[],
                         ${proven.map(({ resident }) => shardOf(resident))}::bigint[], ${proven.map(({ id }) => id)}::text[])
        on conflict do nothing returning event`;
  if (taken.length < proven.length)
    throw new Problem('event-recorded', 'An event of this kind with this number is on record', { at: 'certificate' });
}

async function describe(tx: Sql, events: readonly Placed[]): Promise<Described[]> {
  const patients = await readPatients(
    tx,
    events.map(({ resident }) => resident),
  );
  return events.map((event) => {
    const patient = patients.get(event.resident);
    const { sex = 'unknown', birthDate } = patient ? toResident(patient) : {};
    return { ...event, sex, birthDate };
  });
}

async function insertEvents(tx: Sql, events: readonly Described[]): Promise<void> {
  const of = <Value>(pick: (event: Described) => Value) => events.map(pick);
  await tx`
    insert into population.event (shard, id, kind, resident, other_resident, happened_on, place, other_place, sex, birth_date,
                                  certificate, recorded_at, corrects)
    select * from unnest(${of(({ resident }) => shardOf(resident))}::bigint[], ${of(({ id }) => id)}::text[], ${of(({ kind }) => kind)}::text[],
                         ${of(({ resident }) => resident)}::text[], ${of(({ otherResident }) => otherResident ?? null)}::text[],
                         ${of(({ happenedOn }) => happenedOn)}::date[], ${of(({ place }) => place)}::text[],
                         ${of(({ otherPlace }) => otherPlace ?? null)}::text[], ${of(({ sex }) => sex)}::text[],
                         ${of(({ birthDate }) => birthDate ?? null)}::date[], ${of(({ certificate }) => certificate ?? null)}::text[],
                         ${of(({ recordedAt }) => recordedAt)}::timestamptz[], ${of(({ corrects }) => corrects ?? null)}::text[])`;
}

/** The events that they undo count no more; their certificates are free again, and nothing is to be closed. */
async function markCorrected(tx: Sql, corrections: readonly Placed[]): Promise<void> {
  if (corrections.length === 0) return;
  const [ids, shards] = [corrections.map(({ corrects }) => corrects ?? ''), corrections.map(({ resident }) => shardOf(resident))];
  const marked = await tx<{ id: string; kind: string; certificate: string | null }[]>`
    update population.event set corrected_by = given.by
      from unnest(${ids}::text[], ${shards}::bigint[], ${corrections.map(({ id }) => id)}::text[]) as given (id, shard, by)
     where event.id = given.id and event.shard = given.shard and corrected_by is null and kind <> 'correction'
    returning event.id, kind, certificate`;
  if (marked.length < corrections.length)
    throw new Problem('event-corrected', 'The event is corrected already', { at: 'corrects' });
  const proven = marked.filter(({ certificate }) => certificate !== null);
  if (proven.length > 0)
    await tx`
      delete from population.event_certificate
       where (number, kind) in (select * from unnest(${proven.map(({ certificate }) => certificate)}::text[], ${proven.map(({ kind }) => kind)}::text[]))`;
  await tx`
    update population.closing set withdrawn_at = now()
     where (event, shard) in (select * from unnest(${ids}::text[], ${shards}::bigint[])) and withdrawn_at is null`;
}

async function insertClosings(tx: Sql, deaths: readonly Placed[]): Promise<void> {
  const all = deaths.flatMap((death) => CLOSINGS.map((what) => ({ ...death, what })));
  if (all.length === 0) return;
  await tx`
    insert into population.closing (shard, event, what, resident, since)
    select * from unnest(${all.map(({ resident }) => shardOf(resident))}::bigint[], ${all.map(({ id }) => id)}::text[],
                         ${all.map(({ what }) => what)}::text[], ${all.map(({ resident }) => resident)}::text[],
                         ${all.map(({ happenedOn }) => happenedOn)}::date[])
        on conflict do nothing`;
}
