import { expect, test } from 'vitest';
import { lineOf, readLines } from './lines.ts';

test('lines are read as they are typed, or as a spreadsheet copies them', () => {
  const text = '350102001, 鼓东街道, Gudong Subdistrict\n350102002\t鼓西街道\t\n\n350102003，温泉街道\n350102001003 中山社区';

  const { lines, wrong } = readLines(text);

  expect(wrong).toEqual([]);
  expect(lines).toEqual([
    { code: '350102001', name: '鼓东街道', english: 'Gudong Subdistrict' },
    { code: '350102002', name: '鼓西街道' },
    { code: '350102003', name: '温泉街道' },
    { code: '350102001003', name: '中山社区' },
  ]);
});

test('lines without a code of 9 or 12 digits, or without a name, are told by their number', () => {
  expect(readLines('350102001,\n35010200,鼓东街道\n鼓东街道').wrong).toEqual([1, 2, 3]);
});

test('a row as a line is read as the same row', () => {
  const line = lineOf({
    code: '350102001',
    level: 'township',
    name: { zh: '鼓东街道', en: 'Gudong Subdistrict, north' },
    inName: { zh: '鼓楼区', en: 'Gulou District' },
  });

  expect(readLines(line).lines).toEqual([{ code: '350102001', name: '鼓东街道', english: 'Gudong Subdistrict, north' }]);
});
