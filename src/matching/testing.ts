import { PeopleBuilder } from './builder.ts';
import { recogniseColumns } from './columns.ts';
import { Comparer } from './compare.ts';
import { F, FIELDS, levelOf } from './fields.ts';
import { joinParts } from './join-parts.ts';
import { type Linkage, linkPeople } from './link.ts';
import type { Model } from './model.ts';
import type { People } from './people.ts';
import { Performer, type Result, type Task } from './tasks.ts';

/** A record as a test writes it: what it does not say is unknown. */
export type Written = Readonly<Record<string, string>>;

/** Records in columns. Each is given an id in order, unless it has one. */
export function peopleOf(records: readonly Written[]): People {
  const headings = [...new Set(['record_id', ...records.flatMap((record) => Object.keys(record))])];
  const builder = new PeopleBuilder(recogniseColumns(headings));
  for (const [index, record] of records.entries()) {
    const cells = headings.map((heading) =>
      Buffer.from(heading === 'record_id' ? (record[heading] ?? `r${index}`) : (record[heading] ?? '')),
    );
    const ends = Uint32Array.from(cells, (_, cell) => cells.slice(0, cell + 1).reduce((sum, bytes) => sum + bytes.length, 0));
    const starts = Uint32Array.from(ends, (end, cell) => end - (cells[cell]?.length ?? 0));
    builder.add(Buffer.concat(cells), starts, ends, cells.length);
  }
  const read = joinParts([builder.finish()], [{ part: 0, start: 0, count: records.length }], 'file');
  if (!read) throw new Error('two records have one id');
  return read.people;
}

/** How two records agree, by field. */
export function agreement(one: Written, other: Written): Record<keyof typeof F, string> {
  const pattern = new Comparer(peopleOf([one, other])).pattern(0, 1);
  const level = (field: number) => FIELDS[field]?.levels[levelOf(pattern, field)] ?? '';
  return Object.fromEntries(Object.entries(F).map(([name, field]) => [name, level(field)])) as Record<keyof typeof F, string>;
}

/** Links records in this thread. */
export function linkHere(records: readonly Written[], known?: Model): Promise<Linkage> {
  const people = peopleOf(records);
  const performer = new Performer(people);
  return linkPeople(people, async <T extends Task>(task: T) => performer.perform(task) as Result<T>, {
    onStep: () => {},
    model: known,
  });
}
