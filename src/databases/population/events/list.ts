import { Problem } from '../../../kernel/index.ts';
import { findDivision, maskNumber } from '../../../standards/index.ts';
import { inScope, type Scope, type Sql } from '../../../store/index.ts';
import { nameOf } from '../resident-row.ts';
import { readPatients } from '../stored.ts';
import type { EventPage, EventRow } from './contract.ts';

export interface EventQuery {
  readonly kind?: string | undefined;
  /** First and last day, YYYY-MM-DD. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Division of either place. */
  readonly place?: string | undefined;
  /** Patient id: of whom it tells, or who is the other spouse or the mother. */
  readonly resident?: string | undefined;
  /** `standing`: those that count; `expected`: who left for here and has not arrived. */
  readonly state: 'standing' | 'corrected' | 'expected' | 'all';
  readonly count: number;
  readonly cursor?: string | undefined;
}

type Row = Omit<EventRow, 'residentName' | 'placeName' | 'otherPlaceName' | 'certificateMasked' | 'recordedAt'> & {
  readonly certificate: string | null;
  readonly recordedAt: Date;
};

/** One page of events of which one of the places is in the scope, the latest first. */
export async function listEvents(sql: Sql, scope: Scope, query: EventQuery): Promise<EventPage> {
  const { kind, from, to, place, resident, state, count, cursor } = query;
  if (!scope.databases.includes('population') || !scope.allows('Composition', 's')) return { items: [] };
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const rows = await sql<Row[]>`
    select e.id, e.kind, e.resident, e.sex, e.birth_date::text as "birthDate",
           e.happened_on::text as "happenedOn", e.place, e.other_place as "otherPlace", e.certificate, e.recorded_at as "recordedAt",
           e.corrected_by as "correctedBy", e.corrects
      from population.event e
     where ${inScope(sql, scope, 'e.place', 'e.other_place')} and ${inState(sql, state, scope)}
       ${kind ? sql`and e.kind = ${kind}` : sql``}
       ${from ? sql`and e.happened_on >= ${from}::date` : sql``}
       ${to ? sql`and e.happened_on <= ${to}::date` : sql``}
       ${place ? sql`and (starts_with(e.place, ${place}) or starts_with(e.other_place, ${place}))` : sql``}
       ${resident ? sql`and (e.resident = ${resident} or e.other_resident = ${resident})` : sql``}
       ${after ? sql`and (e.happened_on, e.id) < (${after.on}::date, ${after.id})` : sql``}
     order by e.happened_on desc, e.id desc limit ${count + 1}`;
  const shown = rows.slice(0, count);
  const last = rows.length > count ? shown.at(-1) : undefined;
  return {
    items: await named(sql, shown),
    ...(last ? { next: Buffer.from(JSON.stringify([last.happenedOn, last.id])).toString('base64url') } : {}),
  };
}

function inState(sql: Sql, state: EventQuery['state'], { places }: Scope) {
  const stands = sql`e.corrected_by is null and e.kind <> 'correction'`;
  switch (state) {
    case 'all':
      return sql`true`;
    case 'standing':
      return stands;
    case 'corrected':
      return sql`(e.corrected_by is not null or e.kind = 'correction')`;
    case 'expected':
      return sql`${stands} and e.kind = 'move-out'
        and ${inScope(sql, { places }, 'e.other_place')}
        and not exists (select from population.event a where a.resident = e.resident and a.shard = e.shard and a.kind = 'move-in'
                           and a.corrected_by is null and a.happened_on >= e.happened_on)`;
  }
}

/** An event of the scope as a line. @throws Problem resource-unknown */
export async function getEventRow(sql: Sql, scope: Scope, id: string): Promise<EventRow> {
  const [row] = await sql<Row[]>`
    select e.id, e.kind, e.resident, e.sex, e.birth_date::text as "birthDate",
           e.happened_on::text as "happenedOn", e.place, e.other_place as "otherPlace", e.certificate, e.recorded_at as "recordedAt",
           e.corrected_by as "correctedBy", e.corrects
      from population.event e
     where e.id = ${id} and ${inScope(sql, scope, 'e.place', 'e.other_place')}`;
  if (!row) throw new Problem('resource-unknown', 'No such event', { at: 'id' });
  const [found] = await named(sql, [row]);
  if (!found) throw new Error('each row has its line');
  return found;
}

/** Rows with the names that residents have now. */
async function named(sql: Sql, rows: readonly Row[]): Promise<EventRow[]> {
  const patients = await readPatients(
    sql,
    rows.map(({ resident }) => resident),
  );
  return rows.map((row) => {
    const patient = patients.get(row.resident);
    return toRow(row, patient ? nameOf(patient) : '');
  });
}

function toRow(row: Row, residentName: string): EventRow {
  const { certificate, recordedAt, birthDate, otherPlace, correctedBy, corrects, ...rest } = row;
  return {
    ...rest,
    residentName,
    placeName: nameOfDivision(row.place),
    recordedAt: recordedAt.toISOString(),
    ...(birthDate ? { birthDate } : {}),
    ...(otherPlace ? { otherPlace, otherPlaceName: nameOfDivision(otherPlace) } : {}),
    ...(certificate ? { certificateMasked: maskNumber(certificate) } : {}),
    ...(correctedBy ? { correctedBy } : {}),
    ...(corrects ? { corrects } : {}),
  };
}

const nameOfDivision = (code: string) => findDivision(code.slice(0, 6))?.name ?? { zh: code, en: code };

function readCursor(text: string): { on: string; id: string } {
  try {
    const [on, id]: unknown[] = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (typeof on === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(on) && typeof id === 'string' && !id.includes('\u0000'))
      return { on, id };
  } catch {
    // falls through to the same refusal
  }
  throw new Problem('parameter-invalid', 'The page link is damaged', { at: 'cursor' });
}
