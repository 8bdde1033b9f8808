/** The first sheet of a workbook as lines with tabs, as if it were pasted; the reader is loaded when a file is chosen. */
export async function rowsOfFile(file: File): Promise<string> {
  const { read, utils } = await import('@e965/xlsx');
  const book = read(await file.arrayBuffer(), { cellDates: true, dateNF: 'yyyy-mm-dd' });
  const sheet = book.Sheets[book.SheetNames[0] ?? ''];
  return sheet ? utils.sheet_to_csv(sheet, { FS: '\t', dateNF: 'yyyy-mm-dd' }) : '';
}
