import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { foldStatistics, followPatients, monthOf, recountByTime } from '../databases/population/index.ts';
import { removeOldDrafts } from '../drafts/index.ts';
import type { Jobs, Loop } from '../jobs/index.ts';
import { chinaDay } from '../kernel/index.ts';
import type { PlatformEntry } from '../platform/directory/index.ts';
import { countActivity } from '../platform/document-registry/index.ts';
import type { Caller } from '../platform/exchange/index.ts';
import { type Carrying, carryLetters } from '../platform/notices/index.ts';
import { startUplink, type Uplink } from '../platform/sync/index.ts';
import type { Views } from '../platform/views/index.ts';
import { removeExpired } from '../security/identity/index.ts';
import { type Database, type Ongoing, takeTurns } from '../store/index.ts';
import type { Programmes } from './programmes.ts';
import { repeatedly } from './repeatedly.ts';

/** So long a platform that catches up with its life courses rests between two steps. */
const BREATH_MS = 50;
/** How long chores rest that follow what is written. A platform where nothing happens is to cost next to nothing. */
const [LOOK_MS, IDLE_MS] = [300, 5000];

/** Cases and emergencies are counted so often. */
const EVENTS_MS = 10_000;

/** What waits to be sent is looked at so often. */
const REMINDERS_MS = 30_000;

/** The platform above is asked for definitions so often: they change a few times a year, and are to be here within seconds. */
const [DEFINITIONS_MS, DEFINITIONS_IDLE_MS] = [1000, 8000];

/** What a platform does without being asked. */
export interface Background extends Ongoing {
  /** Something was written: what follows from it is looked for soon. Where another process has the turn, it looks by itself. */
  wake(): void;
  /** For so many milliseconds nothing is caught up with: whoever asks goes first. */
  calm(forMs: number): void;
  /** While much is brought in, nobody's life is looked at: each would be looked at many times. */
  whileFilling<Result>(work: () => Promise<Result>): Promise<Result>;
}

export interface BackgroundOptions {
  /** Address of the database. */
  readonly url: string;
  readonly database: Database;
  readonly caller: Caller;
  readonly upper: PlatformEntry | undefined;
  readonly jobs: Pick<Jobs, 'expire'>;
  readonly views: Pick<Views, 'work'>;
  readonly programmes: Pick<Programmes, 'work' | 'indicators'>;
  /** Asks the platform above for definitions. @returns whether there may be more */
  readonly definitions: () => Promise<boolean>;
  /** Follows diagnoses that are notifiable. @returns whether there is more to do at once */
  readonly diagnoses: () => Promise<boolean>;
  /** Forms and sends reminders of what is due. @returns whether there is more to do at once */
  readonly reminders: () => Promise<boolean>;
  readonly notices: Carrying;
  /** No other process writes to the database: whoever writes wakes the chores. */
  readonly isAlone: boolean;
  readonly log: Logger;
}

/**
 * Sends changes up, counts what the feed brings, keeps the tables of views, removes what has expired: in one process of the platform at a time.
 * Whatever else reads the feed or runs by the clock belongs here, unless it shares out its work among processes itself.
 */
export function startBackground(options: BackgroundOptions): Background {
  const { url, database, caller, jobs, views, programmes, definitions, diagnoses, reminders, notices, isAlone, log } = options;
  const pauses = { pauseMs: LOOK_MS, leastMs: LOOK_MS, mostMs: isAlone ? IDLE_MS : LOOK_MS };
  let uplink: Uplink | undefined;
  let following: readonly Loop[] = [];
  let calmUntil = 0;
  let isFilling = false;
  const unlessCalm = (work: () => Promise<boolean>) => async () => performance.now() >= calmUntil && work();
  const begin = (): Ongoing => {
    uplink = linkUp(options, pauses.mostMs);
    following = [
      repeatedly(pauses, log, async () => (await countActivity(database)) > 0),
      repeatedly(pauses, log, () => views.work()),
      repeatedly(
        pauses,
        log,
        unlessCalm(async () => {
          if (isFilling) return false;
          const isMore = await programmes.work();
          // what is asked goes before what is behind: after a start there may be much to catch up with
          if (isMore) await sleep(BREATH_MS);
          return isMore;
        }),
      ),
      repeatedly(pauses, log, () => carryLetters(notices)),
      repeatedly(pauses, log, unlessCalm(diagnoses)),
      repeatedly(pauses, log, async () => {
        const isMore = await followPatients(database, new Date());
        return (await foldStatistics(database, caller.division)) > 0 || isMore;
      }),
    ];
    const byTheClock = [
      repeatedly({ pauseMs: DEFINITIONS_MS, mostMs: DEFINITIONS_IDLE_MS }, log, definitions),
      repeatedly({ pauseMs: 3_600_000 }, log, async () => {
        const today = chinaDay(new Date());
        await recountByTime(database, today, monthOf(today));
        return false;
      }),
      repeatedly({ pauseMs: EVENTS_MS }, log, async () => {
        await programmes.indicators.countEvents();
        return false;
      }),
      repeatedly({ pauseMs: REMINDERS_MS }, log, async () => !isFilling && reminders()),
      repeatedly({ pauseMs: 60_000 }, log, async () => {
        await removeExpired(database.sql);
        await removeOldDrafts(database.sql, new Date());
        await jobs.expire();
        return false;
      }),
    ];
    return {
      stop: async () => {
        await Promise.all([uplink?.stop(), ...[...following, ...byTheClock].map((chore) => chore.stop())]);
        uplink = undefined;
        following = [];
      },
    };
  };
  const onFailure = (thrown: unknown) => log.error({ err: thrown }, 'the turn at background work was lost');
  const wake = () => {
    uplink?.wake();
    for (const chore of following) chore.wake();
  };
  const calm = (forMs: number) => {
    calmUntil = performance.now() + forMs;
    setTimeout(wake, forMs).unref();
  };
  const whileFilling: Background['whileFilling'] = async (work) => {
    isFilling = true;
    try {
      return await work();
    } finally {
      isFilling = false;
      wake();
    }
  };
  return { ...takeTurns({ url, name: 'background', begin, onFailure }), wake, calm, whileFilling };
}

function linkUp({ database, caller, upper, programmes, log }: BackgroundOptions, mostIdleMs: number): Uplink | undefined {
  if (!upper) return undefined;
  return startUplink({
    database,
    caller,
    upper,
    tallies: [programmes.indicators.tally],
    mostIdleMs,
    onState: ({ up, problem }) => log.warn({ upper: upper.division, up, code: problem?.code }, 'uplink'),
  });
}
