import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import { foldStatistics, monthOf, recountByTime } from '../databases/population/index.ts';
import type { Jobs } from '../jobs/index.ts';
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

/** What a platform does without being asked. */
export interface Background extends Ongoing {
  /** Something was written: changes may go up now. Where another process has the turn, it looks by itself soon. */
  wake(): void;
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
  readonly notices: Carrying;
  readonly log: Logger;
}

/**
 * Sends changes up, counts what the feed brings, keeps the tables of views, removes what has expired: in one process of the platform at a time.
 * Whatever else reads the feed or runs by the clock belongs here, unless it shares out its work among processes itself.
 */
export function startBackground(options: BackgroundOptions): Background {
  const { url, database, caller, jobs, views, programmes, notices, log } = options;
  let uplink: Uplink | undefined;
  const begin = (): Ongoing => {
    uplink = linkUp(options);
    const chores = [
      repeatedly(500, log, async () => (await countActivity(database)) > 0),
      repeatedly(500, log, () => views.work()),
      repeatedly(300, log, async () => {
        const isMore = await programmes.work();
        // what is asked goes before what is behind: after a start there may be much to catch up with
        if (isMore) await setTimeout(BREATH_MS);
        return isMore;
      }),
      repeatedly(500, log, () => carryLetters(notices)),
      repeatedly(500, log, async () => (await foldStatistics(database, caller.division)) > 0),
      repeatedly(3_600_000, log, async () => {
        const today = chinaDay(new Date());
        await recountByTime(database, today, monthOf(today));
        return false;
      }),
      repeatedly(60_000, log, async () => {
        await removeExpired(database.sql);
        await jobs.expire();
        return false;
      }),
    ];
    return {
      stop: async () => {
        await Promise.all([uplink?.stop(), ...chores.map((chore) => chore.stop())]);
        uplink = undefined;
      },
    };
  };
  const onFailure = (thrown: unknown) => log.error({ err: thrown }, 'the turn at background work was lost');
  return { ...takeTurns({ url, name: 'background', begin, onFailure }), wake: () => uplink?.wake() };
}

function linkUp({ database, caller, upper, programmes, log }: BackgroundOptions): Uplink | undefined {
  if (!upper) return undefined;
  return startUplink({
    database,
    caller,
    upper,
    tallies: [programmes.indicators.tally],
    onState: ({ up, problem }) => log.warn({ upper: upper.division, up, code: problem?.code }, 'uplink'),
  });
}
