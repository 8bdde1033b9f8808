import { z } from 'zod';
import { acknowledgeNotice, listNotices, type NoticePage, requireIncoming } from '../../platform/notices/index.ts';
import { namesOf } from '../../security/identity/index.ts';
import { operation } from './context.ts';
import { readCursor, writeCursor } from './cursor.ts';

const anId = z.string().min(1).max(100);

/** GET /api/notices */
export const noticesOperation = operation({
  method: 'GET',
  path: '/notices',
  title: 'Moves between the own division and others: what was told to the other place, or by it, and how far it came',
  needs: { right: 'resident.read', purpose: 'HOPERAT' },
  input: z.object({
    direction: z.enum(['incoming', 'outgoing']).default('incoming'),
    state: z.enum(['waiting', 'sent', 'arrived', 'acknowledged', 'undeliverable', 'withdrawn']).optional(),
    count: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(300).optional(),
  }),
  async run({ input: { direction, state, count, cursor }, platform, subject, actor }): Promise<NoticePage> {
    const { sql } = platform.database;
    const after = readCursor(cursor, anId);
    const { items, counts, last } = await listNotices(sql, subject.scope, { direction, state, count, after });
    const names = await namesOf(
      sql,
      items.flatMap(({ acknowledgedBy }) => acknowledgedBy ?? []),
    );
    await platform.audit.record(
      actor,
      items.map(({ resident, place }) => ({ action: 'search' as const, what: 'Notice', count: 1, resident, place })),
    );
    const named = items.map((item) => {
      const acknowledgedByName = names.get(item.acknowledgedBy ?? '');
      return acknowledgedByName ? { ...item, acknowledgedByName } : item;
    });
    return { items: named, counts, ...(last ? { next: writeCursor(last) } : {}) };
  },
});

/** POST /api/notices/acknowledge */
export const acknowledgeNoticeOperation = operation({
  method: 'POST',
  path: '/notices/acknowledge',
  title: 'Says that what another place told of a move has been seen; that place is told so. A repeat changes nothing',
  needs: { right: 'event.write', purpose: 'HOPERAT' },
  input: z.object({ id: anId }),
  async run({ input: { id }, platform, subject }): Promise<void> {
    const { database, settings, clock } = platform;
    await requireIncoming(database.sql, subject.scope, id);
    const at = clock.now().toISOString();
    await database.begin((tx) => acknowledgeNotice(tx, settings.division, id, at, subject.id));
    platform.background.wake();
  },
});
