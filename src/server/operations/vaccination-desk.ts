import type { Desk } from '../../applications/public-health/vaccination/index.ts';
import { onBehalf } from '../../databases/population/index.ts';
import { chinaDay } from '../../kernel/index.ts';
import { recordWrites } from '../../security/audit/index.ts';
import type { SearchEntry } from '../../store/index.ts';
import { scheduleOf } from '../immunization-schedule.ts';
import type { Context } from './context.ts';

/** The desk at which an account works. */
export function deskOf({ platform, subject, actor }: Context): Desk {
  const scope = onBehalf(subject.scope);
  const now = platform.clock.now();
  return {
    database: platform.database,
    store: platform.store.as(scope),
    scope,
    schedule: scheduleOf(platform),
    now,
    today: chinaDay(now),
    by: { id: subject.id, name: subject.name.zh },
    within: (tx, written) => recordWrites(tx, actor, written),
  };
}

/** Enters that residents' data were shown: all under one name. */
export async function recordShown(
  { platform, actor }: Context,
  action: 'read' | 'search',
  what: string,
  residents: readonly string[],
): Promise<void> {
  await platform.audit.record(
    actor,
    [...new Set(residents)].map((resident) => ({ action, what, count: 1, resident, place: platform.settings.division })),
  );
}

/** Those whose resources were read, beside the one who was asked about. */
export const residentsIn = (asked: string, read: readonly SearchEntry[]): string[] => [
  ...new Set([asked, ...read.flatMap(({ resident }) => resident ?? [])]),
];
