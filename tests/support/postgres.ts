import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../src/server/postgres/index.ts';
import { findMigrations, migrate, openDatabase } from '../../src/store/index.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of a database of the test server, with NAME in place of its name. */
    databaseUrl: string;
  }
}

export const TEMPLATE = 'minkang_template';

/** One PostgreSQL for all test files, and one migrated database which each of them clones. */
export default async function setup(project: TestProject) {
  const folder = await mkdtemp(join(tmpdir(), 'minkang-test-'));
  const server = await startPostgres(folder);
  await server.createDatabases([TEMPLATE]);
  const template = openDatabase(server.urlOf(TEMPLATE), 2);
  await migrate(template, await findMigrations(fileURLToPath(new URL('../../src', import.meta.url))));
  await template.close();
  project.provide('databaseUrl', server.urlOf('NAME'));
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
