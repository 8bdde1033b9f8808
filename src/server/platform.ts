import { fileURLToPath } from 'node:url';
import type { CryptoKey } from 'jose';
import type { Logger } from 'pino';
import { healthRecordsCatalogue } from '../databases/health-records/index.ts';
import { medicalRecordsCatalogue } from '../databases/medical-records/index.ts';
import { keepResidents, populationCatalogue } from '../databases/population/index.ts';
import type { Resource } from '../fhir/index.ts';
import { type Clock, systemClock } from '../kernel/index.ts';
import { type Directory, loadPlatforms, type PlatformEntry, savePlatforms } from '../platform/directory/index.ts';
import { countActivity } from '../platform/document-registry/index.ts';
import { openRouter, type RecordOptions, type Router, serveFrom } from '../platform/routing/index.ts';
import { startUplink, type Uplink } from '../platform/sync/index.ts';
import { type AuditLog, openAuditLog } from '../security/audit/index.ts';
import { importKey } from '../security/crypto/index.ts';
import {
  addAccount,
  loadSecrets,
  registerConsole,
  registerInstitution,
  removeExpired,
  type Secrets,
} from '../security/identity/index.ts';
import { isWithin, validateResource } from '../standards/index.ts';
import { type Database, findMigrations, makeCatalogue, migrate, openDatabase, openStore, type Store } from '../store/index.ts';
import type { Settings } from './config.ts';
import { repeatedly } from './repeatedly.ts';

/** Stops and starts platforms of the sample network; what started them provides it. */
export type Operate = (division: string, action: 'stop' | 'start') => Promise<void>;

/** One node of the network: everything that serves one division. A value; several fit in one process. */
export interface Platform {
  readonly settings: Settings;
  readonly self: PlatformEntry;
  readonly clock: Clock;
  readonly log: Logger;
  readonly database: Database;
  readonly store: Store;
  readonly audit: AuditLog;
  readonly secrets: Secrets;
  readonly directory: Directory;
  readonly router: Router;
  readonly records: RecordOptions;
  readonly hubKey: CryptoKey;
  readonly uplink: Uplink | undefined;
  readonly operate: Operate | undefined;
  close(): Promise<void>;
}

export interface PlatformOptions {
  readonly settings: Settings;
  readonly log: Logger;
  readonly operate?: Operate | undefined;
  readonly clock?: Clock;
}

const SOURCE = fileURLToPath(new URL('..', import.meta.url));
export const catalogue = makeCatalogue([...populationCatalogue, ...healthRecordsCatalogue, ...medicalRecordsCatalogue]);

/**
 * Opens the database, brings its tables up to date, loads keys and directory, and starts the background work.
 * @throws NewerDatabaseError where a newer program has been at the database
 */
export async function openPlatform({ settings, log, operate, clock = systemClock }: PlatformOptions): Promise<Platform> {
  const database = openDatabase(settings.database, settings.connections, settings.searchTimeoutMs);
  try {
    await migrate(database, await findMigrations(SOURCE));
    await enrol(database, settings);
    return await assemble({ settings, log, operate, clock }, database);
  } catch (thrown) {
    await database.close();
    throw thrown;
  }
}

/** Those whom the settings name: platforms, the console, the sample's accounts and clients. */
async function enrol({ sql }: Database, { platforms, url, sample }: Settings): Promise<void> {
  await savePlatforms(
    sql,
    platforms.map((platform) => ({ ...platform, upper: platform.upper })),
  );
  await registerConsole(sql, url);
  await Promise.all((sample?.clients ?? []).map((client) => registerInstitution(sql, client)));
  await Promise.all((sample?.accounts ?? []).map(({ password, ...account }) => addAccount(sql, account, password)));
}

async function assemble({ settings, log, operate, clock = systemClock }: PlatformOptions, database: Database): Promise<Platform> {
  const { division, url } = settings;
  const secrets = await loadSecrets(database.sql, division);
  const directory = await loadPlatforms(database.sql);
  const self = directory.find(division);
  if (!self) throw new Error('the settings name this platform');
  const hubKey = await importKey(settings.hubKey);
  const caller = { division, key: hubKey };
  const audit = openAuditLog(database.sql);
  let uplink: Uplink | undefined;
  const store = openStore({
    database,
    catalogue,
    placeOf: placeAt(division),
    now: () => clock.now(),
    validate: validateResource,
    participants: [keepResidents, async () => void setImmediate(() => uplink?.wake())],
  });
  const router = openRouter({ database, caller, directory, serve: serveFrom({ store, audit, division, name: self.name }) });
  const upper = self.upper ? directory.find(self.upper) : undefined;
  uplink =
    upper &&
    startUplink({
      database,
      caller,
      upper,
      onState: ({ up, problem }) => log.warn({ upper: upper.division, up, code: problem?.code }, 'uplink'),
    });
  const chores = [
    repeatedly(500, log, async () => (await countActivity(database)) > 0),
    repeatedly(60_000, log, async () => {
      await removeExpired(database.sql);
      return false;
    }),
  ];
  const close = async () => {
    await Promise.all([uplink?.stop(), ...chores.map((chore) => chore.stop())]);
    await database.close();
  };
  const records: RecordOptions = { store, audit, router, directory, key: hubKey, division, url };
  return {
    settings,
    self,
    clock,
    log,
    database,
    store,
    audit,
    secrets,
    directory,
    router,
    records,
    hubKey,
    uplink,
    operate,
    close,
  };
}

const DIVISION = 'urn:minkang:extension:division';

/** A Patient who lives in the division is at home there, to the township; everybody and everything else is the platform's. */
function placeAt(division: string): (resource: Resource) => string {
  return (resource) => {
    const extensions = resource.resourceType === 'Patient' && Array.isArray(resource['extension']) ? resource['extension'] : [];
    const found: unknown = extensions.find((extension) => extension?.url === DIVISION)?.valueCode;
    return typeof found === 'string' && /^\d{6,12}$/.test(found) && isWithin(found, division) ? found : division;
  };
}
