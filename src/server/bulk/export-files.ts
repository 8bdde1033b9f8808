import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ExportFile } from './shapes.ts';

/** Beyond this, lines go on in another file. */
const MOST_BYTES = 1024 * 1024 * 1024;

/** The files of one export: readable for the platform's account alone. */
export interface ExportFiles {
  /** Resolves when the lines are with the system; durable they are after `sync`. */
  write(of: Pick<ExportFile, 'kind' | 'type'>, lines: Buffer, count: number): Promise<void>;
  /** Makes durable what was written. @returns every file, of earlier runs too, with what of it counts */
  sync(): Promise<readonly ExportFile[]>;
  close(): Promise<void>;
}

interface OpenFile {
  readonly file: ExportFile;
  readonly handle: FileHandle;
}

const NEWLINE = Buffer.from('\n');

/**
 * Files of one run. Each run has files of its own, named after it: a run that counts as gone may still write, and then
 * writes where nobody reads.
 */
export async function openExportFiles(
  folder: string,
  id: string,
  attempt: string,
  earlier: readonly ExportFile[],
): Promise<ExportFiles> {
  const own = join(folder, id);
  await mkdir(own, { recursive: true, mode: 0o700 });
  const done = [...earlier];
  let current: OpenFile[] = [];
  const closeAll = async () => {
    for (const { handle } of current) await handle.close();
    done.push(...current.map(({ file }) => file));
    current = [];
  };
  const openFor = async (kind: ExportFile['kind'], type: string): Promise<OpenFile> => {
    const name = `${kind === 'deleted' ? 'deleted-' : ''}${type}-${done.length + current.length}-${attempt.slice(0, 8)}.ndjson`;
    return { file: { name, kind, type, count: 0, bytes: 0 }, handle: await open(join(own, name), 'wx', 0o600) };
  };
  return {
    write: async ({ kind, type }, lines, count) => {
      if (count === 0) return;
      const known = current.find(({ file }) => file.kind === kind && file.type === type && file.bytes < MOST_BYTES);
      if (!known && current.some(({ file }) => file.type !== type || file.bytes >= MOST_BYTES)) {
        for (const { handle } of current) await handle.datasync();
        await closeAll();
      }
      const { file, handle } = known ?? (await openFor(kind, type));
      await handle.writev([lines, NEWLINE]);
      const grown = { handle, file: { ...file, count: file.count + count, bytes: file.bytes + lines.length + 1 } };
      current = [...current.filter((one) => one.handle !== handle), grown];
    },
    sync: async () => {
      for (const { handle } of current) await handle.datasync();
      return [...done, ...current.map(({ file }) => file)];
    },
    close: closeAll,
  };
}

/** What counts of a file. */
export const readExportFile = (folder: string, id: string, { name, bytes }: ExportFile): Readable =>
  createReadStream(join(folder, id, name), { end: bytes - 1, highWaterMark: 256 * 1024 });

/** A repeat does nothing. */
export const removeExportFiles = (folder: string, id: string): Promise<void> =>
  rm(join(folder, id), { recursive: true, force: true });
