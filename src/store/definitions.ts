import type { Participant } from './change.ts';
import type { Sql } from './database.ts';

/** Types whose resources guide the program itself: profiles, codes, search parameters. */
const GUIDING: ReadonlySet<string> = new Set(['StructureDefinition', 'ValueSet', 'CodeSystem', 'ConceptMap', 'SearchParameter']);

/** Counts the writes of each guiding type, in their own transaction: whoever reads the number later sees what was written. */
export const countDefinitions: Participant = async (tx, written) => {
  const types = [...new Set(written.map(({ row }) => row.type))].filter((type) => GUIDING.has(type)).sort();
  if (types.length === 0) return;
  await tx`
    insert into store.definition (type, version) select type, 1 from unnest(${types}::text[]) type
        on conflict (type) do update set version = store.definition.version + 1`;
};

/** Tells whether definitions of a type have changed since: equal numbers, equal definitions. 0 where there never were any. */
export async function definitionsVersion(sql: Sql, type: string): Promise<number> {
  const [row] = await sql<{ version: number }[]>`select version from store.definition where type = ${type}`;
  return row?.version ?? 0;
}
