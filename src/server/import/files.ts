import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';
import { StartError } from '../start-error.ts';

export interface ImportFile {
  readonly path: string;
  readonly kind: 'bundle' | 'ndjson';
  readonly bytes: number;
}

const BUNDLE = /\.json(\.gz)?$/;
const LINES = /\.ndjson(\.gz)?$/;
// residents before what refers to them, so that a list shows whole persons early on
const FIRST = /(^|\/)(Organization|Location|Practitioner|Patient)[^/]*$/;

/** Files to import under the paths given, in a stable order. @throws StartError where a path is missing */
export async function findFiles(paths: readonly string[]): Promise<ImportFile[]> {
  const found = await Promise.all(paths.map(filesBelow));
  const files = found.flat();
  if (files.length === 0) throw new StartError('There is no .json or .ndjson file (or .gz of one) under the paths given.');
  return files.sort((a, b) => Number(FIRST.test(b.path)) - Number(FIRST.test(a.path)) || (a.path < b.path ? -1 : 1));
}

async function filesBelow(path: string): Promise<ImportFile[]> {
  const found = await stat(path).catch(() => {
    throw new StartError(`${path} does not exist.`);
  });
  if (found.isDirectory()) return (await Promise.all((await readdir(path)).map((name) => filesBelow(join(path, name))))).flat();
  if (LINES.test(path)) return [{ path, kind: 'ndjson', bytes: found.size }];
  return BUNDLE.test(path) ? [{ path, kind: 'bundle', bytes: found.size }] : [];
}

/** Some programs write a byte order mark, which JSON does not know. */
const MARK = /^\uFEFF/;

export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').replace(MARK, '');
}

/** Lines that are not empty, with their number from 1; a large file is never whole in memory. */
export async function* readLines(path: string): AsyncGenerator<{ number: number; text: string }> {
  let number = 0;
  for await (const line of splitLines(chunksOf(path))) {
    number += 1;
    const text = number === 1 ? line.replace(MARK, '') : line;
    if (text.trim() !== '') yield { number, text };
  }
}

/** Read as a stream of chunks rather than by `node:readline`, which loses the failure of a damaged .gz. */
function chunksOf(path: string): AsyncIterable<Uint8Array> {
  const raw = createReadStream(path);
  // a failure of either ends both, and reaches whoever reads
  return path.endsWith('.gz') ? pipeline(raw, createGunzip(), () => {}) : raw;
}

async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  yield rest + decoder.decode();
}

/** SHA-256 of a file's bytes: the same content is the same file, whatever its name. */
export async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
