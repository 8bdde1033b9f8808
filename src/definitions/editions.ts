import type { Sql } from '../store/index.ts';

/** A version of a programme that came as data. */
export interface Edition {
  readonly code: string;
  readonly version: string;
  /** Division of the platform that published it. */
  readonly origin: string;
  readonly position: number;
  /** Of the bundle. */
  readonly digest: string;
  /** FHIR as text. */
  readonly bundle: string;
  /** ISO instants. */
  readonly publishedAt: string;
  readonly receivedAt: string;
}

export type NewEdition = Omit<Edition, 'position' | 'receivedAt'> & { readonly publishedBy?: string | undefined };

/** Whoever adds editions does it one at a time: positions are in the order of commits. Ends with the transaction. */
export async function lockEditions(tx: Sql): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('definitions', 7))`;
}

/** Changes whenever an edition is added. */
export async function lastPosition(sql: Sql): Promise<number> {
  const [row] = await sql<{ last: number }[]>`select coalesce(max(position), 0)::int8 as last from definitions.edition`;
  return row?.last ?? 0;
}

/** Those beyond a position, in the order in which they came; at most so many. */
export const readEditions = (sql: Sql, after = 0, most = 100_000): Promise<Edition[]> =>
  sql<Edition[]>`
    select code, version, origin, position, digest, bundle,
           to_char(published_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "publishedAt",
           to_char(received_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "receivedAt"
      from definitions.edition where position > ${after} order by position limit ${most}`;

/** Adds an edition after the last; under the lock. What is there already stays as it is. @returns whether it is new */
export async function addEdition(tx: Sql, edition: NewEdition): Promise<boolean> {
  const { code, version, origin, digest, bundle, publishedAt, publishedBy } = edition;
  const { count } = await tx`
    insert into definitions.edition (code, version, origin, position, digest, bundle, published_at, published_by)
    select ${code}, ${version}, ${origin}, coalesce(max(position), 0) + 1, ${digest}, ${bundle}, ${publishedAt}::timestamptz, ${publishedBy ?? null}
      from definitions.edition
        on conflict (code, version, origin) do nothing`;
  return count > 0;
}
