import { z } from 'zod';
import { countResidents } from '../../databases/population/index.ts';
import { chinaDay, Problem, startOfChinaDay } from '../../kernel/index.ts';
import type { Home, InstitutionPage, NetworkStatus } from '../../platform/directory/contract.ts';
import { listInstitutions } from '../../platform/directory/index.ts';
import { activitySince, countRecords, type DayActivity } from '../../platform/document-registry/index.ts';
import { countEntries } from '../../platform/resident-index/index.ts';
import { networkStatus } from '../../platform/routing/index.ts';
import { uplinkLag } from '../../platform/sync/index.ts';
import { hasRight } from '../../security/access/index.ts';
import { countAccesses } from '../../security/audit/index.ts';
import { ownStatus } from '../http/network-status.ts';
import { operation } from './context.ts';

/** GET /api/institutions */
export const institutionsOperation = operation({
  method: 'GET',
  path: '/institutions',
  title: 'Institutions of this platform',
  needs: { right: 'directory.read', purpose: 'HOPERAT' },
  input: z.object({
    q: z.string().max(100).default(''),
    count: z.coerce.number().int().min(1).max(200).default(20),
    cursor: z.string().max(64).optional(),
  }),
  run: ({ input, platform }): Promise<InstitutionPage> =>
    listInstitutions(
      platform.database.sql,
      { text: input.q, count: input.count, cursor: input.cursor },
      platform.settings.division,
    ),
});

const STATUS_BUDGET_MS = 1500;

/** GET /api/network */
export const networkOperation = operation({
  method: 'GET',
  path: '/network',
  title: 'The platforms of the network, whether they answer, and how far behind they are',
  needs: { right: 'network.read', purpose: 'HOPERAT' },
  input: z.object({}),
  async run({ platform, subject }): Promise<NetworkStatus> {
    const { settings, hubKey, directory, clock } = platform;
    const options = { caller: { division: settings.division, key: hubKey }, directory, own: () => ownStatus(platform) };
    const nodes = await networkStatus(options, { direction: 'up', budgetMs: STATUS_BUDGET_MS });
    const order = new Map(directory.platforms.map(({ division }, index) => [division, index]));
    return {
      asOf: clock.now().toISOString(),
      nodes: nodes.toSorted((a, b) => (order.get(a.division) ?? 0) - (order.get(b.division) ?? 0)),
      operable: platform.operate !== undefined && hasRight(subject, 'network.operate'),
    };
  },
});

/** POST /api/network/:division/:action */
export const operateOperation = operation({
  method: 'POST',
  path: '/network/:division/:action',
  title: 'Stops or starts a platform of the sample network',
  needs: { right: 'network.operate', purpose: 'HSYSADMIN' },
  input: z.object({ division: z.string().regex(/^\d{6}$/), action: z.enum(['stop', 'start']) }),
  async run({ input: { division, action }, platform }): Promise<void> {
    if (!platform.operate) throw new Problem('not-operable', 'This platform was not started as part of a sample network');
    if (!platform.directory.find(division)) throw new Problem('resource-unknown', 'No such platform', { at: 'division' });
    if (division === platform.settings.division && action === 'stop')
      throw new Problem('not-operable', 'A platform does not stop itself', { at: 'division' });
    await platform.operate(division, action);
  },
});

const DAYS = 14;
const DAY_MS = 24 * 60 * 60 * 1000;

/** GET /api/home */
export const homeOperation = operation({
  method: 'GET',
  path: '/home',
  title: "Figures of the signed-in role's own division",
  needs: { right: 'none', purpose: 'HOPERAT' },
  input: z.object({}),
  async run({ platform, subject }): Promise<Home> {
    const { database, clock, self } = platform;
    const { sql } = database;
    const now = clock.now();
    const today = chinaDay(now);
    const days = Array.from({ length: DAYS }, (_, index) => chinaDay(new Date(now.getTime() - (DAYS - 1 - index) * DAY_MS)));
    const [residents, records, indexed, activity, accessedToday, lag, institutions] = await Promise.all([
      countResidents(sql, subject.scope),
      countRecords(sql),
      countEntries(sql),
      activitySince(sql, days[0] ?? today),
      countAccesses(sql, subject.id, startOfChinaDay(today)),
      self.upper ? uplinkLag(sql, now) : undefined,
      sql<{ count: number }[]>`select count(*) as count from reference.resource where type = 'Organization' and not deleted`,
    ]);
    const perDay = days.map((day) => toDay(day, activity));
    const last = perDay.at(-1);
    return {
      residents,
      institutions: institutions[0]?.count ?? 0,
      records: {
        population: records.population,
        healthRecords: records.health_records,
        medicalRecords: records.medical_records,
        reference: records.reference,
      },
      indexed,
      writtenToday: last ? last.population + last.healthRecords + last.medicalRecords : 0,
      accessedToday,
      ...(lag ? { lag: { changes: lag.changes, seconds: Math.round(lag.seconds) } } : {}),
      perDay,
      asOf: now.toISOString(),
    };
  },
});

function toDay(day: string, activity: readonly DayActivity[]): Home['perDay'][number] {
  const of = (database: DayActivity['database']) =>
    activity.find((one) => one.day === day && one.database === database)?.written ?? 0;
  return { day, population: of('population'), healthRecords: of('health_records'), medicalRecords: of('medical_records') };
}
