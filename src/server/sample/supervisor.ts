import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { newSigningKey, type SigningKey } from '../../security/crypto/index.ts';
import { type Settings, settingsSchema } from '../config.ts';
import { type EmbeddedPostgres, startPostgres } from '../postgres/index.ts';
import { StartError } from '../start-error.ts';
import { openControl } from './control.ts';
import { takeDataFolder } from './data-folder.ts';
import { exampleResident } from './histories/index.ts';
import { describeSample, SAMPLE_RESIDENTS, SAMPLE_SEED, SAMPLE_TODAY, sampleAccounts, sampleDivisions } from './plan.ts';
import { type PlatformProcess, startPlatformProcess } from './platform-process.ts';

export interface NetworkOptions {
  readonly dataFolder: string;
  readonly firstPort: number;
  /** Residents a county; fewer make the first start faster. */
  readonly residents?: number;
  readonly onEvent: (event: NetworkEvent) => void;
}

export type NetworkEvent =
  | { readonly kind: 'step'; readonly step: 'database' | 'platforms' }
  | { readonly kind: 'seeding'; readonly division: string; readonly resources: number }
  | { readonly kind: 'up'; readonly division: string }
  | { readonly kind: 'lost'; readonly division: string; readonly reason: string };

/** `network.json`: everything that scripts and people need to find their way. */
export interface NetworkFile {
  readonly platforms: readonly {
    division: string;
    name: string;
    level: string;
    upper: string | null;
    url: string;
    fhir: string;
    pid: number;
  }[];
  readonly accounts: readonly { division: string; username: string; password: string; role: string }[];
  readonly clients: readonly { division: string; clientId: string; clientSecret: string; institution: string }[];
  readonly examples: readonly { division: string; name: string; identityNumber: string; cardNumber: string }[];
  readonly control: { readonly url: string; readonly token: string };
}

export interface SampleNetwork {
  readonly file: NetworkFile;
  stop(): Promise<void>;
}

/**
 * Starts the sample network: PostgreSQL, then a process for each platform. Resolves when everything answers and
 * `network.json` is written.
 * @throws StartError
 */
export async function startNetwork(options: NetworkOptions): Promise<SampleNetwork> {
  const folder = await takeDataFolder(options.dataFolder);
  const undo: (() => Promise<void>)[] = [() => folder.release()];
  try {
    await refuseTakenPorts(options.firstPort);
    options.onEvent({ kind: 'step', step: 'database' });
    const database = await startPostgres(folder.path);
    undo.push(() => database.stop());
    await database.createDatabases(sampleDivisions.map(databaseName));
    options.onEvent({ kind: 'step', step: 'platforms' });
    const settings = await writeSettings(folder.path, options, database);
    const processes = new Map<string, PlatformProcess>();
    undo.push(async () => void (await Promise.all([...processes.values()].map((process) => process.stop()))));
    let republish = async () => {};
    const operate = operator(folder.path, options, processes, () => republish());
    await Promise.all(sampleDivisions.map((division) => operate(division, 'start')));
    const control = await openControl(operate);
    undo.push(() => control.close());
    const file = toFile(settings, processes, control.access);
    await publish(folder.path, file);
    undo.push(() => rm(join(folder.path, 'network.json'), { force: true }));
    // whoever stops or starts a platform, on the command line or in the console: the file tells its process
    republish = () => publish(folder.path, toFile(settings, processes, control.access));
    undo.push(async () => {
      republish = async () => {};
    });
    return { file, stop: () => undoAll(undo) };
  } catch (thrown) {
    await undoAll(undo);
    throw thrown;
  }
}

async function undoAll(undo: (() => Promise<void>)[]): Promise<void> {
  for (const step of undo.splice(0).reverse()) await step();
}

const databaseName = (division: string) => `minkang_${division}`;

type Operator = (division: string, action: 'stop' | 'start') => Promise<void>;

/** Stops and starts platforms; a repeat does nothing. */
function operator(
  folder: string,
  options: NetworkOptions,
  processes: Map<string, PlatformProcess>,
  onChanged: () => Promise<void>,
): Operator {
  const operate: Operator = async (division, action) => {
    if (!sampleDivisions.some((known) => known === division))
      throw new StartError(`The sample network has no platform ${division}.`);
    const known = processes.get(division);
    if (action === 'stop') {
      await known?.stop();
      return onChanged();
    }
    if (known?.running) return undefined;
    const started = await startPlatformProcess({
      division,
      settingsFile: settingsFile(folder, division),
      logFile: join(folder, 'logs', `${division}.log`),
      onSeeding: (resources) => options.onEvent({ kind: 'seeding', division, resources }),
      onOperate: operate,
      onLost: (reason) => options.onEvent({ kind: 'lost', division, reason }),
    });
    processes.set(division, started);
    options.onEvent({ kind: 'up', division });
    return onChanged();
  };
  return operate;
}

const settingsFile = (folder: string, division: string) => join(folder, 'platforms', `${division}.json`);

/** Settings of every platform: keys and secrets of an earlier start are kept, addresses are new. */
async function writeSettings(folder: string, options: NetworkOptions, database: EmbeddedPostgres): Promise<Settings[]> {
  await mkdir(join(folder, 'platforms'), { recursive: true, mode: 0o700 });
  await mkdir(join(folder, 'logs'), { recursive: true });
  const kept = await Promise.all(sampleDivisions.map((division) => keepKeys(folder, division)));
  const urlOf = (index: number) => `http://127.0.0.1:${options.firstPort + index}`;
  const platforms = sampleDivisions.map((division, index) => ({
    ...describeSample(division),
    url: urlOf(index),
    publicKey: kept[index]?.key.publicJwk ?? {},
  }));
  const residents = options.residents ?? SAMPLE_RESIDENTS;
  const counties = sampleDivisions
    .filter((division) => describeSample(division).level === 'county')
    .map((division) => ({ division, residents }));
  const all = sampleDivisions.map((division, index) => {
    const { clientSecret, key } = kept[index] ?? {};
    const institution = { zh: `${platforms[index]?.name.zh}人民医院`, en: `${platforms[index]?.name.en} People's Hospital` };
    return settingsSchema.parse({
      division,
      url: urlOf(index),
      port: options.firstPort + index,
      database: database.urlOf(databaseName(division)),
      connections: 12,
      hubKey: key?.privateJwk,
      platforms,
      metrics: 'open',
      exportFolder: join(folder, 'exports', division),
      sample: {
        accounts: sampleAccounts(division),
        clients: [{ clientId: `hospital-${division}`, clientSecret, institution, place: division }],
        residents: describeSample(division).level === 'county' ? residents : 0,
        counties,
        seed: SAMPLE_SEED,
        today: SAMPLE_TODAY,
      },
    });
  });
  await Promise.all(
    all.map((settings) => writeFile(settingsFile(folder, settings.division), JSON.stringify(settings, null, 1), { mode: 0o600 })),
  );
  return all;
}

interface Kept {
  readonly key: SigningKey;
  readonly clientSecret: string;
}

async function keepKeys(folder: string, division: string): Promise<Kept> {
  const file = join(folder, 'platforms', `${division}.keys.json`);
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as Kept;
  const made: Kept = { key: await newSigningKey(`${division}-hub`), clientSecret: randomBytes(24).toString('base64url') };
  await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}

function toFile(
  settings: readonly Settings[],
  processes: ReadonlyMap<string, PlatformProcess>,
  control: NetworkFile['control'],
): NetworkFile {
  const counties = settings.filter(({ sample }) => (sample?.residents ?? 0) > 0);
  return {
    platforms: settings.map(({ division, url }) => {
      const { name, level, upper } = describeSample(division);
      return {
        division,
        name: name.zh,
        level,
        upper: upper ?? null,
        url,
        fhir: `${url}/fhir`,
        pid: pidOf(processes.get(division)),
      };
    }),
    accounts: settings.flatMap(({ division, sample }) =>
      (sample?.accounts ?? []).map(({ username, password, role }) => ({ division, username, password, role })),
    ),
    clients: settings.flatMap(({ division, sample }) =>
      (sample?.clients ?? []).map(({ clientId, clientSecret, institution }) => ({
        division,
        clientId,
        clientSecret,
        institution: institution.zh,
      })),
    ),
    examples: counties.map(({ division, sample }) => {
      const plan = { division, residents: sample?.residents ?? 0, seed: sample?.seed ?? '', today: sample?.today ?? '' };
      const { name, identityNumber, cardNumber } = exampleResident(plan);
      return { division, name, identityNumber, cardNumber };
    }),
    control,
  };
}

/** Written aside and renamed, so that nobody reads half of it. */
async function publish(folder: string, file: NetworkFile): Promise<void> {
  const aside = join(folder, `.network.json.${process.pid}`);
  await writeFile(aside, JSON.stringify(file, null, 2), { mode: 0o600 });
  await rename(aside, join(folder, 'network.json'));
}

async function refuseTakenPorts(first: number): Promise<void> {
  for (const index of sampleDivisions.keys()) {
    const port = first + index;
    const isFree = await new Promise<boolean>((resolve) => {
      const probe = createServer().once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (!isFree)
      throw new StartError(
        `Port ${port} is in use; the network needs ${first} to ${first + sampleDivisions.length - 1}. Choose another first port with MINKANG_PORT.`,
      );
  }
}

/** 0 where the platform is stopped. */
const pidOf = (process: PlatformProcess | undefined): number => (process?.running ? process.pid : 0);
