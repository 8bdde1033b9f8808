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
import { isWithin } from '../../../standards/index.ts';
import type { Database, Scope, Sql } from '../../../store/index.ts';
import { findByNumbers, type KnownResident } from '../find.ts';
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
  const numbers = checked.flatMap(({ number }) => number ?? []);
  const known = await findByNumbers(database.sql, scope, numbers);
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

function toFresh({ number, ...row }: CheckedRow, known: ReadonlyMap<string, readonly KnownResident[]>): FreshRow {
  const resident = number === undefined ? undefined : known.get(number)?.at(-1)?.id;
  const isWrong = row.faults.some(({ kind }) => kind === 'impossible');
  return { ...row, resident, outcome: isWrong ? 'wrong' : resident ? 'known' : 'new' };
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
