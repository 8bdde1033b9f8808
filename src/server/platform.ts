import { fileURLToPath } from 'node:url';
import type { CryptoKey } from 'jose';
import type { Logger } from 'pino';
import { eventMeasures } from '../applications/public-health/event-indicators/index.ts';
import {
  type FollowingDeaths,
  followDeaths,
  followDiagnoses,
  guardCases,
  keepContacts,
  keepOutbreakLines,
  type Observing,
  observeEarlier,
  watchLines,
} from '../applications/public-health/index.ts';
import { compileJudge, followContacts, limits } from '../applications/public-health/record-quality/index.ts';
import { healthRecordsCatalogue } from '../databases/health-records/index.ts';
import { medicalRecordsCatalogue } from '../databases/medical-records/index.ts';
import {
  countMoves,
  guardEvents,
  keepEvents,
  keepResidents,
  type Models,
  openModels,
  openRegistrar,
  populationCatalogue,
} from '../databases/population/index.ts';
import { DEFINITIONS_PATH, guardDefinitions, pullDefinitions, standingDefinitions } from '../definitions/index.ts';
import type { Resource } from '../fhir/index.ts';
import { gathered, type Jobs, openJobs } from '../jobs/index.ts';
import { type Clock, Problem, systemClock } from '../kernel/index.ts';
import { type Directory, loadPlatforms, type PlatformEntry, savePlatforms } from '../platform/directory/index.ts';
import { type Caller, callNeighbour } from '../platform/exchange/index.ts';
import { type Carrying, tellCase, tellMoves } from '../platform/notices/index.ts';
import { keepOwnDefinitions, openResourceValidation, type ResourceValidation } from '../platform/profiles/index.ts';
import { openRouter, type RecordOptions, type Router, serveFrom } from '../platform/routing/index.ts';
import {
  type EndpointRules,
  faultOfSubscription,
  guardSubscriptions,
  keepSubscriptions,
  type Subscriptions,
  startSubscriptions,
  subscriptionOwner,
} from '../platform/subscriptions/index.ts';
import { findNationalTable, openTerminology, type PlatformTerminology } from '../platform/terminology/index.ts';
import { openViews, type Views } from '../platform/views/index.ts';
import { type Actor, type AuditLog, openAuditLog, recordWrites } from '../security/audit/index.ts';
import { decryptBy, importKey } from '../security/crypto/index.ts';
import {
  addAccount,
  addWorkplaces,
  loadSecrets,
  registerConsole,
  registerInstitution,
  type Secrets,
} from '../security/identity/index.ts';
import { isWithin } from '../standards/index.ts';
import {
  type Change,
  countDefinitions,
  type Database,
  findMigrations,
  type Guard,
  makeCatalogue,
  migrate,
  openDatabase,
  openOwnParameters,
  openStore,
  ownedPlace,
  type ResourceCheck,
  type StandingResources,
  type Store,
  wholePlatform,
} from '../store/index.ts';
import { type Background, startBackground } from './background.ts';
import { exportKind } from './bulk/export-job.ts';
import type { Settings } from './config.ts';
import { contactImportKind } from './contact-import-job.ts';
import { fillIfDue, matchKind } from './match-job.ts';
import { openProgrammes, type Programmes, type ProgrammesOptions } from './programmes.ts';
import { recountIfDue, recountKind } from './recount-job.ts';
import { keepParameters, reindexIfOutdated, reindexKind } from './reindex-job.ts';
import { reminding } from './reminders.ts';
import { repeatedly } from './repeatedly.ts';
import { residentImportKind } from './resident-import-job.ts';
import type { Figures } from './workers/index.ts';

/** What each process of the platform has measured, this one's own figures included. */
export type GatherFigures = (own: () => Promise<Figures>) => () => Promise<readonly Figures[]>;

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
  readonly terminology: PlatformTerminology;
  readonly validation: ResourceValidation;
  /** By which registrations are matched. */
  readonly models: Models;
  readonly audit: AuditLog;
  readonly jobs: Jobs;
  readonly secrets: Secrets;
  readonly directory: Directory;
  readonly router: Router;
  readonly records: RecordOptions;
  readonly notices: Carrying;
  readonly hubKey: CryptoKey;
  readonly background: Background;
  readonly subscriptions: Subscriptions;
  readonly views: Views;
  readonly programmes: Programmes;
  /** Asks the platform above for definitions. @returns whether there may be more */
  readonly definitions: () => Promise<boolean>;
  readonly operate: Operate | undefined;
  readonly gatherFigures: GatherFigures | undefined;
  close(): Promise<void>;
}

export interface PlatformOptions {
  readonly settings: Settings;
  readonly log: Logger;
  readonly operate?: Operate | undefined;
  /** Where the platform has several processes. */
  readonly gatherFigures?: GatherFigures | undefined;
  readonly clock?: Clock;
}

const SOURCE = fileURLToPath(new URL('..', import.meta.url));
export const catalogue = makeCatalogue([...populationCatalogue, ...healthRecordsCatalogue, ...medicalRecordsCatalogue]);

/**
 * Opens the database, brings its tables up to date, loads keys and directory, and starts the background work.
 * @throws NewerDatabaseError where a newer program has been at the database
 */
export async function openPlatform(options: PlatformOptions): Promise<Platform> {
  const { settings } = options;
  const database = openDatabase(settings.database, connectionsOf(settings), settings.searchTimeoutMs);
  try {
    await migrate(database, await findMigrations(SOURCE));
    await enrol(database, settings);
    return await assemble(options, database);
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
  await Promise.all(
    (sample?.accounts ?? []).map(async ({ password, workplaces, ...account }) => {
      await addAccount(sql, account, password);
      await addWorkplaces(sql, account.username, workplaces);
    }),
  );
}

/** Most connections of this process: those of the platform are shared evenly by its workers. */
const connectionsOf = ({ connections, workers }: Settings): number => Math.max(2, Math.floor(connections / workers));

/** So long a search of this process may not know a search parameter that another process has put in force. */
const PARAMETERS_AGE_MS = 1000;

/** What reads the feed looks so soon after a commit; it then sees what others wrote meanwhile, too. */
const LOOK_WITHIN_MS = 20;

async function assemble(
  { settings, log, operate, gatherFigures, clock = systemClock }: PlatformOptions,
  database: Database,
): Promise<Platform> {
  const { division, url } = settings;
  const secrets = await loadSecrets(database.sql, division);
  const directory = await loadPlatforms(database.sql);
  const self = directory.find(division);
  if (!self) throw new Error('the settings name this platform');
  const hubKey = await importKey(settings.hubKey);
  const caller = { division, key: hubKey };
  const audit = openAuditLog(database.sql);
  // its looks never wait for a connection that a transaction holds which asks for them
  const terminology = openTerminology(database.searching);
  const rules = endpointRules(settings);
  const alsoAsSubscription =
    (check: ResourceCheck): ResourceCheck =>
    (resource, at, resolve) =>
      check(resource, at, resolve) ?? faultOfSubscription(resource, at, rules);
  const { inForce, unknown, strict } = settings.profiles;
  const validation = openResourceValidation({
    sql: database.searching,
    store: () => store,
    now: () => clock.now(),
    inForce,
    terminology: terminology.validation,
    refusesUnknown: unknown === 'refuse',
    strict,
  });
  const parameters = await openOwnParameters(database.sql);
  const models = await openModels(database.sql);
  const standing = standingDefinitions(() => programmes.composition);
  const store: Store = openStore({
    database,
    catalogue,
    placeOf: placeAt(division),
    now: () => clock.now(),
    validate: alsoAsSubscription(validation.check),
    // what names a profile of the store is judged by another check: a Subscription is a Subscription there too
    prepare: (resources) => validation.prepare(resources)?.then(alsoAsSubscription),
    terminology: terminology.search,
    base: `${url}/fhir`,
    standing: joined(terminology.standing, standing),
    registrar: openRegistrar({ matcher: models.current, placeOf: placeAt(division), now: () => clock.now() }),
    guard: inTurn(guardSubscriptions(secrets.sealKey), guardEvents, guardCases, guardDefinitions(standing)),
    parameters,
    participants: [
      keepResidents,
      keepEvents,
      keepContacts,
      countMoves,
      tellMoves(division, directory),
      countDefinitions,
      keepParameters(() => jobs),
      terminology.notice,
      keepSubscriptions(rules),
    ],
    committed: (written) => {
      if (written.some(({ row }) => row.type === 'Subscription')) subscriptions.rewritten();
      look();
    },
  });
  const router = openRouter({ database, caller, directory, serve: serveFrom({ store, audit, division, name: self.name }) });
  const unseal = (sealed: string) => decryptBy(settings.hubKey, sealed);
  const notices: Carrying = { database, caller, directory, unseal };
  const upper = self.upper ? directory.find(self.upper) : undefined;
  const jobs = openJobs({
    database,
    log,
    kinds: [
      exportKind({ store, audit, division, base: `${url}/fhir`, now: () => clock.now(), folder: settings.exportFolder }),
      reindexKind({ database, catalogue, parameters }),
      residentImportKind({ store, now: () => clock.now() }),
      matchKind({ store, models, now: () => clock.now(), folder: settings.exportFolder }),
      recountKind({ database, now: () => clock.now() }),
      contactImportKind({ store, programmes: () => programmes, now: () => clock.now() }),
    ],
  });
  await reindexIfOutdated(database, jobs);
  await recountIfDue(database, jobs);
  await fillIfDue(database, jobs);
  const views = openViews({ database, catalogue });
  const programmes = openProgrammes({
    ...{ database, catalogue, division, now: () => clock.now() },
    ...{ also: qualityFollower, events: eventMeasures },
    path: directory.pathTo(division).map((platform) => platform.division),
  });
  await programmes.refresh();
  const watching = repeatedly({ pauseMs: PARAMETERS_AGE_MS }, log, async () => {
    await Promise.all([parameters.refresh(), models.refresh(), programmes.refresh()]);
    return false;
  });
  const asPlatform: FollowingDeaths['within'] = (tx, written) => recordWrites(tx, platformActor(division, 'deaths'), written);
  const watched = watchLines(database, () => clock.now());
  const deaths: FollowingDeaths = {
    ...{ database, store, home: division, now: () => clock.now(), within: asPlatform },
    tell: (tx, told) => tellCase(tx, { here: division, directory }, told),
  };
  const observing = (): Observing => ({
    ...{ sql: database.sql, store: store.as(wholePlatform), findTable: findNationalTable, now: clock.now() },
    by: { id: 'platform', name: platformActor(division, 'contacts').name.zh },
    within: (tx, written) => recordWrites(tx, platformActor(division, 'contacts'), written),
  });
  const diagnoses = async () => {
    const isLeft = await observeEarlier(observing());
    const isMore = await followDiagnoses({ database, catalogue, now: () => clock.now() });
    const isNew = await keepOutbreakLines(database.sql, division);
    return (await watched()) || (await followDeaths(deaths)) || isLeft || isNew || isMore;
  };
  const definitions = async () => upper !== undefined && takeDefinitions({ database, caller, upper, programmes });
  const reminders = reminding({ database, programmes, clock, settings, actor: platformActor(division, 'reminders') });
  const background = startBackground({
    ...{
      url: settings.database,
      database,
      caller,
      upper,
      jobs,
      views,
      programmes,
      definitions,
      diagnoses,
      reminders,
      notices,
      log,
    },
    isAlone: settings.workers === 1,
  });
  const subscriptions = startSubscriptions({
    ...{ store, audit, division, rules },
    ...settings.subscriptions,
    base: `${url}/fhir`,
    sealKey: secrets.sealKey,
    now: () => clock.now(),
    mostSockets: settings.subscriptions.sockets,
    onFailure: (thrown) => log.error({ err: thrown }, 'subscriptions failed'),
  });
  const look = gathered(LOOK_WITHIN_MS, () => {
    background.wake();
    subscriptions.wake();
  });
  await keepOwnDefinitions(store);
  const close = async () => {
    await Promise.all([background.stop(), jobs.stop(), subscriptions.stop(), watching.stop()]);
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
    validation,
    models,
    terminology,
    audit,
    jobs,
    secrets,
    directory,
    router,
    records,
    notices,
    hubKey,
    background,
    subscriptions,
    views,
    programmes,
    definitions,
    operate,
    gatherFigures,
    close,
  };
}

/** What the platform does by itself is entered under its own name. */
const platformActor = (division: string, requestId: string): Actor => ({
  ...{ id: 'platform', name: { zh: '平台', en: 'Platform' }, role: 'platform', from: division },
  ...{ purpose: 'PUBHLTH', requestId },
});

/** A definition may be large, and the platform above busy. */
const DEFINITIONS_TIMEOUT_MS = 30_000;

/** Takes what the platform above has newer; where that is not there, it is asked again later. @returns whether there may be more */
async function takeDefinitions({
  database,
  caller,
  upper,
  programmes,
}: Pick<Platform, 'database' | 'programmes'> & { readonly caller: Caller; readonly upper: PlatformEntry }): Promise<boolean> {
  try {
    const { added, isMore } = await pullDefinitions({
      ...{ database, path: programmes.composing().path, composition: () => programmes.composition },
      ask: (json) => callNeighbour(caller, upper, DEFINITIONS_PATH, json, DEFINITIONS_TIMEOUT_MS),
    });
    if (added > 0) await programmes.refresh();
    return isMore;
  } catch (thrown) {
    if (thrown instanceof Problem && LINK_DOWN.has(thrown.code)) return false;
    throw thrown;
  }
}

/** The uplink tells of it; nobody else has to. */
const LINK_DOWN: ReadonlySet<string> = new Set(['platform-unreachable', 'deadline-passed']);

/** What is there without being stored, each type from one side. */
const joined = (...sides: readonly StandingResources[]): StandingResources => ({
  types: new Set(sides.flatMap(({ types }) => [...types])),
  of: (type) => sides.find(({ types }) => types.has(type))?.of(type) ?? new Map(),
});

/** Guards one after the other, each on what the one before makes of the change. */
const inTurn =
  (...guards: readonly Guard[]): Guard =>
  (change, current, scope) =>
    guards.reduce<Change | Problem>((so, guard) => (so instanceof Problem ? so : guard(so, current, scope)), change);

/** In the sample network listeners stand on the machine itself. */
const endpointRules = ({ subscriptions, sample }: Settings): EndpointRules => ({
  trusted: subscriptions.trustedEndpoints,
  loopback: sample !== undefined,
});

const DIVISION = 'urn:minkang:extension:division';

/** A Patient who lives in the division is at home there, to the township; everybody and everything else is the platform's. */
export function placeAt(division: string): (resource: Resource) => string {
  return (resource) => {
    // what a system listens to is nobody else's business
    if (resource.resourceType === 'Subscription') return ownedPlace(subscriptionOwner(resource) ?? '');
    const extensions = resource.resourceType === 'Patient' && Array.isArray(resource['extension']) ? resource['extension'] : [];
    const found: unknown = extensions.find((extension) => extension?.url === DIVISION)?.valueCode;
    return typeof found === 'string' && /^\d{6,12}$/.test(found) && isWithin(found, division) ? found : division;
  };
}

/** The quality of records is kept from the same lives. */
const qualityFollower: NonNullable<ProgrammesOptions['also']> = ({ book, elements }) => ({
  follower: followContacts(compileJudge(book, elements)),
  digest: JSON.stringify(limits),
});
