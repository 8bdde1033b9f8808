import { codeTable } from './code-table.ts';

/** Sex, GB/T 2261.1-2003. */
export const sexes = codeTable('urn:oid:2.16.156.10011.2.3.3.4', 'GB/T 2261.1', '2003', [
  ['0', '未知的性别', 'Unknown'],
  ['1', '男性', 'Male'],
  ['2', '女性', 'Female'],
  ['9', '未说明的性别', 'Not stated'],
]);
