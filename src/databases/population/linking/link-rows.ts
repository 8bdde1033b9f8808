import { randomUUID } from 'node:crypto';
import { shardOf } from '../../../kernel/index.ts';
import type { Sql } from '../../../store/index.ts';
import { isPair, type Links, type Pair } from './components.ts';

/** Who says that two Patients are one person, and what for. */
export interface LinkMade extends Pair {
  readonly origin: 'matching' | 'person' | 'merge';
  /** Bits; of those that matching made. */
  readonly score?: number | undefined;
  readonly modelVersion?: number | undefined;
  readonly by: string;
}

export interface LinkEvent extends Pair {
  readonly kind: 'link' | 'unlink' | 'apart' | 'together';
  readonly origin: LinkMade['origin'];
  readonly score?: number | undefined;
  readonly reason?: string | undefined;
  readonly by: string;
}

/** All that is said of these Patients, which are whole residents. */
export async function readLinks(sql: Sql, patients: readonly string[]): Promise<Links & { strength(pair: Pair): number }> {
  const [links, apart] = await Promise.all([
    sql<(Pair & { score: number | null; origin: string })[]>`
      select a, b, score, origin from population.link where a = any(${patients}::text[]) or b = any(${patients}::text[])`,
    sql<Pair[]>`select a, b from population.not_same where a = any(${patients}::text[]) or b = any(${patients}::text[])`,
  ]);
  return {
    patients,
    links: links.map(({ a, b }) => ({ a, b })),
    apart: apart.map(({ a, b }) => ({ a, b })),
    strength: strengthAmong(links),
  };
}

/** What a person said is worth more than any score. */
export const strengthAmong =
  (links: readonly (Pair & { readonly origin: string; readonly score?: number | null })[]) =>
  (pair: Pair): number => {
    const found = links.find((known) => isPair(known, pair));
    return found?.origin === 'matching' ? (found.score ?? 0) : Number.POSITIVE_INFINITY;
  };

/** Patients of which somebody said that they are not the same as one of these, by that one. */
export async function readApart(sql: Sql, patients: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  if (patients.length === 0) return new Map();
  const rows = await sql<Pair[]>`
    select a, b from population.not_same where a = any(${patients}::text[]) or b = any(${patients}::text[])`;
  const both = rows.flatMap(({ a, b }): [string, string][] => [
    [a, b],
    [b, a],
  ]);
  const grouped = Map.groupBy(both, ([one]) => one);
  return new Map([...grouped].map(([one, pairs]) => [one, new Set(pairs.map(([, other]) => other))]));
}

/** Makes links; one that is there stays as it is. */
export async function insertLinks(tx: Sql, links: readonly LinkMade[], at: string): Promise<void> {
  if (links.length === 0) return;
  await tx`
    insert into population.link (shard, a, b, origin, score, model_version, linked_by, linked_at)
    select *, ${at}::timestamptz
      from unnest(${links.map(({ a }) => shardOf(a))}::bigint[], ${links.map(({ a }) => a)}::text[], ${links.map(({ b }) => b)}::text[],
                  ${links.map(({ origin }) => origin)}::text[], ${links.map(({ score }) => score ?? null)}::float8[],
                  ${links.map(({ modelVersion }) => modelVersion ?? null)}::integer[], ${links.map(({ by }) => by)}::text[])
        on conflict do nothing`;
}

/** Makes links that were not there, and enters each in the history. */
export async function makeLinks(tx: Sql, links: readonly LinkMade[], at: string): Promise<void> {
  await Promise.all([
    insertLinks(tx, links, at),
    recordEvents(
      tx,
      links.map((link) => ({ ...link, kind: 'link' as const })),
      at,
    ),
  ]);
}

export async function deleteLinks(tx: Sql, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length === 0) return;
  await tx`delete from population.link where (a, b, shard) in (${keysOf(tx, pairs)})`;
}

export async function insertApart(tx: Sql, pairs: readonly Pair[], by: string, at: string, reason?: string): Promise<void> {
  if (pairs.length === 0) return;
  await tx`
    insert into population.not_same (a, b, shard, decided_by, decided_at, reason)
    select *, ${by}::text, ${at}::timestamptz, ${reason ?? null}::text from (${keysOf(tx, pairs)}) pair
        on conflict do nothing`;
}

export async function deleteApart(tx: Sql, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length === 0) return;
  await tx`delete from population.not_same where (a, b, shard) in (${keysOf(tx, pairs)})`;
}

const keysOf = (tx: Sql, pairs: readonly Pair[]) =>
  tx`select * from unnest(${pairs.map(({ a }) => a)}::text[], ${pairs.map(({ b }) => b)}::text[], ${pairs.map(({ a }) => shardOf(a))}::bigint[])`;

/** Adds to the history of links. */
export async function recordEvents(tx: Sql, events: readonly LinkEvent[], at: string): Promise<void> {
  if (events.length === 0) return;
  await tx`
    insert into population.link_event (shard, id, kind, a, b, origin, score, reason, acted_by, acted_at)
    select *, ${at}::timestamptz
      from unnest(${events.map(({ a }) => shardOf(a))}::bigint[], ${events.map(() => randomUUID())}::text[],
                  ${events.map(({ kind }) => kind)}::text[], ${events.map(({ a }) => a)}::text[], ${events.map(({ b }) => b)}::text[],
                  ${events.map(({ origin }) => origin)}::text[], ${events.map(({ score }) => score ?? null)}::float8[],
                  ${events.map(({ reason }) => reason ?? null)}::text[], ${events.map(({ by }) => by)}::text[])`;
}
