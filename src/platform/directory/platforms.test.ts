import { describe, expect, test } from 'vitest';
import { makeDirectory, type PlatformEntry } from './platforms.ts';

const aPlatform = (division: string, upper?: string): PlatformEntry => ({
  division,
  name: { zh: division, en: division },
  level: 'county',
  upper,
  url: `http://${division}.example`,
  publicKey: {},
});
/** The prefecture of Chengdu has no platform: its county hangs from the province. */
const directory = makeDirectory([
  aPlatform('000000'),
  aPlatform('350000', '000000'),
  aPlatform('350100', '350000'),
  aPlatform('350102', '350100'),
  aPlatform('350181', '350100'),
  aPlatform('510000', '000000'),
  aPlatform('510104', '510000'),
]);

describe('the tree of platforms', () => {
  test('knows who is directly below', () => {
    const lower = directory.lowerOf('350100').map(({ division }) => division);

    expect(lower).toEqual(['350102', '350181']);
  });

  test('knows the path from the nation', () => {
    const path = directory.pathTo('350102').map(({ division }) => division);

    expect(path).toEqual(['000000', '350000', '350100', '350102']);
  });

  test.each([
    ['000000', '350102', '350000'],
    ['350000', '350102', '350100'],
    ['350100', '350181', '350181'],
    ['510000', '510104', '510104'],
    ['350000', '510104', undefined],
    ['350102', '350102', undefined],
    ['350100', '350111', undefined],
    ['000000', 'nonsense', undefined],
  ])('from %s the way to %s leads down through %s', (from, target, expected) => {
    const next = directory.nextDown(from, target);

    expect(next?.division).toBe(expected);
  });
});
