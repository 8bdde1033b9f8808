import { createHash } from 'node:crypto';
import { readRows, type StoredRow, settleRows } from '../../../imports/index.ts';
import { newId, Problem } from '../../../kernel/index.ts';
import { identityNumber } from '../../../standards/index.ts';
import type { ScopedStore, Sql, Written } from '../../../store/index.ts';
import { findByIdentifiers } from '../find.ts';
import { readPatient } from '../stored.ts';
import { numberOf, patientOf } from './check-rows.ts';

export interface Writing {
  readonly sql: Sql;
  readonly store: ScopedStore;
  /** Id of the file. */
  readonly file: string;
  /** Residents who are known are changed as the file says, instead of being left as they are. */
  readonly updates: boolean;
  readonly now: Date;
  /** Said in the transaction of each row that is written. */
  readonly within: (tx: Sql, written: readonly Written[]) => Promise<void>;
}

const AT_ONCE = 20;

/**
 * Writes the next rows of a file, each in a transaction of its own that also says what became of it. A repeat writes
 * nothing twice: a row that is settled is left alone, and a row always makes the same resident.
 * @returns how many there were, and the last line; undefined: there are no more
 */
export async function writeRows(
  writing: Writing,
  after: number,
): Promise<{ readonly count: number; readonly last: number | undefined }> {
  const rows = await readRows(writing.sql, writing.file, { after, limit: AT_ONCE });
  for (const row of rows) if (row.outcome === 'new' || row.outcome === 'known') await writeRow(writing, row);
  return { count: rows.length, last: rows.length < AT_ONCE ? undefined : rows.at(-1)?.line };
}

async function writeRow(writing: Writing, row: StoredRow): Promise<void> {
  const { sql, file } = writing;
  try {
    const id = idOf(file, row.line);
    const { patient } = patientOf(row.given, undefined, id, writing.now);
    const known = await findKnown(sql, numberOf(patient), id);
    if (known === undefined) return await create(writing, row, patient);
    if (!writing.updates) return await settleRows(sql, file, [{ line: row.line, outcome: 'unchanged', resident: known }]);
    await update(writing, row, known);
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    await settleRows(sql, file, [{ line: row.line, outcome: 'refused', problem: thrown.code }]);
  }
}

/** Of a row the same whenever it is written: who was written before a kill is not written again. */
function idOf(file: string, line: number): string {
  const bytes = createHash('sha256').update(`${file} ${line}`).digest();
  const parts = [bytes.subarray(0, 6), bytes.subarray(6, 16)];
  return newId(() => parts.shift() ?? bytes);
}

/** Another resident with this identity number, who may have come since the file was looked at. */
async function findKnown(sql: Sql, number: string | undefined, own: string): Promise<string | undefined> {
  if (number === undefined) return undefined;
  const found = await findByIdentifiers(sql, [{ system: identityNumber, value: number }]);
  return found
    .map(({ id }) => id)
    .sort()
    .find((id) => id !== own);
}

async function create(
  { store, file, within }: Writing,
  { line }: StoredRow,
  patient: Parameters<ScopedStore['put']>[0],
): Promise<void> {
  await store.put(patient, undefined, async (tx, written) => {
    await within(tx, written);
    await settleRows(tx, file, [{ line, outcome: 'created', resident: patient.id }]);
  });
}

/** @throws Problem resource-unknown where the account does not see the resident */
async function update({ store, file, within, now }: Writing, { line, given }: StoredRow, known: string): Promise<void> {
  const before = await readPatient(store, known);
  const { patient, faults } = patientOf(given, before.resource, known, now);
  if (faults.some(({ kind }) => kind === 'impossible'))
    throw new Problem('data-invalid', 'It does not fit what is known of the resident');
  await store.put(patient, before.version, async (tx, written) => {
    await within(tx, written);
    const isChanged = written.some(({ action }) => action !== 'none');
    await settleRows(tx, file, [{ line, outcome: isChanged ? 'updated' : 'unchanged', resident: known }]);
  });
}
