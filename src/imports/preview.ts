import type { Field } from '../forms/index.ts';
import { problems } from '../kernel/index.ts';
import { maskNumber } from '../standards/index.ts';
import type { Sql } from '../store/index.ts';
import { toColumn } from './columns.ts';
import type { ImportPreview, ImportRow, RowOutcome } from './contract.ts';
import { countRows, type ImportFile, readRows, type StoredRow } from './import-store.ts';

/**
 * A page of what was looked at.
 * @param columns of the template; @param masked keys of those that show the ends of their numbers only
 */
export async function previewOf(
  sql: Sql,
  {
    file,
    columns,
    masked,
  }: { readonly file: ImportFile; readonly columns: readonly Field[]; readonly masked: ReadonlySet<string> },
  { outcome, after, count }: { readonly outcome?: RowOutcome | undefined; readonly after: number; readonly count: number },
): Promise<ImportPreview> {
  const rows = await readRows(sql, file.id, { after, outcomes: outcome && [outcome], limit: count + 1 });
  const { counts, doubtful } = await countRows(sql, file.id);
  const items = rows.slice(0, count);
  const last = rows.length > count ? items.at(-1) : undefined;
  return {
    id: file.id,
    name: file.name,
    columns: columns.filter(({ key }) => file.headings.includes(key)).map(toColumn),
    items: items.map((row) => toRow(row, masked)),
    counts,
    total: totalOf(counts),
    doubtful,
    ...(file.job ? { job: file.job } : {}),
    ...(last ? { next: String(last.line) } : {}),
  };
}

/** Rows of all outcomes. */
export const totalOf = (counts: Partial<Record<RowOutcome, number>>): number =>
  Object.values(counts).reduce((sum, one) => sum + one, 0);

function toRow({ line, given, faults, outcome, resident, problem }: StoredRow, masked: ReadonlySet<string>): ImportRow {
  const values = Object.entries(given).map(([key, text]) => [key, masked.has(key) ? maskNumber(text) : text]);
  return {
    line,
    values: Object.fromEntries(values),
    faults,
    outcome,
    ...(resident ? { resident } : {}),
    ...(problem ? { problem: titleOf(problem) } : {}),
  };
}

/** A row may have been refused under a code that a later program knows no more. */
export const titleOf = (code: string) => {
  const known = Object.entries(problems).find(([name]) => name === code)?.[1];
  return known ? { zh: known.zh, en: known.title } : { zh: code, en: code };
};
