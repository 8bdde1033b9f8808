import type { Database } from '../../src/store/index.ts';

/** Residents that are asked for. */
export interface Loaded {
  readonly patients: readonly string[];
  readonly identityNumbers: readonly string[];
}

const MOST_ASKED_FOR = 20_000;

/** Residents from all over the tables, in no order: neighbours in an index would be found in memory. */
export async function askedFor({ sql }: Database): Promise<Loaded> {
  const rows = await sql<{ id: string; number: string }[]>`
    select r.id, i.value as number from population.resident r join population.resident_identifier i on i.id = r.id and i.shard = r.shard
     where i.system = 'urn:oid:2.16.156.10011.1.3' order by md5(r.id) limit ${MOST_ASKED_FOR}`;
  return { patients: rows.map(({ id }) => id), identityNumbers: rows.map(({ number }) => number) };
}

/** Another one every turn, the same ones in every run. */
export const any = (list: readonly string[], turn: number): string => list[(turn * 7919) % list.length] ?? '';
