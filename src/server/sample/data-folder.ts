import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StartError } from '../start-error.ts';

/** Layout of the data directory; a program refuses one with a higher number. */
const LAYOUT = 1;
const NEEDED_BYTES = 300 * 1024 * 1024;
const OURS = [
  'postgres',
  'postgres.log',
  'postgres.password',
  'platforms',
  'logs',
  'imports',
  'exports',
  'network.json',
  'layout.json',
];

export interface DataFolder {
  readonly path: string;
  /** Gives the directory free for another start. */
  release(): Promise<void>;
}

/**
 * Takes the data directory for this process alone, made if missing.
 * @param neededBytes free space without which nothing is begun
 * @throws StartError where it is in use, not writable, full, or of a newer version
 */
export async function takeDataFolder(path: string, neededBytes = NEEDED_BYTES): Promise<DataFolder> {
  await makeWritable(path);
  await refuseFull(path, neededBytes);
  await lock(path);
  try {
    await checkLayout(path);
  } catch (thrown) {
    await rm(join(path, 'lock'), { force: true });
    throw thrown;
  }
  return { path, release: () => rm(join(path, 'lock'), { force: true }) };
}

/** Removes everything that a start made there; other files stay. */
export async function emptyDataFolder(path: string): Promise<void> {
  await refuseRunning(path);
  for (const name of OURS) await rm(join(path, name), { recursive: true, force: true });
}

async function makeWritable(path: string): Promise<void> {
  const probe = join(path, `.probe-${process.pid}`);
  try {
    // in two steps: with `recursive`, Node tries for ever where the system says that nothing can be made (as in /proc)
    await mkdir(dirname(path), { recursive: true });
    await mkdir(path).catch(ignoreExisting);
    await writeFile(probe, 'x'.repeat(4096));
    await rm(probe);
  } catch (thrown) {
    await rm(probe, { force: true }).catch(() => {});
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new StartError(`The disk of the data directory ${path} is full; nothing was changed.`);
    throw new StartError(`The data directory ${path} cannot be written to (${code ?? 'unknown reason'}); nothing was changed.`);
  }
}

function ignoreExisting(thrown: unknown): void {
  if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
}

async function refuseFull(path: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(path);
  const free = bavail * bsize;
  if (free < neededBytes)
    throw new StartError(
      `The data directory ${path} has ${Math.floor(free / 1024 / 1024)} MB left and needs ${Math.ceil(neededBytes / 1024 / 1024)} MB; nothing was changed.`,
    );
}

async function lock(path: string): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const file = await open(join(path, 'lock'), 'wx', 0o600);
      await file.writeFile(String(process.pid));
      await file.close();
      return;
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
      await refuseRunning(path);
      await rm(join(path, 'lock'), { force: true });
    }
  }
  throw new StartError(`The data directory ${path} is being taken by another start.`);
}

async function refuseRunning(path: string): Promise<void> {
  const file = join(path, 'lock');
  const pid = existsSync(file) ? Number.parseInt(await readFile(file, 'utf8'), 10) : 0;
  if (pid > 0 && pid !== process.pid && isNode(pid))
    throw new StartError(`The data directory ${path} is in use by process ${pid}; stop that one first.`);
}

/** A lock outlives a kill, and its number may have been given to something else since. */
function isNode(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    // somebody else's process: after a restart of the machine the number may be any service's
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM')) return false;
  }
  if (!existsSync('/proc/self/cmdline')) return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('minkang');
  } catch {
    return false;
  }
}

async function checkLayout(path: string): Promise<void> {
  const file = join(path, 'layout.json');
  if (!existsSync(file)) {
    await writeFile(file, JSON.stringify({ layout: LAYOUT }));
    return;
  }
  const layout = await readLayout(file);
  if (layout === undefined) throw new StartError(`${file} cannot be read; nothing was changed.`);
  if (layout > LAYOUT)
    throw new StartError(
      `The data directory ${path} was made by a newer version (layout ${layout}, this program knows ${LAYOUT}); nothing was changed.`,
    );
}

async function readLayout(file: string): Promise<number | undefined> {
  try {
    const { layout } = JSON.parse(await readFile(file, 'utf8')) as { layout?: unknown };
    return typeof layout === 'number' ? layout : undefined;
  } catch {
    return undefined;
  }
}
