import { expect, test } from 'vitest';
import { parsePupils } from './pupils.ts';

test('lines of a class are read as a spreadsheet gives them', () => {
  const text =
    '姓名\t性别\t出生日期\n林小宝\t男\t2022-3-5\n陈小花，女，2022年11月12日\n\n黄同学\t350102202201011234\n5\tLi Hua 2\t20220105';

  const pupils = parsePupils(text);

  expect(pupils).toEqual([
    { name: '林小宝', birthDate: '2022-03-05' },
    { name: '陈小花', birthDate: '2022-11-12' },
    { name: '黄同学', number: '350102202201011234' },
    { name: 'Li Hua 2', birthDate: '2022-01-05' },
  ]);
});

test('what is no day is none', () => {
  expect(parsePupils('林小宝\t2022-13-40')).toEqual([{ name: '林小宝' }]);
});
