import { stat } from 'node:fs/promises';
import { type Layout, type People, PeopleBuilder, recogniseColumns } from '../../matching/index.ts';
import { StartError } from '../start-error.ts';
import { CsvError, readRows } from './csv-rows.ts';

export interface ReadPeople {
  readonly people: People;
  readonly layout: Layout;
  /** The id of a record as it stands in the file. */
  id(record: number): Uint8Array;
}

/** Some of these must be there: an id and where they are from tell nothing about people. */
const TELLING = ['name', 'surname', 'given', 'birthDate', 'number', 'number2', 'phone', 'email'] as const;

/**
 * Reads a CSV file of people. Columns are known by their headings, whichever order they are in.
 * @param onBytes told how much of the file has been read, of how much
 * @throws StartError that says what is wrong with the file, and on which line; never what a cell holds
 */
export async function readPeople(file: string, onBytes: (read: number, size: number) => void): Promise<ReadPeople> {
  const size = (await stat(file).catch(() => refuse(`${file} cannot be read.`))).size;
  let layout: Layout | undefined;
  let builder: PeopleBuilder | undefined;
  const decoder = new TextDecoder();
  await readRows(
    file,
    (row) => {
      if (!builder || !layout) {
        layout = recogniseColumns(
          Array.from({ length: row.count }, (_, cell) => decoder.decode(row.bytes.subarray(row.starts[cell], row.ends[cell]))),
        );
        checkLayout(file, layout);
        builder = new PeopleBuilder(layout);
        return;
      }
      const added = builder.add(row.bytes, row.starts, row.ends, row.count);
      if (added === 'without-id') refuse(`${file}, line ${row.line}: the record has no id.`);
      if (added === 'known-id') refuse(`${file}, line ${row.line}: the record's id is that of a record before it.`);
    },
    (read) => onBytes(read, size),
  ).catch((error: unknown) => {
    if (error instanceof CsvError) refuse(`${file}, ${error.message}.`);
    throw error;
  });
  if (!builder || !layout) return refuse(`${file} is empty: a line of headings is expected.`);
  if (builder.size === 0) return refuse(`${file} has headings and no records.`);
  const made = builder;
  return { people: made.finish(), layout, id: (record) => made.idOf(record) };
}

function checkLayout(file: string, { columns }: Layout): void {
  if (!columns.has('recordId')) refuse(`${file}, line 1: no column of record ids; its heading is record_id.`);
  if (!TELLING.some((role) => columns.has(role)))
    refuse(
      `${file}, line 1: no column tells about people; headings such as name, surname, given_name, birth_date, id_no and phone are known.`,
    );
}

function refuse(sentence: string): never {
  throw new StartError(sentence);
}
