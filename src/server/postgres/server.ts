import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { StartError } from '../start-error.ts';
import { type ServerAccount, serverAccount } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { stopLeftover } from './leftover.ts';

export interface EmbeddedPostgres {
  /** Address of one of its databases. */
  urlOf(database: string): string;
  /** Creates the databases that are missing. */
  createDatabases(names: readonly string[]): Promise<void>;
  /** Ends it in good order: every connection is closed, everything is on disk. */
  stop(): Promise<void>;
  /** Resolves if it ends by itself. */
  readonly ended: Promise<void>;
}

/** What the tests set, to run on other servers than the embedded one. */
export interface PostgresOptions {
  readonly programs?: Binaries;
  /** What initdb is told of the locale. */
  readonly locale?: readonly string[];
}

const USER = 'minkang';
const BUILTIN_LOCALE = ['--locale-provider=builtin', '--locale=C.UTF-8'];
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;

/**
 * Starts the embedded PostgreSQL on `<data>/postgres`, made at the first start. As root it runs under an account of its
 * own which may not be able to enter the folders above its data: it gets the data folder as an open file descriptor and
 * reaches it as /proc/self/fd/3, whatever the folders above allow.
 * @throws StartError
 */
export async function startPostgres(
  dataFolder: string,
  { programs, locale = BUILTIN_LOCALE }: PostgresOptions = {},
): Promise<EmbeddedPostgres> {
  const account = serverAccount();
  const binaries = programs ?? (await findBinaries(account));
  const folder = join(dataFolder, 'postgres');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account) chownSync(folder, account.uid, account.gid);
  await refuseNewer(folder, binaries);
  await stopLeftover(folder);
  const { file: passwordFile, password } = await keepPassword(dataFolder, account);
  const program = openProgram(binaries, folder, account);
  if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(program, dataFolder, passwordFile, locale);
  const port = await freePort();
  const server = program.run('postgres', ['-D', program.data, ...settings(port, dataFolder)], join(dataFolder, 'postgres.log'));
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const urlOf = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
  await waitUntilReady(server, urlOf('postgres'), join(dataFolder, 'postgres.log'));
  return {
    urlOf,
    ended,
    createDatabases: (names) => createDatabases(urlOf('postgres'), names),
    stop: () => stop(server, ended),
  };
}

interface Program {
  /** The data folder as PostgreSQL is told. */
  readonly data: string;
  /** A file that is handed to `run`, as PostgreSQL is told. */
  pathOf(file: string): string;
  run(name: string, values: readonly string[], logFile: string, file?: string): ChildProcess;
}

function openProgram({ folder: programs }: Binaries, folder: string, account: ServerAccount | undefined): Program {
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', LD_LIBRARY_PATH: join(programs, 'lib'), TZ: 'UTC' };
  return {
    data: account ? '/proc/self/fd/3' : folder,
    pathOf: (file) => (account ? '/proc/self/fd/4' : file),
    run: (name, values, logFile, file) => {
      const log = openSync(logFile, 'a', 0o600);
      const handed = account ? [folder, ...(file ? [file] : [])].map((path) => openSync(path, 'r')) : [];
      try {
        return spawn(join(programs, 'bin', name), values, {
          ...account,
          env,
          cwd: '/',
          // a session of its own: Ctrl-C reaches the platforms first, PostgreSQL is ended after them
          detached: true,
          stdio: ['ignore', log, log, ...handed],
        });
      } finally {
        for (const descriptor of [log, ...handed]) closeSync(descriptor);
      }
    },
  };
}

async function initialise(program: Program, dataFolder: string, passwordFile: string, locale: readonly string[]): Promise<void> {
  const logFile = join(dataFolder, 'postgres.log');
  const values = [
    '-D',
    program.data,
    '-U',
    USER,
    '-E',
    'UTF8',
    ...locale,
    '-A',
    'scram-sha-256',
    `--pwfile=${program.pathOf(passwordFile)}`,
    '--no-instructions',
  ];
  const child = program.run('initdb', values, logFile, passwordFile);
  const code = await new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  if (code !== 0)
    throw new StartError(`PostgreSQL could not be set up in ${dataFolder}; the reason is at the end of ${logFile}.`);
}

function settings(port: number, dataFolder: string): string[] {
  const values = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    random_page_cost: 1.1,
    jit: 'off',
    timezone: 'UTC',
    log_min_messages: 'warning',
    // statements and their values stay out of the log: they carry residents' data
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: 0,
    // names the server in the list of processes by its data, which its other arguments may not show
    'minkang.data': dataFolder,
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function waitUntilReady(server: ChildProcess, url: string, logFile: string): Promise<void> {
  let exited = false;
  server.once('exit', () => {
    exited = true;
  });
  const until = Date.now() + START_TIMEOUT_MS;
  while (!exited && Date.now() < until) {
    const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} });
    try {
      await sql`select 1`;
      return;
    } catch {
      await sleep(40);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
  if (!exited) server.kill('SIGQUIT');
  throw new StartError(`PostgreSQL did not start; the reason is at the end of ${logFile}.`);
}

async function stop(server: ChildProcess, ended: Promise<void>): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.kill('SIGINT');
  const late = sleep(STOP_TIMEOUT_MS, 'late', { ref: false });
  if ((await Promise.race([ended, late])) === 'late') server.kill('SIGQUIT');
  await ended;
}

async function createDatabases(url: string, names: readonly string[]): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const there = await sql<{ datname: string }[]>`select datname from pg_database`;
    const missing = names.filter((name) => !there.some(({ datname }) => datname === name));
    for (const name of missing) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end();
  }
}

async function refuseNewer(folder: string, { major }: Binaries): Promise<void> {
  const file = join(folder, 'PG_VERSION');
  const found = existsSync(file) ? Number.parseInt(await readFile(file, 'utf8'), 10) : major;
  if (found !== major)
    throw new StartError(
      `The data directory was made by PostgreSQL ${found}, this program brings PostgreSQL ${major}; nothing was changed.`,
    );
}

async function keepPassword(dataFolder: string, account: ServerAccount | undefined): Promise<{ file: string; password: string }> {
  const file = join(dataFolder, 'postgres.password');
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (account) chownSync(file, account.uid, account.gid);
  return { file, password: (await readFile(file, 'utf8')).trim() };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
