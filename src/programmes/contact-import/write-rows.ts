import { readRows, type StoredRow, settleRows } from '../../imports/index.ts';
import { newIdBeside, Problem } from '../../kernel/index.ts';
import { type ScopedStore, type Sql, type ToWrite, type Written, writeAll } from '../../store/index.ts';
import { toContactResources } from '../contact-resources.ts';
import type { FindTable } from '../form-fields.ts';
import { type CheckedContact, type Checking, checkContacts } from './check-rows.ts';
import type { ContactSheet } from './sheet.ts';

export interface ContactWriting extends Checking {
  readonly sheet: ContactSheet;
  readonly findTable: FindTable;
  readonly store: ScopedStore;
  /** Id of the file. */
  readonly file: string;
  readonly by: { readonly id: string; readonly name: string };
  /** Organization id. */
  readonly place: string | undefined;
  /** Said in the transaction that writes. */
  readonly within: (tx: Sql, written: readonly Written[]) => Promise<void>;
}

/**
 * Of a health examination some ten resources each: so few that the store locks each by its name. Of more it would lock everything,
 * and everybody would wait.
 */
const TOGETHER = 25;
const AT_ONCE = 2;

/**
 * Writes the next rows of a file, in transactions that also say what became of them; where one row of a transaction is refused, each
 * by itself. Rows are looked at again first: who was recorded meanwhile is left alone. A repeat writes nothing twice.
 * @returns how many there were, and the last line; undefined: there are no more
 */
export async function writeContacts(
  writing: ContactWriting,
  after: number,
): Promise<{ readonly count: number; readonly last: number | undefined }> {
  const limit = TOGETHER * AT_ONCE;
  const rows = await readRows(writing.sql, writing.file, { after, limit });
  const open = rows.filter(({ outcome }) => outcome === 'new' || outcome === 'known');
  // all have ended before one's failure is told: nothing goes on behind it
  const shares = Array.from({ length: AT_ONCE }, (_, turn) => open.slice(turn * TOGETHER, (turn + 1) * TOGETHER));
  const ends = await Promise.allSettled(shares.map((share) => writeShare(writing, share)));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return { count: rows.length, last: rows.length < limit ? undefined : rows.at(-1)?.line };
}

async function writeShare(writing: ContactWriting, rows: readonly StoredRow[]): Promise<void> {
  try {
    await writeTogether(writing, rows);
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    for (const row of rows) await writeAlone(writing, row);
  }
}

async function writeAlone(writing: ContactWriting, row: StoredRow): Promise<void> {
  try {
    await writeTogether(writing, [row]);
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    await settleRows(writing.sql, writing.file, [{ line: row.line, outcome: 'refused', problem: thrown.code }]);
  }
}

async function writeTogether(writing: ContactWriting, rows: readonly StoredRow[]): Promise<void> {
  if (rows.length === 0) return;
  const checked = await checkContacts(writing.sheet, rows, writing);
  const fresh = checked.filter(isFresh);
  const settled = checked.map((row) => ({ line: row.line, ...becomes(row), resident: row.course?.resident }));
  const settle = (tx: Sql) => settleRows(tx, writing.file, settled);
  const resources = fresh.flatMap((row) => resourcesOf(writing, row));
  if (resources.length === 0) return settle(writing.sql);
  await writeAll(writing.store, resources, async (tx, written) => {
    await writing.within(tx, written);
    await settle(tx);
  });
}

type Fresh = CheckedContact & { readonly course: NonNullable<CheckedContact['course']> };

const isWrong = ({ faults }: CheckedContact): boolean => faults.some(({ kind }) => kind === 'impossible');
const isFresh = (row: CheckedContact): row is Fresh => row.course !== undefined && !isWrong(row) && !row.isKnown;

function becomes(row: CheckedContact) {
  if (row.course === undefined) return { outcome: 'refused', problem: 'resource-unknown' } as const;
  if (isWrong(row)) return { outcome: 'refused', problem: 'data-invalid' } as const;
  return { outcome: row.isKnown ? 'unchanged' : 'created' } as const;
}

function resourcesOf({ sheet, findTable, by, place }: ContactWriting, { course, on, answers }: Fresh): ToWrite[] {
  const { programme, activity, form } = sheet.task;
  const patient = course.resident;
  const newId = () => newIdBeside(patient);
  const contact = { id: newId(), patient, programme, activity, form, on, answers, by, place, known: new Map(), newId };
  return toContactResources(contact, sheet.fields, findTable).map((resource) => ({ resource, after: undefined }));
}
