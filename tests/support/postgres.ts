import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { type PostgresOptions, startPostgres } from '../../src/server/postgres/index.ts';
import { findMigrations, migrate, openDatabase } from '../../src/store/index.ts';
import { makeRunFolder } from './run-folder.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of a database of the test server, with NAME in place of its name. */
    databaseUrl: string;
  }
}

export const TEMPLATE = 'minkang_template';

/**
 * Another server than the embedded one: `TEST_POSTGRES` names the folder of its programs. Its databases sort as people
 * in China do, so that whatever relies on the order of bytes shows.
 */
function otherServer(): PostgresOptions {
  const folder = process.env['TEST_POSTGRES'];
  return folder ? { programs: { folder, major: 15 }, locale: ['--locale-provider=icu', '--icu-locale=zh-Hans-CN'] } : {};
}

/** One PostgreSQL for all test files, and one migrated database which each of them clones. */
export default async function setup(project: TestProject) {
  const folder = await makeRunFolder('minkang-test');
  const server = await startPostgres(folder, otherServer());
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
