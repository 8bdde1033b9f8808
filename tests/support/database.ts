import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../src/store/index.ts';
import { TEMPLATE } from './postgres.ts';

/** Address of a fresh database with all tables. */
export async function freshDatabaseUrl(template = TEMPLATE): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = inject('databaseUrl');
  const admin = openDatabase(url.replace('NAME', 'postgres'), 1);
  try {
    // one copy at a time: side by side they only wait for the same disk
    await admin.sql`select pg_advisory_lock(4631)`;
    await admin.sql`create database ${admin.sql(name)} template ${admin.sql(template)}`;
  } finally {
    await admin.close();
  }
  return url.replace('NAME', name);
}

/** A fresh database, open; closed at the end of the block. */
export async function freshDatabase(connections = 10, searchTimeoutMs?: number): Promise<Database & AsyncDisposable> {
  const database = openDatabase(await freshDatabaseUrl(), connections, searchTimeoutMs);
  return { ...database, [Symbol.asyncDispose]: () => database.close() };
}

/** A fresh database without any table, open; closed at the end of the block. */
export async function emptyDatabase(): Promise<Database & AsyncDisposable> {
  const database = openDatabase(await freshDatabaseUrl('template0'), 10);
  return { ...database, [Symbol.asyncDispose]: () => database.close() };
}
