import { codeTable } from './code-table.ts';

/** Medical insurance type, WS 364.3-2011 CV02.01.204; English names as the NHSA uses them. */
export const insuranceTypes = codeTable('urn:oid:2.16.156.10011.2.3.1.248', 'WS 364.3 CV02.01.204', '2011', [
  ['1', '新型农村合作医疗', 'New rural cooperative medical scheme'],
  ['2', '城镇职工基本医疗保险', 'Urban employee basic medical insurance'],
  ['3', '城镇居民基本医疗保险', 'Urban resident basic medical insurance'],
  ['4', '商业医疗保险', 'Commercial medical insurance'],
  ['5', '公费医疗', 'Publicly funded medical care'],
  ['8', '无保险', 'No insurance'],
  ['9', '其他', 'Other'],
]);
