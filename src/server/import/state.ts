import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How far each file came at one platform: `done`, or the number of lines accepted. */
export interface ImportState {
  get(digest: string): 'done' | number;
  set(digest: string, value: 'done' | number): Promise<void>;
}

/** Kept in the data directory, one file a platform; written aside and renamed. */
export async function openState(folder: string, url: string): Promise<ImportState> {
  const directory = join(folder, 'imports');
  const file = join(directory, `${encodeURIComponent(url)}.json`);
  await mkdir(directory, { recursive: true });
  const known = new Map<string, 'done' | number>(Object.entries(await readState(file)));
  let last: Promise<void> = Promise.resolve();
  const save = async () => {
    const aside = `${file}.${process.pid}`;
    await writeFile(aside, JSON.stringify(Object.fromEntries(known)), { mode: 0o600 });
    await rename(aside, file);
  };
  return {
    get: (digest) => known.get(digest) ?? 0,
    set: (digest, value) => {
      known.set(digest, value);
      last = last.then(save);
      return last;
    },
  };
}

async function readState(file: string): Promise<Record<string, 'done' | number>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, 'done' | number>;
  } catch {
    return {};
  }
}
