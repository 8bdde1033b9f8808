import { hash } from 'node:crypto';
import type { Follower, Lives } from '../../../chronicle/index.ts';
import { isObject, parseJson, type Resource } from '../../../fhir/index.ts';
import { chinaDay, shardOf } from '../../../kernel/index.ts';
import { dayNumber, dayText, type LifeCourse } from '../../../life-course/index.ts';
import type { Sql } from '../../../store/index.ts';
import { type Judged, type JudgeLife, tooEarly } from './judge.ts';

interface ContactRow extends Omit<Judged, 'day'> {
  readonly resident: string;
  readonly division: string;
  readonly worker: string;
  readonly workerName: string;
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly recordedOn: string;
  readonly digest: string;
}

/** Keeps the contacts of whoever changes; who is as before is left alone. */
export const followContacts =
  (judge: JudgeLife): Follower =>
  (tx) => ({ tell: (lives) => keepContacts(tx, judge, lives) });

async function keepContacts(tx: Sql, judge: JudgeLife, { courses, gone }: Lives): Promise<void> {
  const judged = courses.map((course) => ({ course, contacts: judge(course) }));
  const known = await readDigests(tx, [...courses.map(({ resident }) => resident), ...gone]);
  const ids = judged.flatMap(({ contacts }) => contacts.map(({ encounter }) => encounter));
  if (ids.length === 0 && known.size === 0) return;
  const encounters = await readEncounters(tx, ids);
  const rows = judged.flatMap(({ course, contacts }) =>
    contacts.flatMap((one) => toRow(course, one, encounters.get(one.encounter)) ?? []),
  );
  const changed = rows.filter(({ encounter, digest }) => known.get(encounter) !== digest);
  const standing = new Set(rows.map(({ encounter }) => encounter));
  await remove(
    tx,
    [...known.keys()].filter((encounter) => !standing.has(encounter)),
  );
  await write(tx, changed);
}

interface Encounter {
  readonly worker: string;
  readonly workerName: string;
  readonly recordedOn: string;
}

function toRow(course: LifeCourse, judged: Judged, encounter: Encounter | undefined): ContactRow | undefined {
  if (!encounter) return undefined;
  const row = {
    ...judged,
    ...encounter,
    resident: course.resident,
    division: course.division,
    day: dayText(judged.day),
    faults: [...judged.faults, ...tooEarly(judged.day, dayNumber(encounter.recordedOn))],
  };
  return { ...row, digest: hash('sha1', JSON.stringify(row), 'base64url') };
}

const keysOf = (tx: Sql, ids: readonly string[]) => tx`select * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[])`;

async function readDigests(tx: Sql, residents: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx<{ encounter: string; digest: string }[]>`
    select encounter, digest from record_quality.contact where resident = any(${[...residents]}::text[])`;
  return new Map(rows.map(({ encounter, digest }) => [encounter, digest]));
}

/** Who recorded contacts, and when they were first written. */
async function readEncounters(tx: Sql, ids: readonly string[]): Promise<Map<string, Encounter>> {
  const rows = await tx<{ id: string; body: string; first: Date }[]>`
    select current.id, current.body, coalesce(first.updated_at, current.updated_at) as first
      from health_records.resource current
      left join health_records.resource_version first
        on first.type = 'Encounter' and first.id = current.id and first.shard = current.shard and first.version = 1
     where current.type = 'Encounter' and current.id = any(${[...ids]}::text[]) and not current.deleted`;
  return new Map(
    rows.map(({ id, body, first }) => {
      const { worker, workerName } = workerIn(parseJson(body) as Resource);
      return [id, { worker, workerName, recordedOn: chinaDay(new Date(first)) }];
    }),
  );
}

/** The account that recorded a contact, or the Practitioner who is named. */
function workerIn(encounter: Resource): { worker: string; workerName: string } {
  const [participant] = Array.isArray(encounter['participant']) ? encounter['participant'] : [];
  const individual = isObject(participant) && isObject(participant['individual']) ? participant['individual'] : {};
  const identifier = isObject(individual['identifier']) ? individual['identifier']['value'] : undefined;
  return { worker: textOf(identifier ?? individual['reference']), workerName: textOf(individual['display']) };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

async function remove(tx: Sql, encounters: readonly string[]): Promise<void> {
  if (encounters.length > 0) await tx`delete from record_quality.contact where (encounter, shard) in (${keysOf(tx, encounters)})`;
}

async function write(tx: Sql, rows: readonly ContactRow[]): Promise<void> {
  if (rows.length === 0) return;
  const of = <Value>(pick: (row: ContactRow) => Value) => rows.map(pick);
  await tx`
    insert into record_quality.contact as known (shard, encounter, resident, division, institution, worker, worker_name, programme, activity, day,
                                                 recorded_on, required, filled, measured, faults, digest)
    select shard, encounter, resident, division, institution, worker, worker_name, programme, activity, day, recorded_on, required, filled,
           measured, case when faults = '' then '{}' else string_to_array(faults, E'\n') end, digest
      from unnest(${of(({ encounter }) => shardOf(encounter))}::bigint[], ${of(({ encounter }) => encounter)}::text[],
                  ${of(({ resident }) => resident)}::text[], ${of(({ division }) => division)}::text[],
                  ${of(({ institution }) => institution)}::text[], ${of(({ worker }) => worker)}::text[],
                  ${of(({ workerName }) => workerName)}::text[], ${of(({ programme }) => programme)}::text[],
                  ${of(({ activity }) => activity)}::text[], ${of(({ day }) => day)}::date[], ${of(({ recordedOn }) => recordedOn)}::date[],
                  ${of(({ required }) => required)}::int[], ${of(({ filled }) => filled)}::int[],
                  ${of(({ measured }) => measured ?? null)}::text[], ${of(({ faults }) => faults.join('\n'))}::text[],
                  ${of(({ digest }) => digest)}::text[])
           as given (shard, encounter, resident, division, institution, worker, worker_name, programme, activity, day, recorded_on, required,
                     filled, measured, faults, digest)
        on conflict (encounter, shard) do update
       set (resident, division, institution, worker, worker_name, programme, activity, day, recorded_on, required, filled, measured, faults, digest)
         = (excluded.resident, excluded.division, excluded.institution, excluded.worker, excluded.worker_name, excluded.programme,
            excluded.activity, excluded.day, excluded.recorded_on, excluded.required, excluded.filled, excluded.measured, excluded.faults,
            excluded.digest)`;
}
