import { z } from 'zod';
import { findResidents } from '../../databases/population/index.ts';
import { Problem } from '../../kernel/index.ts';
import { findRole, hasRight } from '../../security/access/index.ts';
import type { AccessPage } from '../../security/audit/contract.ts';
import { findAccesses } from '../../security/audit/index.ts';
import { findDivision } from '../../standards/index.ts';
import { operation } from './context.ts';
import { readCursor, writeCursor } from './cursor.ts';

/**
 * GET /api/accesses. The audit administrator sees all of the division; whoever may read a resident sees who read that
 * one's data.
 */
export const accessesOperation = operation({
  method: 'GET',
  path: '/accesses',
  title: 'Who read or wrote residents’ data',
  needs: { right: 'none', purpose: 'HOPERAT' },
  input: z.object({
    resident: z.string().max(64).optional(),
    count: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(200).optional(),
  }),
  async run({ input: { resident, count, cursor }, platform, subject }): Promise<AccessPage> {
    const mayAll = hasRight(subject, 'audit.read');
    if (!mayAll && (!resident || !hasRight(subject, 'resident.read')))
      throw new Problem('right-missing', 'The right audit.read is needed');
    if (!mayAll && resident) await platform.store.as(subject.scope).read('Patient', resident);
    const found = await findAccesses(platform.database.sql, {
      resident,
      places: mayAll ? subject.scope.places : [''],
      before: readCursor(cursor, z.uuid()),
      limit: count + 1,
    });
    const shown = found.slice(0, count);
    const names = mayAll ? new Map<string, string>() : await namesOf(platform.database.sql, shown);
    const items = shown.map((entry) => ({
      ...entry,
      roleName: findRole(entry.role)?.name ?? { zh: entry.role, en: entry.role },
      fromName: findDivision(entry.from)?.name ?? { zh: entry.from, en: entry.from },
      ...(entry.resident && names.has(entry.resident) ? { residentName: names.get(entry.resident) ?? '' } : {}),
    }));
    const last = found.length > count ? shown.at(-1) : undefined;
    return { items, ...(last ? { next: writeCursor(last) } : {}) };
  },
});

async function namesOf(
  sql: Parameters<typeof findResidents>[0],
  entries: readonly { resident?: string }[],
): Promise<Map<string, string>> {
  const ids = [...new Set(entries.flatMap(({ resident }) => resident ?? []))];
  return new Map((await findResidents(sql, ids)).map(({ id, name }) => [id, name]));
}
