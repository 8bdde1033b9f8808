/** Workbooks that are looked at, shown row by row, and written in the background. */
export type * from './contract.ts';
export { resultOf, type Template, templateOf } from './files.ts';
export {
  countRows,
  type FreshRow,
  type GivenRow,
  getFile,
  insertFile,
  readRows,
  type StoredRow,
  settleRows,
  takeFile,
} from './import-store.ts';
export { previewOf, totalOf } from './preview.ts';
export { rowsByKey } from './sheet-rows.ts';
export { MOST_BYTES, readWorkbook } from './workbook.ts';
