import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from './database.ts';

interface Migration {
  /** `YYYYMMDDHHMM-what.sql`: the order in which files are applied. */
  readonly name: string;
  readonly text: string;
}

/** The database holds tables of a later program: starting this one could damage them. */
export class NewerDatabaseError extends Error {}

const NAME = /^\d{12}-[a-z0-9-]+\.sql$/;
const LOCK = 4_631_2;

/** The migration files below a folder, each module's beside its code, in the order of their names. */
export async function findMigrations(folder: string): Promise<Migration[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = files.filter((file) => file.isFile() && NAME.test(file.name));
  const read = found.map(async (file) => ({ name: file.name, text: await readFile(join(file.parentPath, file.name), 'utf8') }));
  return (await Promise.all(read)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Applies what is missing, in order, each file in a transaction of its own, one process at a time. A repeat does nothing.
 * @throws NewerDatabaseError where the database knows files that this program does not
 */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<void> {
  await database.begin(async (tx) => {
    // "if not exists" alone is no protection: two that start together both see nothing, and one of them fails
    await tx`select pg_advisory_xact_lock(${LOCK})`;
    await tx`create schema if not exists minkang`;
    await tx`
      create table if not exists minkang.migration (
        name       text        primary key,
        applied_at timestamptz not null default now())`;
  });
  const applied = await appliedNames(database);
  const known = new Set(migrations.map(({ name }) => name));
  const newer = [...applied].filter((name) => !known.has(name));
  if (newer.length > 0) throw new NewerDatabaseError(`its tables are newer than this program (it has ${newer.sort().at(-1)})`);
  for (const migration of migrations) if (!applied.has(migration.name)) await apply(database, migration);
}

async function appliedNames({ sql }: Database): Promise<Set<string>> {
  const rows = await sql<{ name: string }[]>`select name from minkang.migration`;
  return new Set(rows.map(({ name }) => name));
}

async function apply(database: Database, { name, text }: Migration): Promise<void> {
  await database.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK})`;
    const [done] = await tx`select from minkang.migration where name = ${name}`;
    if (done) return;
    await tx.unsafe(text);
    await tx`insert into minkang.migration (name) values (${name})`;
  });
}
