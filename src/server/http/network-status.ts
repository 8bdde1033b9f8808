import { countResidents } from '../../databases/population/index.ts';
import type { NetworkNode } from '../../platform/directory/index.ts';
import { countRecords } from '../../platform/document-registry/index.ts';
import { countEntries } from '../../platform/resident-index/index.ts';
import { uplinkLag } from '../../platform/sync/index.ts';
import { wholePlatform } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { version } from '../version.ts';

const kept = new WeakMap<Platform, { at: number; node: Promise<NetworkNode> }>();
const FRESH_MS = 1000;

/** What this platform says of itself; counted at most once a second, however many ask. */
export function ownStatus(platform: Platform): Promise<NetworkNode> {
  const known = kept.get(platform);
  if (known && Date.now() - known.at < FRESH_MS) return known.node;
  const node = countStatus(platform);
  kept.set(platform, { at: Date.now(), node });
  node.catch(() => kept.delete(platform));
  return node;
}

async function countStatus({ self, database: { sql }, clock }: Platform): Promise<NetworkNode> {
  const [records, residents, indexed, lag] = await Promise.all([
    countRecords(sql),
    countResidents(sql, wholePlatform),
    countEntries(sql),
    self.upper ? uplinkLag(sql, clock.now()) : undefined,
  ]);
  const { population, health_records: healthRecords, medical_records: medicalRecords, reference } = records;
  return {
    division: self.division,
    name: self.name,
    level: self.level,
    ...(self.upper ? { upper: self.upper } : {}),
    url: self.url,
    state: 'up',
    residents,
    indexed,
    records: { population, healthRecords, medicalRecords, reference },
    ...(lag ? { lag: { changes: lag.changes, seconds: Math.round(lag.seconds) }, lastBatch: lag.sequence } : {}),
    ...(lag?.acknowledgedAt ? { lastExchange: lag.acknowledgedAt.toISOString() } : {}),
    version,
  };
}
