import { type Fault, newId, Problem, shardOf } from '../kernel/index.ts';
import type { Sql } from '../store/index.ts';
import type { RowOutcome } from './contract.ts';

/** Values of a row by key of its column, as they stand in the sheet. */
export type GivenRow = Readonly<Record<string, string>>;

export interface ImportFile {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  /** Keys of its columns. */
  readonly headings: readonly string[];
  readonly job: string | null;
  readonly about: Readonly<Record<string, unknown>>;
}

export interface StoredRow {
  readonly line: number;
  readonly given: GivenRow;
  readonly faults: readonly Fault[];
  readonly outcome: RowOutcome;
  readonly resident: string | null;
  readonly problem: string | null;
}

/** A row that was looked at. */
export interface FreshRow {
  readonly line: number;
  readonly given: GivenRow;
  readonly faults: readonly Fault[];
  readonly outcome: 'new' | 'known' | 'wrong';
  readonly resident: string | undefined;
}

export interface FreshFile {
  /** What its rows are. */
  readonly kind: string;
  readonly owner: string;
  readonly name: string;
  readonly headings: readonly string[];
  readonly rows: readonly FreshRow[];
  readonly about?: Readonly<Record<string, unknown>>;
}

const KEPT = '7 days';
const AT_ONCE = 1000;

/** Keeps a file that was looked at, and forgets those that are a week old. @returns its id */
export async function insertFile(tx: Sql, { kind, owner, name, headings, rows, about = {} }: FreshFile): Promise<string> {
  await tx`delete from imports.entry where file in (select id from imports.file where created_at < now() - ${KEPT}::interval)`;
  await tx`delete from imports.file where created_at < now() - ${KEPT}::interval`;
  const id = newId();
  await tx`
    insert into imports.file (id, kind, owner, name, headings, about)
    values (${id}, ${kind}, ${owner}, ${name}, ${JSON.stringify(headings)}::text::jsonb, ${JSON.stringify(about)}::text::jsonb)`;
  for (let from = 0; from < rows.length; from += AT_ONCE) await insertRows(tx, id, rows.slice(from, from + AT_ONCE));
  return id;
}

async function insertRows(tx: Sql, file: string, rows: readonly FreshRow[]): Promise<void> {
  const of = <Value>(pick: (row: FreshRow) => Value) => rows.map(pick);
  await tx`
    insert into imports.entry (shard, file, line, given, faults, outcome, resident)
    select ${shardOf(file)}::bigint, ${file}, line, given::jsonb, faults::jsonb, outcome, resident
      from unnest(${of(({ line }) => line)}::int[], ${of(({ given }) => JSON.stringify(given))}::text[], ${of(({ faults }) => JSON.stringify(faults))}::text[],
                  ${of(({ outcome }) => outcome)}::text[], ${of(({ resident }) => resident ?? null)}::text[]) as given (line, given, faults, outcome, resident)`;
}

/** A file of this owner. @throws Problem resource-unknown, of another's file and of another kind too */
export async function getFile(sql: Sql, kind: string, id: string, owner: string): Promise<ImportFile> {
  const [row] = await sql<ImportFile[]>`
    select id, owner, name, headings, job, about from imports.file where id = ${id} and owner = ${owner} and kind = ${kind}`;
  if (!row) throw new Problem('resource-unknown', 'There is no such import', { at: 'id' });
  return row;
}

/** Says which job writes it. @returns false where one does already */
export async function takeFile(tx: Sql, id: string, job: string): Promise<boolean> {
  const { count } = await tx`update imports.file set job = ${job} where id = ${id} and job is null`;
  return count > 0;
}

/** Rows after a line, at most `limit`; of one outcome, or of all. */
export function readRows(
  sql: Sql,
  file: string,
  {
    after,
    outcomes,
    limit,
  }: { readonly after: number; readonly outcomes?: readonly RowOutcome[] | undefined; readonly limit: number },
): Promise<StoredRow[]> {
  return sql<StoredRow[]>`
    select line, given, faults, outcome, resident, problem from imports.entry
     where file = ${file} and shard = ${shardOf(file)} and line > ${after}
       and (${outcomes ? [...outcomes] : null}::text[] is null or outcome = any(${outcomes ? [...outcomes] : []}::text[]))
     order by line limit ${limit}`;
}

export async function countRows(
  sql: Sql,
  file: string,
): Promise<{ readonly counts: Partial<Record<RowOutcome, number>>; readonly doubtful: number }> {
  const rows = await sql<{ outcome: RowOutcome; count: number; doubtful: number }[]>`
    select outcome, count(*) as count, count(*) filter (where outcome <> 'wrong' and faults <> '[]') as doubtful
      from imports.entry where file = ${file} and shard = ${shardOf(file)} group by 1`;
  return {
    counts: Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count])),
    doubtful: rows.reduce((sum, { doubtful }) => sum + doubtful, 0),
  };
}

/** What became of a row. */
export interface SettledRow {
  readonly line: number;
  readonly outcome: RowOutcome;
  readonly resident?: string | undefined;
  readonly problem?: string | undefined;
}

/**
 * Says what became of rows; in the transaction that writes them.
 * @throws Error where one of them is settled already, by another who writes the same file
 */
export async function settleRows(tx: Sql, file: string, rows: readonly SettledRow[]): Promise<void> {
  const of = <Value>(pick: (row: SettledRow) => Value) => rows.map(pick);
  const { count } = await tx`
    update imports.entry r set outcome = given.outcome, resident = coalesce(given.resident, r.resident), problem = given.problem
      from unnest(${of(({ line }) => line)}::int[], ${of(({ outcome }) => outcome)}::text[], ${of(({ resident }) => resident ?? null)}::text[],
                  ${of(({ problem }) => problem ?? null)}::text[]) as given (line, outcome, resident, problem)
     where r.file = ${file} and r.shard = ${shardOf(file)} and r.line = given.line and r.outcome in ('new', 'known')`;
  if (count !== rows.length) throw new Error('a row of the import was settled meanwhile');
}
