import { rawNumberText } from '../json.ts';
import type { Cell } from './cells.ts';
import type { ViewRow } from './compile.ts';
import type { ViewColumn } from './definition.ts';

export type ViewFormat = 'json' | 'ndjson' | 'csv';

/** Writes rows one after the other, so that no more than a page of them is in memory. */
export interface RowWriter {
  readonly mediaType: string;
  readonly begin: string;
  row(row: ViewRow, index: number): string;
  readonly end: string;
}

/** @param header whether a CSV begins with the names of the columns */
export function rowWriter(format: ViewFormat, columns: readonly ViewColumn[], header: boolean): RowWriter {
  if (format === 'csv') return csvWriter(columns, header);
  const toObject = objectWriter(columns);
  if (format === 'ndjson')
    return { mediaType: 'application/x-ndjson; charset=utf-8', begin: '', row: (row) => `${toObject(row)}\n`, end: '' };
  return {
    mediaType: 'application/json; charset=utf-8',
    begin: '[',
    row: (row, index) => `${index === 0 ? '\n' : ',\n'}${toObject(row)}`,
    end: '\n]\n',
  };
}

function objectWriter(columns: readonly ViewColumn[]): (row: ViewRow) => string {
  const keys = columns.map(({ name }, index) => `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`);
  return (row) => {
    let text = '';
    for (let index = 0; index < keys.length; index++) text += `${keys[index]}${JSON.stringify(row[index] ?? null)}`;
    return `${text}}`;
  };
}

/**
 * RFC 4180. Values are written as they are, also those that a spreadsheet would take for a formula: what is read by a
 * program must not differ from the record. No value is nothing, an empty text is `""`.
 */
function csvWriter(columns: readonly ViewColumn[], header: boolean): RowWriter {
  const line = (fields: readonly string[]) => `${fields.join(',')}\r\n`;
  return {
    mediaType: `text/csv; charset=utf-8; header=${header ? 'present' : 'absent'}`,
    begin: header ? line(columns.map(({ name }) => name)) : '',
    row: (row) => line(row.map(toField)),
    end: '',
  };
}

function toField(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'string') return quoted(cell);
  if (typeof cell === 'boolean') return String(cell);
  const number = rawNumberText(cell);
  return number === '' ? quoted(JSON.stringify(cell)) : number;
}

const quoted = (text: string): string => (text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
