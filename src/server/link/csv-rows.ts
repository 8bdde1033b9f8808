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
 * Reads a CSV file (RFC 4180; UTF-8; also gzipped, if the name ends with .gz) a row at a time, without making strings: the row given to
 * `use` is the same object every time. Blanks around cells are dropped; rows without any cell are passed over.
 * @param onBytes told how many bytes of the file have been read
 */
export async function readRows(
  file: string,
  use: (row: Row) => void,
  onBytes: (bytes: number) => void = () => {},
): Promise<void> {
  const source = createReadStream(file, { highWaterMark: 1 << 22 });
  const stream = file.endsWith('.gz') ? source.pipe(createGunzip({ chunkSize: 1 << 20 })) : source;
  source.once('error', (error) => stream.destroy(error));
  const reader = new RowReader();
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    rest = Uint8Array.from(bytes.subarray(reader.readWhole(bytes, use, false)));
    onBytes(source.bytesRead);
  }
  if (rest.length > 0) reader.readWhole(rest, use, true);
}

class RowReader {
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

  /** Reads the rows that end in `bytes`, the last one also without an end if it is the last of the file; says where it stopped. */
  readWhole(bytes: Uint8Array, use: (row: Row) => void, isLast: boolean): number {
    const row = this.#row;
    row.bytes = bytes;
    let at = 0;
    while (at < bytes.length) {
      const next = this.#readRow(bytes, at, isLast);
      if (next < 0) return at;
      for (const cell of this.#doubled) row.ends[cell] = makeSingle(bytes, row.starts[cell] ?? 0, row.ends[cell] ?? 0);
      if (row.count > 1 || (row.ends[0] ?? 0) > (row.starts[0] ?? 0)) use(row);
      row.line += this.#lines;
      at = next;
    }
    return at;
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
