import { createWriteStream } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import type { ReadRecords } from '../../matching/index.ts';
import { StartError } from '../start-error.ts';

const HEADING = Buffer.from('record_id,cluster_id\n');
const [QUOTE, COMMA, LINE_FEED, CARRIAGE_RETURN] = [0x22, 0x2c, 0x0a, 0x0d];
type Ids = ReadRecords['ids'];

/**
 * Writes `record_id,cluster_id`, a line a record in the order of the file. The file is there whole or not at all. A cluster is named by
 * the least of its records' ids, so that its name does not depend on the order of the file.
 * @param roots the cluster of each person
 * @param signal stops it
 */
export async function writeClusters(
  file: string,
  { ids, places }: ReadRecords,
  roots: Uint32Array,
  signal?: AbortSignal,
): Promise<void> {
  const least = leastIds(ids, places, roots);
  const isPlain = !ids.bytes.some(isSpecial);
  let buffer = Buffer.alloc(1 << 20);
  let used = HEADING.copy(buffer);
  const put = (record: number, end: number) => {
    const [start, stop] = [ids.ends[record] ?? 0, ids.ends[record + 1] ?? 0];
    if (isPlain) for (let at = start; at < stop; at++) buffer[used++] = ids.bytes[at] ?? 0;
    else used += quoted(ids.bytes.slice(start, stop)).copy(buffer, used);
    buffer[used++] = end;
  };
  const lengthOf = (record: number) => 2 * ((ids.ends[record + 1] ?? 0) - (ids.ends[record] ?? 0)) + 3;
  await writeWhole(file, async (write) => {
    for (let record = 0; record < places.length; record++) {
      const cluster = least[roots[places[record] ?? 0] ?? 0] ?? 0;
      const needed = lengthOf(record) + lengthOf(cluster);
      if (used + needed > buffer.length) {
        signal?.throwIfAborted();
        await write(buffer.subarray(0, used));
        buffer = Buffer.alloc(Math.max(1 << 20, needed));
        used = 0;
      }
      put(record, COMMA);
      put(cluster, LINE_FEED);
    }
    await write(buffer.subarray(0, used));
  });
}

/** By cluster, the record whose id is the least. */
function leastIds(ids: Ids, places: Uint32Array, roots: Uint32Array): Uint32Array {
  const least = new Uint32Array(roots.length);
  const isKnown = new Uint8Array(roots.length);
  for (let record = 0; record < places.length; record++) {
    const root = roots[places[record] ?? 0] ?? 0;
    if (isKnown[root] === 1 && !isLess(ids, record, least[root] ?? 0)) continue;
    least[root] = record;
    isKnown[root] = 1;
  }
  return least;
}

/** By bytes, as text in UTF-8 is ordered. */
function isLess({ bytes, ends }: Ids, one: number, other: number): boolean {
  const [endOne = 0, endOther = 0] = [ends[one + 1], ends[other + 1]];
  for (let at = ends[one] ?? 0, to = ends[other] ?? 0; at < endOne; at++, to++) {
    if (to === endOther) return false;
    const [byte = 0, otherByte = 0] = [bytes[at], bytes[to]];
    if (byte !== otherByte) return byte < otherByte;
  }
  return endOne - (ends[one] ?? 0) < endOther - (ends[other] ?? 0);
}

const isSpecial = (byte: number) => byte === QUOTE || byte === COMMA || byte === LINE_FEED || byte === CARRIAGE_RETURN;

const quoted = (bytes: Uint8Array): Buffer =>
  bytes.some(isSpecial) ? Buffer.from(`"${Buffer.from(bytes).toString('utf8').replaceAll('"', '""')}"`) : Buffer.from(bytes);

/** Writes a file beside its place and moves it there when it is whole; whatever fails, no half of it is left. */
async function writeWhole(file: string, fill: (write: (bytes: Buffer) => Promise<void>) => Promise<void>): Promise<void> {
  const partial = `${file}.partial`;
  const stream = createWriteStream(partial);
  const failed = new Promise<never>((_, reject) => stream.once('error', reject));
  failed.catch(() => {});
  try {
    await fill(async (bytes) => {
      if (!stream.write(bytes))
        await Promise.race([new Promise<void>((resolve) => stream.once('drain', () => resolve())), failed]);
    });
    await Promise.race([new Promise<void>((resolve) => stream.end(() => resolve())), failed]);
    await rename(partial, file);
  } catch (error) {
    stream.destroy();
    await rm(partial, { force: true }).catch(() => {});
    throw new StartError(`${file} cannot be written.`, { cause: error });
  }
}

/** Writes a value as JSON in the same way. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  const partial = `${file}.partial`;
  try {
    await writeFile(partial, `${JSON.stringify(value, null, 1)}\n`);
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => {});
    throw new StartError(`${file} cannot be written.`, { cause: error });
  }
}
