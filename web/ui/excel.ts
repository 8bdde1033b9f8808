import { utils, write } from '@e965/xlsx';

/** Lines as a workbook of one sheet; numbers stay numbers, and no text becomes a formula. */
export function toExcelFile(name: string, lines: readonly (readonly (string | number | undefined)[])[]): Blob {
  const sheet = utils.aoa_to_sheet(lines.map((line) => line.map((cell) => cell ?? '')));
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, name.replaceAll(/[[\]*?/\\:]/g, ' ').slice(0, 31));
  const content: ArrayBuffer = write(book, { type: 'array', bookType: 'xlsx' });
  return new Blob([content], { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' });
}
