import {
  type FreshRow,
  getFile,
  type ImportPreview,
  insertFile,
  previewOf,
  type RowOutcome,
  readWorkbook,
  rowsByKey,
} from '../../../imports/index.ts';
import { identityNumber, isWithin } from '../../../standards/index.ts';
import type { Database, Scope, Sql } from '../../../store/index.ts';
import { findByIdentifiers } from '../find.ts';
import { elements } from '../resident-data/elements.ts';
import { type CheckedRow, checkRows, type Whereabouts } from './check-rows.ts';
import { columns } from './columns.ts';

/** Kind of the files of residents. */
export const RESIDENTS = 'residents';

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
export async function lookAtResidents(
  database: Database,
  { name, content }: { readonly name: string; readonly content: Uint8Array },
  { owner, scope, home, now }: Importing,
): Promise<string> {
  const { keys, rows } = rowsByKey(columns, readWorkbook(content));
  const checked = checkRows(rows, now, (division) => whereabouts(division, home, scope));
  const known = await knownNumbers(database.sql, scope, checked);
  return database.begin((tx) =>
    insertFile(tx, { kind: RESIDENTS, owner, name, headings: keys, rows: checked.map((row) => toFresh(row, known)) }),
  );
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
export async function previewResidents(
  sql: Sql,
  id: string,
  owner: string,
  asked: { readonly outcome?: RowOutcome | undefined; readonly after: number; readonly count: number },
): Promise<ImportPreview> {
  const file = await getFile(sql, RESIDENTS, id, owner);
  return previewOf(sql, { file, columns, masked }, asked);
}

const masked: ReadonlySet<string> = new Set(['documentNumber', ...elements.filter(({ secret }) => secret).map(({ key }) => key)]);
