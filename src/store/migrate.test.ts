import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { emptyDatabase } from '../../tests/support/database.ts';
import { findMigrations, migrate, NewerDatabaseError } from './migrate.ts';

const SOURCE = fileURLToPath(new URL('..', import.meta.url));

const first = { name: '202601010000-first.sql', text: 'create table first (id text)' };
const second = { name: '202601020000-second.sql', text: 'alter table first add column name text' };
const broken = { name: '202601030000-broken.sql', text: 'create table third (id text); select 1/0;' };

describe('migration', () => {
  test('finds the files of all modules in the order of their names', async () => {
    const found = await findMigrations(SOURCE);

    const names = found.map(({ name }) => name);
    expect(names).toContain('202611240900-store.sql');
    expect(names).toEqual(names.toSorted());
    expect(new Set(names).size).toBe(names.length);
  });

  test('makes all tables of the platform, and a repeat does nothing', async () => {
    await using database = await emptyDatabase();
    const migrations = await findMigrations(SOURCE);

    await migrate(database, migrations);
    const applied = await database.sql`select name, applied_at from minkang.migration order by name`;
    await migrate(database, migrations);

    expect(await database.sql`select name, applied_at from minkang.migration order by name`).toEqual(applied);
    expect(applied).toHaveLength(migrations.length);
  });

  test('applies what is missing', async () => {
    await using database = await emptyDatabase();
    await migrate(database, [first]);

    await migrate(database, [first, second]);

    await expect(database.sql`select id, name from first`).resolves.toEqual([]);
  });

  test('refuses a database of a newer program, and changes nothing', async () => {
    await using database = await emptyDatabase();
    await migrate(database, [first, second]);

    const older = migrate(database, [first, { name: '202601010001-other.sql', text: 'drop table first' }]);

    await expect(older).rejects.toBeInstanceOf(NewerDatabaseError);
    await expect(older).rejects.toThrow('202601020000-second.sql');
    await expect(database.sql`select id, name from first`).resolves.toEqual([]);
  });

  test('that fails leaves no half of its file, and what came before it stays', async () => {
    await using database = await emptyDatabase();

    await expect(migrate(database, [first, broken])).rejects.toThrow('division by zero');

    await expect(database.sql`select from first`).resolves.toEqual([]);
    await expect(database.sql`select from third`).rejects.toThrow('third');
    await expect(migrate(database, [first, second])).resolves.toBeUndefined();
  });

  test('by many at the same time is done once', async () => {
    await using database = await emptyDatabase();
    const migrations = await findMigrations(SOURCE);

    await Promise.all(Array.from({ length: 8 }, () => migrate(database, migrations)));

    const [row] = await database.sql`select count(*) as count from minkang.migration`;
    expect(row).toEqual({ count: migrations.length });
  });
});
