import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Compared, Layout } from '../../matching/index.ts';
import { StartError } from '../start-error.ts';
import { version } from '../version.ts';
import { readColumns, writeColumns } from './columns-file.ts';
import type { ReadPeople } from './read-people.ts';

/** Bytes at either end of a file that are looked at to know it again. */
const ENDS = 1 << 16;

/**
 * What a linkage has done so far, beside its output: one that was stopped or killed goes on from there. It is of no use once the file to
 * be linked is another, or the program is. It holds what the file holds of people: nobody else may read it, and it goes with the end. Writing goes on while the linkage does; what was not written whole is not there.
 */
export interface LinkState {
  readPeople(): Promise<ReadPeople | undefined>;
  readCompared(): Promise<Compared | undefined>;
  writePeople(read: ReadPeople): void;
  writeCompared(compared: Compared): void;
  /** Lets what is being written come to its end; the next run goes on from it. */
  keep(): Promise<void>;
  /** Forgets it all. */
  remove(): Promise<void>;
}

/**
 * @param folder where it is kept
 * @param file what is linked
 * @param hasModel whether a model is given; what is compared without one is more
 */
export async function openLinkState(folder: string, file: string, hasModel: boolean): Promise<LinkState> {
  const [peopleFile, comparedFile, ofFile] = ['people.columns', 'pairs.columns', 'of.json'].map((name) => join(folder, name));
  const of = JSON.stringify({ version, hasModel, ...(await likeness(file)) });
  const before = await readFile(ofFile ?? '', 'utf8').catch(() => undefined);
  if (before === undefined && (await readdir(folder).catch(() => [])).length > 0)
    throw new StartError(`${folder} is there and holds something else; name another --out.`);
  if (before !== of) {
    await rm(folder, { recursive: true, force: true });
    // people's names are in it
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(ofFile ?? '', of);
  }
  const stopped = new AbortController();
  let writing: Promise<void> = Promise.resolve();
  const write = (to: string, value: unknown) => {
    // a full disk must not stop a linkage that can do without: then it does not go on from here
    writing = writing.then(() => writeColumns(to, value, stopped.signal)).catch(() => {});
  };
  return {
    readPeople: async () => {
      const found = (await readColumns(peopleFile ?? '')) as Written | undefined;
      if (!found) return undefined;
      const { layout, ...read } = found;
      return { ...read, layout: { columns: new Map(layout.columns), ignored: layout.ignored } };
    },
    readCompared: async () => {
      const found = (await readColumns(comparedFile ?? '')) as WrittenCompared | undefined;
      return found && { pieces: found.pieces, random: new Map(found.random), counts: new Map(found.counts) };
    },
    writePeople: ({ layout, ...read }) =>
      write(peopleFile ?? '', { ...read, layout: { columns: [...layout.columns], ignored: layout.ignored } }),
    writeCompared: ({ pieces, random, counts }) =>
      write(comparedFile ?? '', { pieces, random: [...random], counts: [...counts] }),
    keep: () => writing,
    remove: async () => {
      stopped.abort();
      await writing;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Written = Omit<ReadPeople, 'layout'> & {
  readonly layout: { readonly columns: [Parameters<Layout['columns']['get']>[0], number][]; readonly ignored: readonly string[] };
};
interface WrittenCompared extends Pick<Compared, 'pieces'> {
  readonly random: [number, number][];
  readonly counts: [number, number][];
}

/** What tells a file from others: length, time of the last change, and a hash of its beginning and end. */
async function likeness(file: string): Promise<object> {
  await using handle = await open(file, 'r');
  const { size, mtimeMs } = await handle.stat();
  const hash = createHash('sha256');
  for (const at of [0, Math.max(0, size - ENDS)]) {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(ENDS), 0, ENDS, at);
    hash.update(buffer.subarray(0, bytesRead));
  }
  return { size, mtimeMs, hash: hash.digest('hex') };
}
