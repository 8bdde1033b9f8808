import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { healthRecordsCatalogue } from '../../src/databases/health-records/index.ts';
import { medicalRecordsCatalogue } from '../../src/databases/medical-records/index.ts';
import { keepResidents, populationCatalogue } from '../../src/databases/population/index.ts';
import { recordWrites } from '../../src/security/audit/index.ts';
import { type EmbeddedPostgres, startPostgres } from '../../src/server/postgres/index.ts';
import { institutionResources } from '../../src/server/sample/histories/index.ts';
import { validateResource } from '../../src/standards/index.ts';
import {
  type Database,
  findMigrations,
  makeCatalogue,
  migrate,
  openDatabase,
  openStore,
  type ScopedStore,
  wholePlatform,
} from '../../src/store/index.ts';
import { makeRunFolder } from '../../tests/support/run-folder.ts';
import { division } from './bundles.ts';

const actor = {
  id: 'bench',
  name: { zh: '测试', en: 'Bench' },
  role: 'institution-system',
  from: division,
  purpose: 'TREAT',
  requestId: 'bench',
};

/** What is written along with each bundle: the audit entries. */
export const within = (tx: Parameters<typeof recordWrites>[0], written: Parameters<typeof recordWrites>[2]) =>
  recordWrites(tx, actor, written);

export const catalogue = makeCatalogue([...populationCatalogue, ...healthRecordsCatalogue, ...medicalRecordsCatalogue]);

/** Starts the embedded PostgreSQL in a folder that goes afterwards, with one database. */
export async function withServer(work: (server: EmbeddedPostgres, url: string) => Promise<void>): Promise<void> {
  const folder = await makeRunFolder('minkang-bench');
  const server = await startPostgres(folder);
  try {
    await server.createDatabases(['bench']);
    await work(server, server.urlOf('bench'));
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The store as a platform opens it, without rights and routes. */
export function storeOn(database: Database, options: Partial<Parameters<typeof openStore>[0]> = {}): ScopedStore {
  return openStore({
    database,
    catalogue,
    placeOf: () => division,
    now: () => new Date(),
    participants: [keepResidents],
    validate: validateResource,
    ...options,
  }).as(wholePlatform);
}

/** Opens the store on a database with all its tables and the institutions of the county. */
export async function withStore(
  url: string,
  connections: number,
  work: (database: Database, store: ScopedStore) => Promise<void>,
  options: Partial<Parameters<typeof openStore>[0]> = {},
): Promise<void> {
  const database = openDatabase(url, connections);
  try {
    await migrate(database, await findMigrations(fileURLToPath(new URL('../../src', import.meta.url))));
    const store = storeOn(database, options);
    await store.commit(
      institutionResources(division).map((resource) => ({ kind: 'create', resource })),
      { atomic: true },
    );
    await work(database, store);
  } finally {
    await database.close();
  }
}
