import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRunFolder } from './support/run-folder.ts';

const program = (parent: string) => `
  const { makeRunFolder } = await import(${JSON.stringify(new URL('support/run-folder.ts', import.meta.url).href)});
  const { startPostgres } = await import(${JSON.stringify(new URL('../src/server/postgres/index.ts', import.meta.url).href)});
  const folder = await makeRunFolder('killed', ${JSON.stringify(parent)});
  await startPostgres(folder);
  console.log(folder);
  setInterval(() => {}, 1000);`;

test('what a run left behind that was killed outright is ended and removed by the next one, and nothing else', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'run-folder-'));
  try {
    const running = await makeRunFolder('killed', parent);
    await mkdir(join(parent, 'killed-nobody'));
    await mkdir(join(parent, 'other-kind'));
    await writeFile(join(parent, 'other-kind', 'owner.pid'), '4194305');
    const child = spawn(process.execPath, ['--input-type=module', '-e', program(parent)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(child.stdout, 'data');
    const killed = String(line).trim();
    const server = Number.parseInt(await readFile(join(killed, 'postgres', 'postmaster.pid'), 'utf8'), 10);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const next = await makeRunFolder('killed', parent);

    expect((await readdir(parent)).map((name) => join(parent, name)).toSorted()).toEqual(
      [running, next, join(parent, 'killed-nobody'), join(parent, 'other-kind')].toSorted(),
    );
    expect(existsSync(`/proc/${server}`)).toBe(false);
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
});
