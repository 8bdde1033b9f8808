import { z } from 'zod';
import { findDisease } from '../../applications/public-health/index.ts';
import { chinaDay, Problem } from '../../kernel/index.ts';
import { acknowledgeNotice, type CaseNoticePage, isCaseNotice, listCaseNotices } from '../../platform/notices/index.ts';
import { namesOf } from '../../security/identity/index.ts';
import { operation } from './context.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { hiddenFrom } from './diseases.operation.ts';

const anId = z.string().min(1).max(100);

/** GET /api/case-notices */
const caseNoticesOperation = operation({
  method: 'GET',
  path: '/case-notices',
  title: 'Cases reported elsewhere of residents of the own division, and those told from here; the last word of each',
  needs: { right: 'disease.read', purpose: 'PUBHLTH' },
  input: z.object({
    direction: z.enum(['incoming', 'outgoing']).default('incoming'),
    state: z.enum(['waiting', 'sent', 'arrived', 'acknowledged', 'undeliverable', 'withdrawn']).optional(),
    count: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(300).optional(),
  }),
  async run({ input: { cursor, ...query }, platform, subject, actor }): Promise<CaseNoticePage> {
    const { sql } = platform.database;
    const today = chinaDay(platform.clock.now());
    const hidden = hiddenFrom(subject, today);
    const { items, last } = await listCaseNotices(sql, subject.scope, { ...query, hidden, after: readCursor(cursor, anId) });
    const names = await namesOf(
      sql,
      items.flatMap(({ acknowledgedBy }) => acknowledgedBy ?? []),
    );
    await platform.audit.record(
      actor,
      items.map(({ resident, place }) => ({ action: 'search' as const, what: 'Notice', count: 1, resident, place })),
    );
    return {
      items: items.map((item) => {
        const acknowledgedByName = names.get(item.acknowledgedBy ?? '');
        const diseaseName = findDisease(item.disease, item.diagnosedOn)?.name ?? { zh: item.disease, en: item.disease };
        return { ...item, diseaseName, ...(acknowledgedByName ? { acknowledgedByName } : {}) };
      }),
      ...(last ? { next: writeCursor(last) } : {}),
    };
  },
});

/** POST /api/case-notices/acknowledge */
const acknowledgeCaseNoticeOperation = operation({
  method: 'POST',
  path: '/case-notices/acknowledge',
  title: 'Says that what another place told of a case has been seen; that place is told so. A repeat changes nothing',
  needs: { right: 'disease.report', purpose: 'PUBHLTH' },
  input: z.object({ id: anId }),
  async run({ input: { id }, platform, subject }): Promise<void> {
    const { database, settings, clock } = platform;
    const now = clock.now();
    if (!(await isCaseNotice(database.sql, subject.scope, id, hiddenFrom(subject, chinaDay(now)))))
      throw new Problem('resource-unknown', 'There is no such notice', { at: 'id' });
    await database.begin((tx) => acknowledgeNotice(tx, settings.division, id, now.toISOString(), subject.id));
    platform.background.wake();
  },
});

export const caseNoticeOperations = [caseNoticesOperation, acknowledgeCaseNoticeOperation] as const;
