import postgres from 'postgres';

/** A connection pool or a transaction on one; a tagged template whose holes become parameters. */
// biome-ignore lint/complexity/noBannedTypes: the driver's own way to say "no custom types"
export type Sql = postgres.ISql<{}>;
// biome-ignore lint/complexity/noBannedTypes: as above
type Pool = postgres.Sql<{}>;

/** A part of a statement, to be put into another. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>;

export interface Database {
  readonly sql: Sql;
  /**
   * Connections for searches: every statement is planned for the values at hand, since a code that half of the records
   * have asks for another plan than one that a single record has; and it is ended after its time.
   */
  readonly searching: Sql;
  /** Runs `work` on one of those connections, whose statements are ended after so many milliseconds. */
  searchBriefly<Result>(ms: number, work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** Makes the rest of a transaction plan and end its statements as those connections do. */
  prepareSearches(tx: Sql): Promise<void>;
  /** Runs `work` in one transaction; it commits when `work` resolves and rolls back when it throws. */
  begin<Result>(work: (tx: Sql) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/**
 * Opens a pool on a PostgreSQL 15–18 database.
 * @param url `postgres://user:password@host:port/database`
 * @param connections most connections held at once; half as many again for searches
 * @param searchTimeoutMs how long a statement of a search may take
 */
export function openDatabase(url: string, connections = 10, searchTimeoutMs = 30_000): Database {
  const pool = openPool(url, connections, {});
  const searching = openPool(url, Math.ceil(connections / 2), {
    plan_cache_mode: 'force_custom_plan',
    statement_timeout: searchTimeoutMs,
  });
  return {
    sql: pool,
    searching,
    searchBriefly: async (ms, work) =>
      (await searching.begin(async (tx) => {
        await tx`select set_config('statement_timeout', ${String(ms)}, true)`;
        return work(tx);
      })) as Awaited<ReturnType<typeof work>>,
    prepareSearches: async (tx) =>
      void (await tx`
        select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('statement_timeout', ${String(searchTimeoutMs)}, true)`),
    begin: async (work) => (await pool.begin((tx) => work(tx))) as Awaited<ReturnType<typeof work>>,
    close: async () => void (await Promise.all([pool.end({ timeout: 5 }), searching.end({ timeout: 5 })])),
  };
}

function openPool(url: string, connections: number, settings: Record<string, string | number>): Pool {
  return postgres(url, {
    max: connections,
    idle_timeout: 60,
    connect_timeout: 10,
    onnotice: () => {},
    // every bigint here is a 48-bit key, a count or a position: exact in a number
    types: {
      bigint: { to: 20, from: [20], parse: Number, serialize: String },
      // texts go as they are: `-infinity` is no Date
      date: { to: 1184, from: [1082, 1114, 1184], parse: (text: string) => new Date(text), serialize: toTimestamp },
    },
    connection: {
      application_name: 'minkang',
      timezone: 'UTC',
      // the driver leaves out settings that are false or 0: they are given as texts
      jit: 'off',
      default_transaction_isolation: 'read committed',
      // many small statements share the processors; and a plan tells its rows only where it is whole
      max_parallel_workers_per_gather: '0',
      ...settings,
    },
  });
}

/** SQLSTATE of a driver error, if it is one. https://www.postgresql.org/docs/current/errcodes-appendix.html */
export function sqlState(thrown: unknown): string | undefined {
  return thrown instanceof postgres.PostgresError ? thrown.code : undefined;
}

/** The connection was lost: nobody knows what became of what was under way. */
export const isConnectionLost = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && /^(CONNECTION_|CONNECT_|ECONN|EPIPE)/.test(String(thrown.code));

const toTimestamp = (value: Date | string): string => (value instanceof Date ? value.toISOString() : value);
