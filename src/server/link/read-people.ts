import { stat } from 'node:fs/promises';
import { joinParts, type Layout, PeopleBuilder, type ReadRecords, recogniseColumns, type Stretch } from '../../matching/index.ts';
import { StartError } from '../start-error.ts';
import { CsvError, type Row, RowReader, readPieces, readRows } from './csv-rows.ts';
import type { Threads } from './threads.ts';

export interface ReadPeople extends ReadRecords {
  readonly layout: Layout;
}

/** Some of these must be there: an id and where they are from tell nothing about people. */
const TELLING = ['name', 'surname', 'given', 'birthDate', 'number', 'number2', 'phone', 'email'] as const;
const LINE_FEED = 0x0a;
/** Told how much of the file has been read, of how much. */
type OnBytes = (read: number, size: number) => void;

/**
 * Reads a CSV file of people. Columns are known by their headings, whichever order they are in.
 * @param threads who read it, each of them pieces of it; without any it is read here
 * @throws StartError that says what is wrong with the file, and on which line; never what a cell holds
 */
export async function readPeople(file: string, threads: Threads | undefined, onBytes: OnBytes): Promise<ReadPeople> {
  const size = await sizeOf(file);
  const read = threads ? await readByThreads(file, threads, (bytes) => onBytes(bytes, size)) : undefined;
  // what is wrong with a file, and on which line, is found by reading it from the beginning
  return read ?? (await readHere(file, (bytes) => onBytes(bytes, size)));
}

/** Bytes of a file. */
export async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => refuse(`${file} cannot be read.`))).size;
}

/** Undefined if anything is wrong with the file. */
async function readByThreads(file: string, threads: Threads, onBytes: (bytes: number) => void): Promise<ReadPeople | undefined> {
  let layout: Layout | undefined;
  const stretches: Stretch[] = [];
  const counts = new Array<number>(threads.count).fill(0);
  const reading: Promise<void>[] = [];
  let isWrong = false;
  await readPieces(
    file,
    async (bytes, isLast) => {
      if (isWrong) return;
      const isFirst = layout === undefined;
      layout ??= layoutOf(file, bytes);
      isWrong ||= layout === undefined;
      if (!layout) return;
      const place = stretches.length;
      stretches.push({ part: 0, start: 0, count: 0 });
      const { thread, added } = await threads.read({ layout, bytes, isFirst, isLast });
      const note = async () => {
        const count = await added;
        isWrong ||= count === undefined;
        stretches[place] = { part: thread, start: counts[thread] ?? 0, count: count ?? 0 };
        counts[thread] = (counts[thread] ?? 0) + (count ?? 0);
      };
      const noted = note();
      // where reading fails first, nobody waits for the others
      noted.catch(() => {});
      reading.push(noted);
    },
    onBytes,
  ).catch((error: unknown) => {
    if (!(error instanceof CsvError)) throw error;
    isWrong = true;
  });
  await Promise.all(reading);
  if (isWrong || !layout) return undefined;
  const empty = new PeopleBuilder(layout);
  const parts = (await threads.parts()).map((part) => part ?? empty.finish());
  const records = joinParts(parts, stretches, 'birth');
  return records && records.people.size > 0 ? { ...records, layout } : undefined;
}

/** What the headings in the first piece of a file mean; undefined where they are not on its first line. */
function layoutOf(file: string, bytes: Uint8Array): Layout | undefined {
  const rows: Layout[] = [];
  const line = bytes.slice(0, bytes.indexOf(LINE_FEED) + 1);
  new RowReader().read(line, (row) => rows.push(toLayout(file, row)), true);
  return rows[0];
}

async function readHere(file: string, onBytes: (bytes: number) => void): Promise<ReadPeople> {
  let layout: Layout | undefined;
  let builder: PeopleBuilder | undefined;
  await readRows(
    file,
    (row) => {
      if (!builder) {
        layout = toLayout(file, row);
        builder = new PeopleBuilder(layout);
        return;
      }
      const added = builder.add(row.bytes, row.starts, row.ends, row.count);
      if (added === 'without-id') refuse(`${file}, line ${row.line}: the record has no id.`);
      if (added === 'known-id') refuse(`${file}, line ${row.line}: the record's id is that of a record before it.`);
    },
    onBytes,
  ).catch((error: unknown) => {
    if (error instanceof CsvError) refuse(`${file}, ${error.message}.`);
    throw error;
  });
  if (!builder || !layout) return refuse(`${file} is empty: a line of headings is expected.`);
  if (builder.size === 0) return refuse(`${file} has headings and no records.`);
  const records = joinParts([builder.finish()], [{ part: 0, start: 0, count: builder.size }], 'birth');
  if (!records) throw new Error('an id was taken twice');
  return { ...records, layout };
}

function toLayout(file: string, row: Row): Layout {
  const decoder = new TextDecoder();
  const layout = recogniseColumns(
    Array.from({ length: row.count }, (_, cell) => decoder.decode(row.bytes.subarray(row.starts[cell], row.ends[cell]))),
  );
  if (!layout.columns.has('recordId')) refuse(`${file}, line 1: no column of record ids; its heading is record_id.`);
  if (!TELLING.some((role) => layout.columns.has(role)))
    refuse(
      `${file}, line 1: no column tells about people; headings such as name, surname, given_name, birth_date, id_no and phone are known.`,
    );
  return layout;
}

function refuse(sentence: string): never {
  throw new StartError(sentence);
}
