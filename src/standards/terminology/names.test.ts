import { describe, expect, it } from 'vitest';
import type { CodeTable } from './index.ts';
import * as terminology from './index.ts';

const isTable = (value: unknown): value is CodeTable => typeof value === 'object' && value !== null && 'all' in value;
const tables = Object.values(terminology)
  .filter(isTable)
  .map((table) => [table.standard, table] as const);

describe('the code tables', () => {
  it('are all looked at', () => {
    expect(tables.length).toBeGreaterThanOrEqual(8);
  });

  it.each(tables)('of %s have English names without a Chinese character', (_, { all }) => {
    const mixed = all.filter(({ name }) => name.en.trim() === '' || /\p{Script=Han}/u.test(name.en));

    expect(mixed).toEqual([]);
  });

  it.each(tables)('of %s have Chinese names', (_, { all }) => {
    const foreign = all.filter(({ name }) => !/\p{Script=Han}/u.test(name.zh));

    expect(foreign).toEqual([]);
  });

  it.each(tables)('of %s have each code once', (_, { all }) => {
    expect(new Set(all.map(({ code }) => code)).size).toBe(all.length);
  });
});
