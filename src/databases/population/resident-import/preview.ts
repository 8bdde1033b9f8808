import { Problem, problems } from '../../../kernel/index.ts';
import { identityNumber, isWithin, maskNumber } from '../../../standards/index.ts';
import type { Database, Scope, Sql } from '../../../store/index.ts';
import { findByIdentifiers } from '../find.ts';
import { elements } from '../resident-data/elements.ts';
import { type CheckedRow, checkRows, rowsByKey, type Whereabouts } from './check-rows.ts';
import { columns, toColumn } from './columns.ts';
import type { ImportPreview, ImportRow, RowOutcome } from './contract.ts';
import { countRows, type FreshRow, findFile, type ImportFile, insertFile, readRows, type StoredRow } from './import-store.ts';
import { readWorkbook } from './workbook.ts';

/** Who imports, and where. */
export interface Importing {
  readonly owner: string;
  readonly scope: Pick<Scope, 'places'>;
  /** Division of the platform. */
  readonly home: string;
  readonly now: Date;
}

/**
 * Looks at a file of residents and keeps it: each row with what is wrong in it, and whom it concerns. Writes no resident.
 * @returns the id under which it is kept
 * @throws Problem import-unreadable
 */
export async function lookAtFile(
  database: Database,
  { name, content }: { readonly name: string; readonly content: Uint8Array },
  { owner, scope, home, now }: Importing,
): Promise<string> {
  const { keys, rows } = rowsByKey(readWorkbook(content));
  const checked = checkRows(rows, now, (division) => whereabouts(division, home, scope));
  const known = await knownNumbers(database.sql, scope, checked);
  return database.begin((tx) => insertFile(tx, { owner, name, headings: keys, rows: checked.map((row) => toFresh(row, known)) }));
}

function whereabouts(division: string | undefined, home: string, { places }: Importing['scope']): Whereabouts {
  const isHere = division !== undefined && isWithin(division, home);
  const isCovered = places.some((prefix) => (isHere ? division : home).startsWith(prefix));
  if (!isCovered) return 'outside';
  return isHere || division === undefined ? 'own' : 'elsewhere';
}

function toFresh({ number, ...row }: CheckedRow, known: ReadonlyMap<string, string>): FreshRow {
  const resident = number === undefined ? undefined : known.get(number);
  const isWrong = row.faults.some(({ kind }) => kind === 'impossible');
  return { ...row, resident, outcome: isWrong ? 'wrong' : resident ? 'known' : 'new' };
}

const NUMBERS_AT_ONCE = 40;

/** Residents here that carry the numbers, as far as the account sees them. */
async function knownNumbers(
  sql: Sql,
  { places }: Pick<Scope, 'places'>,
  rows: readonly CheckedRow[],
): Promise<Map<string, string>> {
  const numbers = rows.flatMap(({ number }) => number ?? []);
  const known = new Map<string, string>();
  for (let from = 0; from < numbers.length; from += NUMBERS_AT_ONCE) {
    const some = numbers.slice(from, from + NUMBERS_AT_ONCE).map((value) => ({ system: identityNumber, value }));
    for (const { id, place, identifiers } of await findByIdentifiers(sql, some))
      if (places.some((prefix) => place.startsWith(prefix)))
        for (const { system, value } of identifiers) if (system === identityNumber) known.set(value, id);
  }
  return known;
}

/** A page of what was looked at. @throws Problem resource-unknown, of another's file too */
export async function previewOf(
  sql: Sql,
  id: string,
  owner: string,
  { outcome, after, count }: { readonly outcome?: RowOutcome | undefined; readonly after: number; readonly count: number },
): Promise<ImportPreview> {
  const file = await getFile(sql, id, owner);
  const rows = await readRows(sql, id, { after, outcomes: outcome && [outcome], limit: count + 1 });
  const { counts, doubtful } = await countRows(sql, id);
  const items = rows.slice(0, count);
  const last = rows.length > count ? items.at(-1) : undefined;
  return {
    id,
    name: file.name,
    columns: columns.filter(({ key }) => file.headings.includes(key)).map(toColumn),
    items: items.map(toRow),
    counts,
    total: Object.values(counts).reduce((sum, one) => sum + one, 0),
    doubtful,
    ...(file.job ? { job: file.job } : {}),
    ...(last ? { next: String(last.line) } : {}),
  };
}

export async function getFile(sql: Sql, id: string, owner: string): Promise<ImportFile> {
  const file = await findFile(sql, id, owner);
  if (!file) throw new Problem('resource-unknown', 'There is no such import', { at: 'id' });
  return file;
}

const masked: ReadonlySet<string> = new Set(['documentNumber', ...elements.filter(({ secret }) => secret).map(({ key }) => key)]);

function toRow({ line, given, faults, outcome, resident, problem }: StoredRow): ImportRow {
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
