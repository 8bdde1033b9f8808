import { read, utils, type WorkSheet, write } from '@e965/xlsx';
import { Problem } from '../kernel/index.ts';

export const MOST_BYTES = 10 * 1024 * 1024;
export const MOST_ROWS = 20_000;
const MOST_COLUMNS = 100;
const MOST_UNPACKED = 200 * 1024 * 1024;
const MOST_CELL = 500;

/** A sheet as texts; the first line holds the headings. Empty lines are left out, their numbers are not. */
export interface SheetRows {
  readonly headings: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/**
 * Reads the first sheet of a workbook (xlsx). Formulas are read as their last result and never computed.
 * @throws Problem import-unreadable, `at` naming the sheet and cell
 */
export function readWorkbook(content: Uint8Array): SheetRows {
  if (content.length > MOST_BYTES) throw unreadable('', `at most ${MOST_BYTES / 1024 / 1024} megabytes are read`);
  if (content[0] !== 0x50 || content[1] !== 0x4b) throw unreadable('', 'it is no workbook (xlsx)');
  if (unpackedBytes(content) > MOST_UNPACKED) throw unreadable('', 'it is too large when unpacked');
  const book = open(content);
  const name = book.SheetNames[0] ?? '';
  const sheet = book.Sheets[name];
  if (!sheet?.['!ref']) throw unreadable(name, 'the first sheet is empty');
  const lines = linesOf(sheet, name);
  const [first, ...rest] = lines;
  if (first?.line !== 1) throw unreadable(`${name}!A1`, 'the first line holds the headings');
  if (rest.length > MOST_ROWS) throw unreadable(name, `at most ${MOST_ROWS} rows are read at once`);
  return { headings: first.cells, rows: rest };
}

export const unreadable = (at: string, why: string) =>
  new Problem('import-unreadable', `The file cannot be read: ${why}`, { at: at || 'file' });

function open(content: Uint8Array) {
  try {
    return read(content, {
      type: 'array',
      cellFormula: false,
      cellHTML: false,
      sheets: 0,
      sheetRows: MOST_ROWS + 2,
      cellDates: false,
    });
  } catch (cause) {
    throw new Problem('import-unreadable', 'The file cannot be read: it is damaged, or protected by a password', {
      at: 'file',
      cause,
    });
  }
}

function linesOf(sheet: WorkSheet, name: string): { line: number; cells: string[] }[] {
  const range = utils.decode_range(sheet['!ref'] ?? 'A1');
  const last = Math.min(range.e.c, MOST_COLUMNS - 1);
  const lines: { line: number; cells: string[] }[] = [];
  for (let row = range.s.r; row <= range.e.r; row++) {
    const cells = Array.from({ length: last + 1 }, (_, column) => textOf(sheet, name, row, column));
    if (cells.some(Boolean)) lines.push({ line: row + 1, cells });
  }
  return lines;
}

/** A cell as text: a day as YYYY-MM-DD, a number with all its digits. */
function textOf(sheet: WorkSheet, name: string, row: number, column: number): string {
  const address = utils.encode_cell({ r: row, c: column });
  const cell = sheet[address];
  if (!cell || cell.v === undefined || cell.v === null) return '';
  if (cell.t === 'e') throw unreadable(`${name}!${address}`, `the cell ${address} holds an error`);
  if (cell.t === 'n') {
    if (typeof cell.w === 'string' && /\d[-/年]\d/.test(cell.w)) return dayOf(Number(cell.v));
    if (Math.abs(Number(cell.v)) > Number.MAX_SAFE_INTEGER)
      throw unreadable(
        `${name}!${address}`,
        `the cell ${address} has a number that lost its last digits: numbers of documents are kept as texts`,
      );
    return String(cell.v);
  }
  const text = String(cell.v).normalize('NFC').trim();
  if (text.length > MOST_CELL)
    throw unreadable(`${name}!${address}`, `the cell ${address} has more than ${MOST_CELL} characters`);
  return text;
}

/** Days of spreadsheets are counted from 1899-12-30. */
const dayOf = (serial: number): string => new Date(Math.round((serial - 25_569) * 86_400_000)).toISOString().slice(0, 10);

/** What the central directory of the archive says of the sizes in it. APPNOTE.TXT 4.3.12 */
function unpackedBytes(content: Uint8Array): number {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  let sum = 0;
  for (let at = 0; at + 46 <= content.length; at++) {
    if (view.getUint32(at, true) !== 0x02014b50) continue;
    sum += view.getUint32(at + 24, true);
    at += 45;
  }
  return sum;
}

/** A workbook of sheets of texts: no text becomes a formula, no number loses digits. */
export function writeWorkbook(
  sheets: readonly { readonly name: string; readonly lines: readonly (readonly string[])[] }[],
): Buffer {
  const book = utils.book_new();
  for (const { name, lines } of sheets) {
    const sheet = utils.aoa_to_sheet(lines.map((line) => line.map((text) => ({ t: 's', v: text, z: '@' }))));
    sheet['!cols'] = (lines[0] ?? []).map((text) => ({ wch: Math.max(12, text.length * 2) }));
    utils.book_append_sheet(book, sheet, name);
  }
  return write(book, { type: 'buffer', bookType: 'xlsx', compression: true });
}
