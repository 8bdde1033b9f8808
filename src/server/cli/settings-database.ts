import { fileURLToPath } from 'node:url';
import { type Database, findMigrations, migrate, openDatabase, type Sql } from '../../store/index.ts';
import { readSettings, type Settings, SettingsError } from '../config.ts';
import { StartError } from '../start-error.ts';

const SOURCE = fileURLToPath(new URL('../..', import.meta.url));

/** Works on the database that a settings file names, its tables up to date. @throws StartError where the file does not fit */
export async function withSettings<Result>(
  file: string,
  work: (sql: Sql, settings: Settings, database: Database) => Promise<Result>,
): Promise<Result> {
  const settings = await readSettings(file).catch((thrown: unknown) => {
    throw thrown instanceof SettingsError ? new StartError(thrown.message, { cause: thrown }) : thrown;
  });
  const database = openDatabase(settings.database, 2);
  try {
    await migrate(database, await findMigrations(SOURCE));
    return await work(database.sql, settings, database);
  } finally {
    await database.close();
  }
}
