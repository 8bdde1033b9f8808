import { z } from 'zod';
import { shardOf } from '../../kernel/index.ts';
import type { Sql } from '../../store/index.ts';

/**
 * One resident of one platform in the form in which it travels up. Later fields of newer platforms pass through: the
 * document is kept and handed on as received.
 */
export const indexEntry = z.looseObject({
  home: z.string().regex(/^\d{6}$/),
  patient: z.string().min(1).max(64),
  /** The resident is no longer at this platform: the entry goes. */
  removed: z.boolean().optional(),
  name: z.string().optional(),
  sex: z.string().optional(),
  birthDate: z.iso.date().optional(),
  place: z.string().regex(/^\d{6,12}$/),
  identifiers: z.array(z.looseObject({ system: z.string(), value: z.string() })),
  holdings: z.array(z.looseObject({ database: z.string(), type: z.string(), count: z.int(), lastOn: z.iso.date().optional() })),
});
export type IndexEntry = z.output<typeof indexEntry>;

/** Replaces the entries of these residents; the last word on each holds. */
export async function replaceEntries(tx: Sql, entries: readonly IndexEntry[]): Promise<void> {
  await forget(tx, entries);
  const present = entries.filter(({ removed }) => !removed);
  if (present.length === 0) return;
  await tx`
    insert into resident_index.entry (shard, home, patient, name, sex, birth_date, place, document)
    select * from unnest(${present.map(({ patient }) => shardOf(patient))}::bigint[], ${present.map(({ home }) => home)}::text[],
                         ${present.map(({ patient }) => patient)}::text[], ${present.map(({ name }) => name ?? null)}::text[],
                         ${present.map(({ sex }) => sex ?? null)}::text[], ${present.map(({ birthDate }) => birthDate ?? null)}::date[],
                         ${present.map(({ place }) => place)}::text[], ${present.map((entry) => JSON.stringify(entry))}::text[])`;
  const numbers = present.flatMap(({ identifiers, home, patient }) =>
    identifiers.map((identifier) => ({ ...identifier, home, patient })),
  );
  await tx`
    insert into resident_index.identifier (value, system, shard, home, patient)
    select * from unnest(${numbers.map(({ value }) => value)}::text[], ${numbers.map(({ system }) => system)}::text[],
                         ${numbers.map(({ patient }) => shardOf(patient))}::bigint[], ${numbers.map(({ home }) => home)}::text[],
                         ${numbers.map(({ patient }) => patient)}::text[])
        on conflict do nothing`;
}

async function forget(tx: Sql, entries: readonly IndexEntry[]): Promise<void> {
  const keys = tx`
    select * from unnest(${entries.map(({ patient }) => shardOf(patient))}::bigint[], ${entries.map(({ home }) => home)}::text[],
                         ${entries.map(({ patient }) => patient)}::text[])`;
  await tx`delete from resident_index.entry where (shard, home, patient) in (${keys})`;
  await tx`delete from resident_index.identifier where (shard, home, patient) in (${keys})`;
}

/** The entries of these residents as they came, for handing on; a resident without one comes as removed. */
export async function readDocuments(
  sql: Sql,
  keys: readonly { readonly home: string; readonly patient: string }[],
): Promise<string[]> {
  const rows = await sql<{ home: string; patient: string; document: string }[]>`
    select home, patient, document from resident_index.entry
     where (shard, home, patient) in (select * from unnest(${keys.map(({ patient }) => shardOf(patient))}::bigint[], ${keys.map(({ home }) => home)}::text[],
                                                           ${keys.map(({ patient }) => patient)}::text[]))`;
  const found = new Map(rows.map(({ home, patient, document }) => [`${home}/${patient}`, document]));
  return keys.map(({ home, patient }) => found.get(`${home}/${patient}`) ?? JSON.stringify(gone(home, patient)));
}

export const gone = (home: string, patient: string): IndexEntry => ({
  home,
  patient,
  removed: true,
  place: home,
  identifiers: [],
  holdings: [],
});

/** How many residents of the platforms below are known here. */
export async function countEntries(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*) as count from resident_index.entry`;
  return row?.count ?? 0;
}
