import { describe, expect, it } from 'vitest';
import { ageInWords } from './age.ts';

describe('age', () => {
  it.each([
    ['2000-03-05', '2026-03-04', '25岁'],
    ['2000-03-05', '2026-03-05', '26岁'],
    ['2025-01-31', '2026-03-05', '13个月'],
    ['1950', '2026-03-05', '76岁'],
    ['2030-01-01', '2026-03-05', undefined],
    [undefined, '2026-03-05', undefined],
  ])('of someone born %s is on %s %s', (born, day, words) => {
    expect(ageInWords(born, day, 'zh')).toBe(words);
  });
});
