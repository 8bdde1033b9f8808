import { nameOf, readPatients, toResident } from '../../../databases/population/index.ts';
import { Problem, shardOf } from '../../../kernel/index.ts';
import { findDivision } from '../../../standards/index.ts';
import { inScope, type Scope, type Sql } from '../../../store/index.ts';
import type { CaseRow, CaseState, Classification, Outcome, StatementKind } from './contract.ts';
import { findDisease } from './disease.ts';
import { timeliness } from './timeliness.ts';

/** A case as its row keeps it. */
export interface KeptCase {
  readonly id: string;
  readonly card: string;
  readonly line: string;
  readonly resident: string;
  readonly version: number;
  readonly disease: string;
  readonly family: string;
  readonly classification: Classification;
  readonly state: CaseState;
  readonly outcome: Outcome | null;
  /** YYYY-MM-DD. */
  readonly onsetOn: string;
  readonly diedOn: string | null;
  readonly diagnosedAt: Date;
  readonly deadline: Date;
  readonly reportedAt: Date;
  readonly reviewFrom: Date;
  readonly reviewBy: Date;
  readonly place: string;
  readonly division: string;
  readonly setting: string | null;
  readonly institution: string;
  readonly reportedBy: string;
  readonly sex: string;
  readonly birthDate: string | null;
  readonly duplicateOf: string | null;
}

const columns = (sql: Sql) => sql`
  c.id, c.card, c.line, c.resident, c.version, c.disease, c.family, c.classification, c.state, c.outcome, c.onset_on::text as "onsetOn",
  c.died_on::text as "diedOn", c.diagnosed_at as "diagnosedAt", c.deadline, c.reported_at as "reportedAt", c.review_from as "reviewFrom",
  c.review_by as "reviewBy", c.place, c.division, c.setting, c.institution, c.reported_by as "reportedBy", c.sex,
  c.birth_date::text as "birthDate", c.duplicate_of as "duplicateOf"`;

/** Writes the row of a case as it is now. */
export async function saveCase(tx: Sql, one: KeptCase): Promise<void> {
  await tx`
    insert into diseases.case_report (shard, id, card, line, resident, version, disease, family, classification, state, outcome, onset_on, died_on,
                diagnosed_at, deadline, reported_at, review_from, review_by, place, division, setting, institution, reported_by, sex, birth_date,
                duplicate_of)
    values (${shardOf(one.resident)}, ${one.id}, ${one.card}, ${one.line}, ${one.resident}, ${one.version}, ${one.disease}, ${one.family},
            ${one.classification}, ${one.state}, ${one.outcome}, ${one.onsetOn}::date, ${one.diedOn}::date, ${one.diagnosedAt}, ${one.deadline},
            ${one.reportedAt}, ${one.reviewFrom}, ${one.reviewBy}, ${one.place}, ${one.division}, ${one.setting}, ${one.institution},
            ${one.reportedBy}, ${one.sex}, ${one.birthDate}::date, ${one.duplicateOf})
        on conflict (id, shard) do update
       set version = excluded.version, disease = excluded.disease, family = excluded.family, classification = excluded.classification,
           state = excluded.state, outcome = excluded.outcome, onset_on = excluded.onset_on, died_on = excluded.died_on,
           diagnosed_at = excluded.diagnosed_at, review_from = excluded.review_from, review_by = excluded.review_by, place = excluded.place,
           division = excluded.division, setting = excluded.setting, institution = excluded.institution, sex = excluded.sex,
           birth_date = excluded.birth_date, duplicate_of = excluded.duplicate_of`;
}

export interface KeptStatement {
  readonly id: string;
  readonly caseId: string;
  readonly kind: StatementKind;
  readonly version: number;
  readonly state: CaseState;
  readonly at: Date;
  readonly byName: string;
  readonly reason: string | null;
}

export async function saveStatement(tx: Sql, resident: string, key: string, one: KeptStatement): Promise<void> {
  await tx`
    insert into diseases.statement (shard, id, case_id, kind, key, version, state, at, by_name, reason)
    values (${shardOf(resident)}, ${one.id}, ${one.caseId}, ${one.kind}, ${key}, ${one.version}, ${one.state}, ${one.at}, ${one.byName}, ${one.reason})`;
}

/** What was said under a key: a repeat is answered with it. */
export async function findStatement(sql: Sql, resident: string, key: string): Promise<KeptStatement | undefined> {
  const [row] = await sql<KeptStatement[]>`
    select id, case_id as "caseId", kind, version, state, at, by_name as "byName", reason from diseases.statement
     where key = ${key} and shard = ${shardOf(resident)}`;
  return row;
}

/** In the order of time. */
export const statementsOf = (sql: Sql, { id, resident }: Pick<KeptCase, 'id' | 'resident'>): Promise<KeptStatement[]> =>
  sql<KeptStatement[]>`
    select id, case_id as "caseId", kind, version, state, at, by_name as "byName", reason from diseases.statement
     where case_id = ${id} and shard = ${shardOf(resident)} order by at, version, id`;

/** Cases of some Patients, the latest first; at most 50. */
export const casesOf = (sql: Sql, patients: readonly string[]): Promise<KeptCase[]> =>
  sql<KeptCase[]>`
    select ${columns(sql)} from diseases.case_report c
     where c.resident = any(${patients}::text[]) and c.shard = any(${patients.map(shardOf)}::bigint[])
     order by c.reported_at desc, c.id desc limit 50`;

export interface CaseQuery {
  readonly state?: CaseState | undefined;
  /** A disease with its forms, or a form. */
  readonly disease?: string | undefined;
  /** First and last day of the report, YYYY-MM-DD, in China. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Division of residence. */
  readonly place?: string | undefined;
  readonly resident?: string | undefined;
  /** Families that are not shown to the asker. */
  readonly hidden: readonly string[];
  readonly count: number;
  /** Where the page before ended. */
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

/** Cases of the scope: those that wait for their review by its deadline, all others the latest first. */
export async function listCases(sql: Sql, scope: Scope, query: CaseQuery): Promise<KeptCase[]> {
  if (!mayList(scope)) return [];
  const { state, disease, from, to, place, resident, hidden, count, after } = query;
  const isQueue = state === 'reported';
  return sql<KeptCase[]>`
    select ${columns(sql)} from diseases.case_report c
     where ${inScope(sql, scope, 'c.place')} and not c.family = any(${hidden}::text[])
       ${state ? sql`and c.state = ${state}` : sql``}
       ${disease ? sql`and (c.family = ${disease} or c.disease = ${disease})` : sql``}
       ${from ? sql`and c.reported_at >= (${from}::date::timestamp at time zone 'Asia/Shanghai')` : sql``}
       ${to ? sql`and c.reported_at < ((${to}::date + 1)::timestamp at time zone 'Asia/Shanghai')` : sql``}
       ${place ? sql`and starts_with(c.division, ${place})` : sql``}
       ${resident ? sql`and c.resident = ${resident}` : sql``}
       ${after ? (isQueue ? sql`and (c.review_by, c.id) > (${after.at}::timestamptz, ${after.id})` : sql`and (c.reported_at, c.id) < (${after.at}::timestamptz, ${after.id})`) : sql``}
     order by ${isQueue ? sql`c.review_by, c.id` : sql`c.reported_at desc, c.id desc`} limit ${count}`;
}

const mayList = (scope: Scope): boolean => scope.databases.includes('health_records') && scope.allows('Condition', 's');

/** How many wait for the review of the county. */
export async function countWaiting(sql: Sql, scope: Scope, hidden: readonly string[]): Promise<number> {
  if (!mayList(scope)) return 0;
  const [row] = await sql<{ count: number }[]>`
    select count(*) as count from diseases.case_report c
     where c.state = 'reported' and ${inScope(sql, scope, 'c.place')} and not c.family = any(${hidden}::text[])`;
  return row?.count ?? 0;
}

/** @throws Problem resource-unknown where the scope shows no such case */
export async function getCase(sql: Sql, scope: Scope, id: string, hidden: readonly string[]): Promise<KeptCase> {
  const [row] = mayList(scope)
    ? await sql<KeptCase[]>`
        select ${columns(sql)} from diseases.case_report c
         where c.id = ${id} and c.shard = ${shardOf(id)} and ${inScope(sql, scope, 'c.place')} and not c.family = any(${hidden}::text[])`
    : [];
  if (!row) throw new Problem('resource-unknown', 'No such case here', { at: 'id' });
  return row;
}

/** Those of some cases that the scope shows, by onset. */
export async function findCases(sql: Sql, scope: Scope, ids: readonly string[]): Promise<KeptCase[]> {
  if (ids.length === 0 || !mayList(scope)) return [];
  return sql<KeptCase[]>`
    select ${columns(sql)} from diseases.case_report c
     where c.id = any(${ids}::text[]) and c.shard = any(${ids.map(shardOf)}::bigint[]) and ${inScope(sql, scope, 'c.place')}
     order by c.onset_on, c.id`;
}

/** Cards that tell of the same illness as a case. */
export async function duplicatesOf(sql: Sql, id: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from diseases.case_report where duplicate_of = ${id} and shard = ${shardOf(id)} order by reported_at limit 20`;
  return rows.map((row) => row.id);
}

/** Rows as the console shows them, with the names that residents have now. */
export async function toRows(sql: Sql, cases: readonly KeptCase[], now: Date): Promise<CaseRow[]> {
  const patients = await readPatients(
    sql,
    cases.map(({ resident }) => resident),
  );
  return cases.map((one) => {
    const patient = patients.get(one.resident);
    const residentDiedOn = patient && toResident(patient).deceasedOn;
    return { ...toRow(one, patient ? nameOf(patient) : '', now), ...(residentDiedOn ? { residentDiedOn } : {}) };
  });
}

function toRow(one: KeptCase, residentName: string, now: Date): CaseRow {
  const { diagnosedAt, reportedAt, deadline, reviewBy, outcome, diedOn, birthDate, setting, duplicateOf } = one;
  const disease = findDisease(one.disease, toDay(diagnosedAt));
  return {
    ...{ id: one.id, version: one.version, resident: one.resident, residentName, sex: one.sex },
    ...(birthDate ? { birthDate } : {}),
    disease: one.disease,
    diseaseName: disease?.name ?? { zh: one.disease, en: one.disease },
    class: disease?.class ?? 'B',
    managedAs: disease?.managedAs ?? 'B',
    classification: one.classification,
    state: one.state,
    ...(outcome ? { outcome } : {}),
    onsetOn: one.onsetOn,
    ...(diedOn ? { diedOn } : {}),
    diagnosedAt: diagnosedAt.toISOString(),
    reportedAt: reportedAt.toISOString(),
    reporting: timeliness(deadline, reportedAt, now),
    ...(one.state === 'reported' ? { review: timeliness(reviewBy, undefined, now) } : {}),
    place: one.division,
    placeName: findDivision(one.division.slice(0, 6))?.name ?? { zh: one.division, en: one.division },
    ...(setting ? { setting } : {}),
    institution: one.institution,
    ...(duplicateOf ? { duplicateOf } : {}),
  };
}

const toDay = (instant: Date): string => new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
