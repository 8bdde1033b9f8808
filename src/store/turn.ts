import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';

/** Something that goes on until it is stopped. */
export interface Ongoing {
  stop(): Promise<void>;
}

export interface TurnOptions {
  /** Address of the database, which all who take turns share. */
  readonly url: string;
  /** What is done in turn. */
  readonly name: string;
  /** Called when it is this process's turn. */
  readonly begin: () => Ongoing;
  /** Told when the turn was lost or could not be asked for. */
  readonly onFailure: (thrown: unknown) => void;
  /** How often the turn is asked for, and looked after while it lasts. */
  readonly pauseMs?: number;
}

const PAUSE_MS = 1000;

/**
 * Does something in one process of a database at a time: the one that holds a session's advisory lock. A process that ends,
 * however it ends, loses the lock with its connection, and another takes its turn within a second. Whoever loses the
 * connection only learns of it at the next look: for that long two may be at it, so what is done must bear it.
 */
export function takeTurns(options: TurnOptions): Ongoing {
  const stopping = new AbortController();
  const pause = () => sleep(options.pauseMs ?? PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => {});
  const run = async () => {
    while (!stopping.signal.aborted) {
      const connection = openSession(options.url);
      try {
        await oneTurn(options, connection, stopping.signal, pause);
      } catch (thrown) {
        if (!stopping.signal.aborted) options.onFailure(thrown);
      } finally {
        await connection.end({ timeout: 1 });
      }
      await pause();
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** One connection, which is given up neither for its age nor for want of use. */
const openSession = (url: string) =>
  postgres(url, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 10,
    onnotice: () => {},
    connection: { application_name: 'minkang turn' },
  });

async function oneTurn(
  { name, begin }: TurnOptions,
  sql: ReturnType<typeof openSession>,
  stopping: AbortSignal,
  pause: () => Promise<void>,
): Promise<void> {
  const session = await waitForTurn(name, sql, stopping, pause);
  if (session === undefined) return;
  const work = begin();
  try {
    while (!stopping.aborted) {
      await pause();
      // the driver connects anew by itself: another session, which has no lock
      const [now] = await sql<{ session: number }[]>`select pg_backend_pid() as session`;
      if (now?.session !== session) throw new Error('the connection that held the turn was lost');
    }
  } finally {
    await work.stop();
  }
}

/** @returns the session that has the lock; undefined where it was stopped before */
async function waitForTurn(
  name: string,
  sql: ReturnType<typeof openSession>,
  stopping: AbortSignal,
  pause: () => Promise<void>,
): Promise<number | undefined> {
  while (!stopping.aborted) {
    const [asked] = await sql<{ mine: boolean; session: number }[]>`
      select pg_try_advisory_lock(hashtextextended(${name}, 7)) as mine, pg_backend_pid() as session`;
    if (asked?.mine) return asked.session;
    await pause();
  }
  return undefined;
}
