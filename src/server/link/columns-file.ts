import { type FileHandle, open, rename } from 'node:fs/promises';

type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array;
const KINDS = { Uint8Array, Uint16Array, Uint32Array, Int32Array } as const;
type Kind = keyof typeof KINDS;
/** Where a column is in the file: its kind, first byte after the head, number of entries. */
interface Place {
  readonly column: Kind;
  readonly at: number;
  readonly length: number;
}

const MAGIC = 'minkang-columns-1';
/** Most bytes that are written or read at a time; less than what a system call takes. */
const PIECE = 1 << 26;

/**
 * Writes a value as JSON has it, in which there may be typed arrays, however large. The file is there whole or not at all.
 * @param signal stops it; then there is no file
 */
export async function writeColumns(file: string, value: unknown, signal: AbortSignal): Promise<void> {
  const columns: Column[] = [];
  let at = 0;
  const head = JSON.stringify(value, (_, part: unknown) => {
    if (!isColumn(part)) return part;
    const place: Place = { column: part.constructor.name as Kind, at, length: part.length };
    columns.push(part);
    at += padded(part.byteLength);
    return place;
  });
  const partial = `${file}.partial`;
  await using handle = await open(partial, 'w', 0o600);
  const first = Buffer.from(`${MAGIC} ${Buffer.byteLength(head)} ${at}\n${head}`);
  await handle.write(first, 0, first.length, 0);
  let position = first.length;
  for (const column of columns) {
    const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
    for (let from = 0; from < bytes.length; from += PIECE) {
      signal.throwIfAborted();
      await handle.write(bytes, from, Math.min(PIECE, bytes.length - from), position + from);
    }
    position += padded(bytes.length);
  }
  await handle.truncate(position);
  await handle.sync();
  await rename(partial, file);
}

/** Reads what was written; typed arrays may be shared between threads. Undefined where there is no such file, or not a whole one. */
export async function readColumns(file: string): Promise<unknown> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return undefined;
  await using opened = handle;
  const { bytesRead, buffer } = await opened.read(Buffer.alloc(64), 0, 64, 0);
  const line = buffer.subarray(0, bytesRead).toString('latin1').split('\n')[0] ?? '';
  const [magic, headLength, bodyLength] = line.split(' ');
  const start = line.length + 1 + Number(headLength);
  const { size } = await opened.stat();
  if (magic !== MAGIC || size !== start + Number(bodyLength)) return undefined;
  const head = Buffer.alloc(Number(headLength));
  await opened.read(head, 0, head.length, line.length + 1);
  const columns: [Uint8Array, number][] = [];
  const value: unknown = JSON.parse(head.toString('utf8'), (_, part: unknown) => {
    if (!isPlace(part)) return part;
    const room = new SharedArrayBuffer(part.length * KINDS[part.column].BYTES_PER_ELEMENT);
    columns.push([new Uint8Array(room), part.at]);
    return columnOver(room, part.column);
  });
  for (const [bytes, at] of columns) await fill(opened, bytes, start + at);
  return value;
}

function columnOver(room: SharedArrayBuffer, kind: Kind): Column {
  if (kind === 'Uint8Array') return new Uint8Array(room);
  if (kind === 'Uint16Array') return new Uint16Array(room);
  return kind === 'Uint32Array' ? new Uint32Array(room) : new Int32Array(room);
}

async function fill(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let from = 0; from < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, from, Math.min(PIECE, bytes.length - from), position + from);
    if (bytesRead === 0) throw new Error('the file ends too early');
    from += bytesRead;
  }
}

const padded = (bytes: number) => Math.ceil(bytes / 8) * 8;
const isColumn = (value: unknown): value is Column => ArrayBuffer.isView(value) && value.constructor.name in KINDS;
const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' && value !== null && 'column' in value && 'at' in value && 'length' in value;
