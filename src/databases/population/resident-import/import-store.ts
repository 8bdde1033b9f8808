import { type Fault, newId, shardOf } from '../../../kernel/index.ts';
import type { Sql } from '../../../store/index.ts';
import type { CheckedRow, GivenRow } from './check-rows.ts';
import type { RowOutcome } from './contract.ts';

export interface ImportFile {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  /** Keys of its columns. */
  readonly headings: readonly string[];
  readonly job: string | null;
}

export interface StoredRow {
  readonly line: number;
  readonly given: GivenRow;
  readonly faults: readonly Fault[];
  readonly outcome: RowOutcome;
  readonly resident: string | null;
  readonly problem: string | null;
}

export interface FreshRow extends Omit<CheckedRow, 'number'> {
  readonly outcome: 'new' | 'known' | 'wrong';
  readonly resident: string | undefined;
}

const KEPT = '7 days';
const AT_ONCE = 1000;

/** Keeps a file that was looked at, and forgets those that are a week old. @returns its id */
export async function insertFile(
  tx: Sql,
  { owner, name, headings, rows }: { owner: string; name: string; headings: readonly string[]; rows: readonly FreshRow[] },
): Promise<string> {
  await tx`delete from population.import_row where file in (select id from population.import_file where created_at < now() - ${KEPT}::interval)`;
  await tx`delete from population.import_file where created_at < now() - ${KEPT}::interval`;
  const id = newId();
  await tx`
    insert into population.import_file (id, owner, name, headings) values (${id}, ${owner}, ${name}, ${JSON.stringify(headings)}::text::jsonb)`;
  for (let from = 0; from < rows.length; from += AT_ONCE) await insertRows(tx, id, rows.slice(from, from + AT_ONCE));
  return id;
}

async function insertRows(tx: Sql, file: string, rows: readonly FreshRow[]): Promise<void> {
  const of = <Value>(pick: (row: FreshRow) => Value) => rows.map(pick);
  await tx`
    insert into population.import_row (shard, file, line, given, faults, outcome, resident)
    select ${shardOf(file)}::bigint, ${file}, line, given::jsonb, faults::jsonb, outcome, resident
      from unnest(${of(({ line }) => line)}::int[], ${of(({ given }) => JSON.stringify(given))}::text[], ${of(({ faults }) => JSON.stringify(faults))}::text[],
                  ${of(({ outcome }) => outcome)}::text[], ${of(({ resident }) => resident ?? null)}::text[]) as given (line, given, faults, outcome, resident)`;
}

/** A file of this owner. */
export async function findFile(sql: Sql, id: string, owner: string): Promise<ImportFile | undefined> {
  const [row] = await sql<ImportFile[]>`
    select id, owner, name, headings, job from population.import_file where id = ${id} and owner = ${owner}`;
  return row;
}

/** Says which job writes it. @returns false where one does already */
export async function takeFile(tx: Sql, id: string, job: string): Promise<boolean> {
  const { count } = await tx`update population.import_file set job = ${job} where id = ${id} and job is null`;
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
    select line, given, faults, outcome, resident, problem from population.import_row
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
      from population.import_row where file = ${file} and shard = ${shardOf(file)} group by 1`;
  return {
    counts: Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count])),
    doubtful: rows.reduce((sum, { doubtful }) => sum + doubtful, 0),
  };
}

/** What became of a row; in the transaction that writes its resident. */
export async function settleRow(
  tx: Sql,
  file: string,
  line: number,
  {
    outcome,
    resident,
    problem,
  }: { readonly outcome: RowOutcome; readonly resident?: string | undefined; readonly problem?: string | undefined },
): Promise<void> {
  await tx`
    update population.import_row set outcome = ${outcome}, resident = coalesce(${resident ?? null}, resident), problem = ${problem ?? null}
     where file = ${file} and shard = ${shardOf(file)} and line = ${line}`;
}
