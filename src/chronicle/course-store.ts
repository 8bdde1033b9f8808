import { shardOf } from '../kernel/index.ts';
import { type LifeCourse, type Piece, toEvents } from '../life-course/index.ts';
import { findLinked, type Sql } from '../store/index.ts';

/** What is kept of Patients; who has nothing is not in it. Locked until the transaction ends. */
export async function lockPieces(tx: Sql, patients: readonly string[]): Promise<Map<string, readonly Piece[]>> {
  const rows = await tx<{ patient: string; pieces: string }[]>`
    select patient, pieces from chronicle.life
     where (patient, shard) in (select * from unnest(${patients}::text[], ${patients.map(shardOf)}::bigint[]))
     order by patient for update`;
  return new Map(rows.map(({ patient, pieces }) => [patient, JSON.parse(pieces)]));
}

/** Replaces what is kept of Patients; an empty list removes it. */
export async function savePieces(tx: Sql, kept: ReadonlyMap<string, readonly Piece[]>): Promise<void> {
  const empty = [...kept].flatMap(([patient, pieces]) => (pieces.length === 0 ? [patient] : []));
  const full = [...kept].filter(([, pieces]) => pieces.length > 0);
  if (empty.length > 0)
    await tx`
      delete from chronicle.life
       where (patient, shard) in (select * from unnest(${empty}::text[], ${empty.map(shardOf)}::bigint[]))`;
  if (full.length > 0)
    await tx`
      insert into chronicle.life (shard, patient, pieces)
      select * from unnest(${full.map(([patient]) => shardOf(patient))}::bigint[], ${full.map(([patient]) => patient)}::text[],
                           ${full.map(([, pieces]) => JSON.stringify(pieces))}::text[])
          on conflict (patient, shard) do update set pieces = excluded.pieces`;
}

/** Residents as they are now: those of them who are somebody's main Patient, and the ids that are no resident (any more). */
export interface Lives {
  readonly courses: readonly LifeCourse[];
  readonly gone: readonly string[];
  /** Where they are all residents between two ids. */
  readonly span?: Span;
}

/** Residents by their ids in the order of the database: after the one, up to the other. */
export interface Span {
  readonly after: string;
  readonly until: string;
}

interface LifeRow {
  readonly id: string;
  readonly sex: LifeCourse['sex'];
  /** Days since 1970-01-01, as `died`. */
  readonly born: number | null;
  readonly died: number | null;
  readonly place: string;
}

/** The lives of the residents whose these Patients are. */
export async function readLives(tx: Sql, patients: readonly string[]): Promise<Lives> {
  if (patients.length === 0) return { courses: [], gone: [] };
  const linked = await findLinked(tx, patients);
  const membersOf = new Map(patients.map((id) => linked.get(id) ?? [id]).map((members) => [members[0] ?? '', members]));
  const mains = [...membersOf.keys()];
  const members = [...membersOf.values()].flat();
  const rows = await tx<LifeRow[]>`
    select id, sex, birth_date - date '1970-01-01' as born, deceased_on - date '1970-01-01' as died, place from population.resident_v1
     where (id, shard) in (select * from unnest(${mains}::text[], ${mains.map(shardOf)}::bigint[]))`;
  const pieces = await readPieces(tx, members);
  const courses = rows.map((row) =>
    toCourse(
      row,
      (membersOf.get(row.id) ?? []).flatMap((id) => pieces.get(id) ?? []),
    ),
  );
  const present = new Set(courses.map(({ resident }) => resident));
  return { courses, gone: [...new Set([...patients, ...members])].filter((id) => !present.has(id)) };
}

/** The lives of all residents between two ids, in one statement. */
export async function readSpan(tx: Sql, span: Span): Promise<Lives> {
  const rows = await tx<(LifeRow & { readonly pieces: string | null; readonly linked: boolean })[]>`
    select r.id, r.sex, r.birth_date - date '1970-01-01' as born, r.deceased_on - date '1970-01-01' as died, r.place, l.pieces,
           m.patient is not null as linked
      from population.resident_v1 r
      left join chronicle.life l on l.patient = r.id and l.shard = r.shard
      left join store.linked_patient m on m.patient = r.id and m.shard = r.shard
     where r.id > ${span.after} and r.id <= ${span.until}`;
  const [alone, several] = [rows.filter(({ linked }) => !linked), rows.filter(({ linked }) => linked)];
  const others = await readLives(
    tx,
    several.map(({ id }) => id),
  );
  const courses = alone.map(({ pieces, ...row }) => toCourse(row, pieces === null ? [] : JSON.parse(pieces)));
  return { courses: [...courses, ...others.courses], gone: others.gone, span };
}

/** What is kept of these lives in a table with `resident` and `shard`, as the condition of a statement. */
export const ofLives = (tx: Sql, { courses, gone, span }: Lives) => {
  const those = (ids: readonly string[]) =>
    tx`(resident, shard) in (select * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[]))`;
  if (!span) return those([...new Set([...courses.map(({ resident }) => resident), ...gone])]);
  const within = tx`resident > ${span.after} and resident <= ${span.until}`;
  return gone.length === 0 ? within : tx`(${within} or ${those(gone)})`;
};

async function readPieces(tx: Sql, patients: readonly string[]): Promise<Map<string, readonly Piece[]>> {
  const rows = await tx<{ patient: string; pieces: string }[]>`
    select patient, pieces from chronicle.life
     where (patient, shard) in (select * from unnest(${patients}::text[], ${patients.map(shardOf)}::bigint[]))`;
  return new Map(rows.map(({ patient, pieces }) => [patient, JSON.parse(pieces)]));
}

const toCourse = ({ id, sex, born, died, place }: LifeRow, pieces: readonly Piece[]): LifeCourse => ({
  resident: id,
  sex,
  born: born ?? undefined,
  died: died ?? undefined,
  division: place,
  events: toEvents(pieces),
});

/** The next Patients after an id, in order of ids. */
export async function patientsAfter(tx: Sql, after: string, limit: number): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    select id from population.resident_v1 where id > ${after} order by id limit ${limit}`;
  return rows.map(({ id }) => id);
}
