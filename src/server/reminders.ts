import { formReminders, openGateway, removeOldReminders, sendReminders } from '../applications/public-health/reminders/index.ts';
import type { Clock } from '../kernel/index.ts';
import { type Actor, recordActs } from '../security/audit/index.ts';
import type { Database } from '../store/index.ts';
import type { Settings } from './config.ts';
import type { Programmes } from './programmes.ts';

interface Reminding {
  readonly database: Database;
  readonly programmes: Pick<Programmes, 'book' | 'today'>;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'division' | 'reminders'>;
  /** Under whose name what is sent is entered in the access log. */
  readonly actor: Actor;
}

const CHINA_MS = 8 * 3_600_000;
const FORM_EVERY_MS = 600_000;

/**
 * Forms reminders of what is due and sends those that wait for the gateway, by day alone.
 * @returns one step of it, which says whether there is more to do at once
 */
export function reminding({ database, programmes, clock, settings, actor }: Reminding): () => Promise<boolean> {
  const { gateway, fromHour, untilHour } = settings.reminders;
  const post = gateway && openGateway(gateway);
  let formedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = clock.now();
    const today = programmes.today();
    if (now.getTime() - formedAt >= FORM_EVERY_MS) {
      formedAt = now.getTime();
      const channel = gateway ? 'gateway' : 'call';
      await formReminders({ sql: database.sql, programmes: programmes.book.programmes, today, channel });
      await removeOldReminders(database.sql, today);
    }
    const hour = new Date(now.getTime() + CHINA_MS).getUTCHours();
    if (!gateway || !post || hour < fromHour || hour >= untilHour) return false;
    return sendReminders({
      ...{ database, book: programmes.book, today, now, key: gateway.key, post },
      told: (tx, residents) =>
        recordActs(
          tx,
          actor,
          residents.map((resident) => ({
            ...{ action: 'export' as const, what: 'phone', count: 1, resident },
            place: settings.division,
          })),
        ),
    });
  };
}
