import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopLeftover } from '../../src/server/postgres/index.ts';

const OWNER = 'owner.pid';

/**
 * A temporary folder of this process, with a PostgreSQL in it. What runs of the same kind left behind that were killed
 * outright is ended and removed first: known by the folder, and by the process that made it being gone.
 * @param kind beginning of the folder's name
 */
export async function makeRunFolder(kind: string, parent = tmpdir()): Promise<string> {
  for (const name of await readdir(parent)) if (name.startsWith(`${kind}-`)) await clearAbandoned(join(parent, name));
  const folder = await mkdtemp(join(parent, `${kind}-`));
  await writeFile(join(folder, OWNER), String(process.pid));
  return folder;
}

async function clearAbandoned(folder: string): Promise<void> {
  const owner = Number(await readFile(join(folder, OWNER), 'utf8').catch(() => ''));
  // a folder that names nobody may just be in the making
  if (!Number.isInteger(owner) || owner <= 0 || isRunning(owner)) return;
  await stopLeftover(join(folder, 'postgres'));
  await rm(folder, { recursive: true, force: true });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}
