import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StartError } from '../start-error.ts';
import { emptyDataFolder, takeDataFolder } from './data-folder.ts';

let parent: string;
let path: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'data-folder-'));
  path = join(parent, 'data');
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const files = async () => (await readdir(path)).sort();

describe('data directory', () => {
  test('is made where it is missing, and given free again', async () => {
    const taken = await takeDataFolder(path);
    const whileTaken = await files();

    await taken.release();

    expect(whileTaken).toEqual(['layout.json', 'lock']);
    expect(await files()).toEqual(['layout.json']);
  });

  test('the lock of a program that was killed is no hindrance', async () => {
    await mkdir(path);
    // the highest number a process can have is below this
    await writeFile(join(path, 'lock'), '4194305');

    const taken = await takeDataFolder(path);

    expect(await readFile(join(path, 'lock'), 'utf8')).toBe(String(process.pid));
    await taken.release();
  });

  test.runIf(process.platform === 'linux')('nor is a lock whose number was given to another program since', async () => {
    await mkdir(path);
    await writeFile(join(path, 'lock'), '1');

    const taken = await takeDataFolder(path);

    expect(await readFile(join(path, 'lock'), 'utf8')).toBe(String(process.pid));
    await taken.release();
  });

  test('of a newer version is refused and stays as it is', async () => {
    await mkdir(path);
    await writeFile(join(path, 'layout.json'), '{"layout":99}');

    const result = takeDataFolder(path);

    await expect(result).rejects.toThrow(/newer version \(layout 99/);
    expect(await files()).toEqual(['layout.json']);
    expect(await readFile(join(path, 'layout.json'), 'utf8')).toBe('{"layout":99}');
  });

  test.each(['', '{', '[]', '{"layout":"one"}'])('whose layout reads %j is refused in a sentence', async (content) => {
    await mkdir(path);
    await writeFile(join(path, 'layout.json'), content);

    const result = takeDataFolder(path);

    await expect(result).rejects.toBeInstanceOf(StartError);
    expect(await files()).toEqual(['layout.json']);
  });

  test('with too little room is refused before anything is begun', async () => {
    const result = takeDataFolder(path, Number.MAX_SAFE_INTEGER);

    await expect(result).rejects.toThrow(/MB left and needs/);
    expect(await files()).toEqual([]);
  });

  test('that is a file is refused in a sentence', async () => {
    await writeFile(path, 'something else');

    const result = takeDataFolder(path);

    await expect(result).rejects.toThrow(/cannot be written to/);
    expect(await readFile(path, 'utf8')).toBe('something else');
  });

  test.runIf(process.platform === 'linux')('that nobody may write to is refused in a sentence', async () => {
    const result = takeDataFolder('/proc/minkang-data');

    await expect(result).rejects.toThrow(/\/proc\/minkang-data cannot be written to/);
  });

  test('emptied, keeps what the program did not make', async () => {
    const taken = await takeDataFolder(path);
    await writeFile(join(path, 'network.json'), '{}');
    await writeFile(join(path, 'notes.txt'), 'mine');
    await taken.release();

    await emptyDataFolder(path);

    expect(await files()).toEqual(['notes.txt']);
  });
});
