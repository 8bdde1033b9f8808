import type { Field } from '../forms/index.ts';
import { columnOf, toValue } from './columns.ts';
import type { GivenRow } from './import-store.ts';
import { type SheetRows, unreadable } from './workbook.ts';

/** Rows by key of their columns. @throws Problem import-unreadable, naming the cell of a heading that is unknown, missing or there twice */
export function rowsByKey(
  columns: readonly Field[],
  { headings, rows }: SheetRows,
): { keys: string[]; rows: { line: number; given: GivenRow }[] } {
  const found = headings.map((heading, at) => {
    if (heading === '') return undefined;
    const column = columnOf(columns, heading);
    if (!column) throw unreadable(cellAt(at), `the heading of ${cellAt(at)} names no column of the template`);
    return column;
  });
  const keys = found.flatMap((column) => column?.key ?? []);
  const twice = found.findIndex((column, at) => column && found.indexOf(column) < at);
  if (twice >= 0) throw unreadable(cellAt(twice), `the column of ${cellAt(twice)} is there twice`);
  const missing = columns.find(({ required, key }) => required && !keys.includes(key));
  if (missing) throw unreadable('A1', `the column ${missing.name.en} (${missing.name.zh}) is missing`);
  return {
    keys,
    rows: rows.map(({ line, cells }) => ({
      line,
      given: Object.fromEntries(
        found.flatMap((column, at) => {
          const text = column ? toValue(column, cells[at] ?? '') : '';
          return column && text !== '' ? [[column.key, text]] : [];
        }),
      ),
    })),
  };
}

const cellAt = (column: number): string => {
  const letters = column < 26 ? '' : String.fromCharCode(64 + Math.floor(column / 26));
  return `${letters}${String.fromCharCode(65 + (column % 26))}1`;
};
