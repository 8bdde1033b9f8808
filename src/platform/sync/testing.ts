import { healthRecordsCatalogue } from '../../databases/health-records/index.ts';
import { medicalRecordsCatalogue } from '../../databases/medical-records/index.ts';
import { keepResidents, openModels, openRegistrar, populationCatalogue } from '../../databases/population/index.ts';
import { type Database, makeCatalogue, openStore, type ScopedStore, wholePlatform } from '../../store/index.ts';
import { receiveBatch } from './incoming.ts';
import { acknowledge, nextBatch } from './outgoing.ts';
import { uplinkLag } from './uplink.ts';

const catalogue = makeCatalogue([...populationCatalogue, ...healthRecordsCatalogue, ...medicalRecordsCatalogue]);

/** The store of a platform without anything that runs in the background. */
export function quietStore(database: Database, division: string): ScopedStore {
  const options = { database, catalogue, placeOf: () => division, now: () => new Date(), validate: () => undefined };
  return openStore({ ...options, participants: [keepResidents] }).as(wholePlatform);
}

/** The same, where registrations are matched. */
export async function matchingStore(database: Database, division: string): Promise<ScopedStore> {
  const models = await openModels(database.sql);
  const options = { database, catalogue, placeOf: () => division, now: () => new Date(), validate: () => undefined };
  const registrar = openRegistrar({ matcher: models.current, ...options });
  return openStore({ ...options, registrar, participants: [keepResidents] }).as(wholePlatform);
}

/** Sends and acknowledges until nothing waits: entries of transactions that still run elsewhere may hold some back. */
export async function sendAll(from: Database, home: string, to: Database, forward = false): Promise<void> {
  while ((await uplinkLag(from.sql, new Date())).changes > 0) {
    const batch = await nextBatch(from, home);
    if (!batch) continue;
    const { sequence } = await receiveBatch(to, home, batch.body, forward);
    await acknowledge(from, sequence);
  }
}

export interface IndexState {
  /** `home/patient` → name and holdings, as the level above knows them. */
  readonly [resident: string]: {
    readonly name: string;
    readonly holdings: readonly string[];
    readonly numbers: readonly string[];
  };
}

/** What a platform knows of the residents below, from all of its tables. */
export async function indexState({ sql }: Database): Promise<IndexState> {
  const rows = await sql<{ resident: string; name: string; holdings: string[]; numbers: string[] }[]>`
    select home || '/' || patient as resident, name,
           array(select database || '.' || type || ' ' || count from document_registry.holding h
                  where (h.shard, h.home, h.patient) = (e.shard, e.home, e.patient) order by 1) as holdings,
           array(select value from resident_index.identifier i
                  where (i.shard, i.home, i.patient) = (e.shard, e.home, e.patient) order by 1) as numbers
      from resident_index.entry e`;
  return Object.fromEntries(rows.map(({ resident, ...known }) => [resident, known]));
}
