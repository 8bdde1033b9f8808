import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Division, findDivision, isWithin, levelOf, listDivisions, upperOf } from './divisions.ts';

const provinces = listDivisions('province');
const prefectures = listDivisions('prefecture');
const counties = listDivisions('county');
const any = fc.constantFrom<Division>(...provinces, ...prefectures, ...counties);

describe('divisions', () => {
  test('are one nation, its 34 provinces, and some 340 prefectures and 2,850 counties', () => {
    expect(listDivisions('nation')).toEqual([{ code: '000000', level: 'nation', name: { zh: '中国', en: 'China' } }]);
    expect(provinces).toHaveLength(34);
    expect(prefectures.length).toBeGreaterThan(330);
    expect(counties.length).toBeGreaterThan(2800);
  });

  test('cover all 31 provinces of the mainland with prefectures and counties', () => {
    const mainland = provinces.filter(({ code }) => code < '700000');

    expect(mainland).toHaveLength(31);
    for (const { code } of mainland) {
      expect(listDivisions('prefecture', code).length).toBeGreaterThan(0);
      expect(listDivisions('county', code).length).toBeGreaterThan(5);
    }
  });

  test.each([
    ['350000', 'province', '福建省', 'Fujian'],
    ['350100', 'prefecture', '福州市', 'Fuzhou'],
    ['350102', 'county', '鼓楼区', 'Gulou District'],
    ['350181', 'county', '福清市', 'Fuqing'],
    ['510000', 'province', '四川省', 'Sichuan'],
    ['510100', 'prefecture', '成都市', 'Chengdu'],
    ['510104', 'county', '锦江区', 'Jinjiang District'],
    ['610000', 'province', '陕西省', 'Shaanxi'],
    ['140000', 'province', '山西省', 'Shanxi'],
    ['650000', 'province', '新疆维吾尔自治区', 'Xinjiang'],
    ['110101', 'county', '东城区', 'Dongcheng District'],
    ['500100', 'prefecture', '重庆市', 'Chongqing'],
    ['429004', 'county', '仙桃市', 'Xiantao'],
  ])('%s is the %s %s, %s', (code, level, zh, en) => {
    expect(findDivision(code)).toEqual({ code, level, name: { zh, en } });
  });

  test('have a name in both languages each', () => {
    for (const { name } of [...provinces, ...prefectures, ...counties]) {
      expect(name.zh).toMatch(/^\p{Script=Han}+$/u);
      expect(name.en).toMatch(/^[A-Z][A-Za-z' -]+$/);
    }
  });

  test('lie, step by step upwards, in divisions that exist, and reach the nation in at most three', () => {
    fc.assert(
      fc.property(any, ({ code }) => {
        const path: string[] = [code];
        for (let upper = upperOf(code); upper !== undefined; upper = upperOf(upper)) path.push(upper);

        expect(path.at(-1)).toBe('000000');
        expect(path.length).toBeLessThanOrEqual(4);
        expect(path.map((one) => findDivision(one)?.code)).toEqual(path);
        for (const upper of path) expect(isWithin(code, upper)).toBe(true);
      }),
    );
  });

  test('lie in one another exactly where the way up leads there', () => {
    fc.assert(
      fc.property(any, any, ({ code }, other) => {
        const path: (string | undefined)[] = [];
        for (let upper: string | undefined = code; upper !== undefined; upper = upperOf(upper)) path.push(upper);

        expect(isWithin(code, other.code)).toBe(path.includes(other.code));
      }),
    );
  });

  test('do not lie in their own parts', () => {
    expect(isWithin('350000', '350100')).toBe(false);
    expect(isWithin('350100', '350102')).toBe(false);
  });

  test('hold townships and villages, by 9 and 12 digits', () => {
    expect(isWithin('350102001', '350102')).toBe(true);
    expect(isWithin('350102001003', '350102001')).toBe(true);
    expect(isWithin('350103001', '350102')).toBe(false);
    expect(isWithin('350102002', '350102001')).toBe(false);
  });

  test('that do not exist are not found', () => {
    expect(findDivision('999999')).toBeUndefined();
    expect(findDivision('')).toBeUndefined();
    expect(listDivisions('county', '999900')).toEqual([]);
  });

  test('have their level by their zeros', () => {
    expect(['000000', '350000', '350100', '350102'].map(levelOf)).toEqual(['nation', 'province', 'prefecture', 'county']);
  });
});
