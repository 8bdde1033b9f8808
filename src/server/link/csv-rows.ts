import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

/** Most cells that a row may have. */
const MOST_CELLS = 256;
const [QUOTE, COMMA, LINE_FEED, CARRIAGE_RETURN, BLANK] = [0x22, 0x2c, 0x0a, 0x0d, 0x20];

/** A row of a CSV file where it was read: cell c is `bytes` from `starts[c]` to before `ends[c]`. Good until the next row. */
export interface Row {
  bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  count: number;
  /** Line of the file on which the row begins, from 1 on. */
  line: number;
}

/** Why a file of rows cannot be read, and on which line. */
export class CsvError extends Error {}

/**
 * Reads a CSV file (RFC 4180; UTF-8, UTF-16 or GB 18030; also gzipped, if the name ends with .gz) a row at a time, without making strings: the row given to
 * `use` is the same object every time. Blanks around cells are dropped; rows without any cell are passed over.
 * @param onBytes told how many bytes of the file have been read
 */
export async function readRows(
  file: string,
  use: (row: Row) => void,
  onBytes: (bytes: number) => void = () => {},
): Promise<void> {
  const reader = new RowReader();
  await readPieces(
    file,
    (piece, isLast) => {
      reader.read(piece, use, isLast);
    },
    onBytes,
  );
}

/**
 * Reads a file in pieces of whole rows, some megabytes each. A piece is not used again; the last one need not end with a line feed.
 * @param use may be waited for
 */
export async function readPieces(
  file: string,
  use: (piece: Uint8Array, isLast: boolean) => void | Promise<void>,
  onBytes: (bytes: number) => void = () => {},
): Promise<void> {
  const source = createReadStream(file, { highWaterMark: 1 << 22 });
  const stream = file.endsWith('.gz') ? source.pipe(createGunzip({ chunkSize: 1 << 20 })) : source;
  source.once('error', (error) => stream.destroy(error));
  const ends = new RowEnds();
  let decode: ((chunk: Buffer) => Buffer) | undefined;
  let rest: Uint8Array[] = [];
  for await (const raw of stream as AsyncIterable<Buffer>) {
    decode ??= decoderOf(raw);
    const chunk = decode(raw);
    const end = ends.lastIn(chunk);
    onBytes(source.bytesRead);
    if (end === 0) {
      rest.push(chunk);
      continue;
    }
    await use(joined([...rest, chunk.subarray(0, end)]), false);
    rest = end < chunk.length ? [chunk.subarray(end)] : [];
  }
  const last = joined(rest);
  if (last.length > 0) await use(last, true);
}

/** Spreadsheets write UTF-16 with a mark at the beginning, or the national encoding GB 18030 without any; all else is UTF-8. */
function decoderOf(first: Buffer): (chunk: Buffer) => Buffer {
  const mark = first.subarray(0, 2).toString('latin1');
  const encoding =
    mark === '\xff\xfe' ? 'utf-16le' : mark === '\xfe\xff' ? 'utf-16be' : isUtf8(cutAtRow(first)) ? 'utf-8' : 'gb18030';
  if (encoding === 'utf-8') return (chunk) => chunk;
  const decoder = new TextDecoder(encoding);
  return (chunk) => Buffer.from(decoder.decode(chunk, { stream: true }));
}

/** A chunk without its last row, in which a character may be cut. */
function cutAtRow(chunk: Buffer): Buffer {
  const end = chunk.lastIndexOf(LINE_FEED);
  return end < 0 ? chunk : chunk.subarray(0, end);
}

/** The pieces one after another, in memory that belongs to nobody else. */
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

const [AT_START, PLAIN, QUOTED, AFTER_QUOTE] = [0, 1, 2, 3];

/** Finds where rows end in a file that comes in chunks; it knows of quotes what `RowReader` knows, and no more. */
class RowEnds {
  #state = AT_START;

  /** Where the last row that ends in a chunk ends, 0 if none does. */
  lastIn(chunk: Buffer): number {
    let state = this.#state;
    if (state < QUOTED && chunk.indexOf(QUOTE) < 0) {
      const end = chunk.lastIndexOf(LINE_FEED) + 1;
      const tail = chunk.subarray(end);
      const cell = tail.subarray(tail.lastIndexOf(COMMA) + 1);
      const isWithin = end === 0 && cell.length === tail.length && state === PLAIN;
      this.#state = isWithin || cell.some((byte) => byte !== BLANK) ? PLAIN : AT_START;
      return end;
    }
    let end = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (state === QUOTED) {
        if (byte === QUOTE) state = AFTER_QUOTE;
      } else if (byte === COMMA) state = AT_START;
      else if (byte === LINE_FEED) {
        state = AT_START;
        end = at + 1;
      } else if (byte === QUOTE) state = state === PLAIN ? PLAIN : QUOTED;
      else if (state !== AT_START || byte !== BLANK) state = PLAIN;
    }
    this.#state = state;
    return end;
  }
}

/** Reads the rows of pieces, as `readPieces` gives them. */
export class RowReader {
  readonly #row: Row = {
    bytes: new Uint8Array(),
    starts: new Uint32Array(MOST_CELLS),
    ends: new Uint32Array(MOST_CELLS),
    count: 0,
    line: 1,
  };
  /** Cells of the row with doubled quotes, made single once the whole row is there. */
  readonly #doubled: number[] = [];
  #lines = 0;

  /** @param isLast whether the file ends with the piece: then its last row need not end with a line feed */
  read(bytes: Uint8Array, use: (row: Row) => void, isLast: boolean): void {
    const row = this.#row;
    row.bytes = bytes;
    const isText = isUtf8(bytes);
    for (let at = 0; at < bytes.length; ) {
      const next = this.#readRow(bytes, at, isLast);
      if (next < 0) throw new Error('a piece is not of whole rows');
      if (!isText && !isUtf8(bytes.subarray(at, next)))
        throw new CsvError(`line ${row.line}: not in UTF-8, as what is before it is`);
      for (const cell of this.#doubled) row.ends[cell] = makeSingle(bytes, row.starts[cell] ?? 0, row.ends[cell] ?? 0);
      if (row.count > 1 || (row.ends[0] ?? 0) > (row.starts[0] ?? 0)) use(row);
      row.line += this.#lines;
      at = next;
    }
  }

  /** Finds the cells of the row at `from`; gives where the next one begins, or -1 if this one does not end here. */
  #readRow(bytes: Uint8Array, from: number, isLast: boolean): number {
    const row = this.#row;
    row.count = 0;
    this.#doubled.length = 0;
    this.#lines = 1;
    for (let at = from; ; ) {
      while (bytes[at] === BLANK) at++;
      let start = at;
      let end = -1;
      if (bytes[at] === QUOTE) {
        start = at + 1;
        end = this.#closingQuote(bytes, start);
        if (end < 0 && isLast) throw new CsvError(`line ${row.line}: a quote is opened and not closed`);
        if (end < 0) return -1;
        at = end + 1;
      }
      while (at < bytes.length && bytes[at] !== COMMA && bytes[at] !== LINE_FEED) at++;
      if (at >= bytes.length && !isLast) return -1;
      if (end < 0) end = at;
      while (end > start && (bytes[end - 1] === CARRIAGE_RETURN || bytes[end - 1] === BLANK)) end--;
      if (row.count === MOST_CELLS) throw new CsvError(`line ${row.line}: more than ${MOST_CELLS} cells`);
      row.starts[row.count] = start;
      row.ends[row.count++] = end;
      if (at >= bytes.length || bytes[at] === LINE_FEED) return at + 1;
      at++;
    }
  }

  /** Where the quote is that closes the cell at `start`, -1 if it is not here. */
  #closingQuote(bytes: Uint8Array, start: number): number {
    let doubled = false;
    for (let at = start; at < bytes.length; at++) {
      if (bytes[at] === LINE_FEED) this.#lines++;
      if (bytes[at] !== QUOTE) continue;
      if (bytes[at + 1] !== QUOTE) {
        if (doubled) this.#doubled.push(this.#row.count);
        return at;
      }
      doubled = true;
      at++;
    }
    return -1;
  }
}

/** Makes doubled quotes single where they stand; gives the new end. */
function makeSingle(bytes: Uint8Array, start: number, end: number): number {
  let write = start;
  for (let at = start; at < end; at++) {
    bytes[write++] = bytes[at] ?? 0;
    if (bytes[at] === QUOTE) at++;
  }
  return write;
}
