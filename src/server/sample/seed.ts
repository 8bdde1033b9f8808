import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Resource } from '../../fhir/index.ts';
import { chinaDay } from '../../kernel/index.ts';
import { nameDivisions } from '../../platform/directory/index.ts';
import { recordWrites } from '../../security/audit/index.ts';
import { levelOf } from '../../standards/index.ts';
import { type Change, wholePlatform } from '../../store/index.ts';
import type { Settings } from '../config.ts';
import type { Platform } from '../platform.ts';
import { countyHouseholds, guestsOf, institutionResources } from './histories/index.ts';
import { townshipsOf } from './people/townships.ts';

const BATCH = 1500;
const MARKER = 'sample-seed';

/**
 * Fills the platform of a sample network with its generated institutions and residents. Goes on where an earlier run was
 * cut off: how far it came is kept in the transaction that wrote it.
 * @param onProgress residents' households written so far, and resources
 * @returns whether anything was left to be written
 */
export async function seedPlatform(
  platform: Platform,
  sample: NonNullable<Settings['sample']>,
  onProgress: (resources: number) => void,
): Promise<boolean> {
  const { sql } = platform.database;
  await sql`create table if not exists minkang.sample_seed (name text primary key, groups integer not null, finished boolean not null)`;
  const [marker] = await sql<
    { groups: number; finished: boolean }[]
  >`select groups, finished from minkang.sample_seed where name = ${MARKER}`;
  if (marker?.finished) return false;
  if (sample.residents > 0) await nameTownships(platform);
  let groups = 0;
  let written = 0;
  let batch: Change[] = [];
  const flush = async (finished: boolean) => {
    await write(platform, batch, groups, finished);
    written += batch.length;
    batch = [];
    onProgress(written);
    await yieldToOthers();
  };
  for (const group of groupsOf(platform.settings.division, sample)) {
    groups += 1;
    if (groups <= (marker?.groups ?? 0)) continue;
    for (const resource of group) batch.push({ kind: 'create', resource });
    if (batch.length >= BATCH) await flush(false);
  }
  await flush(true);
  await sql`analyze`;
  return true;
}

async function nameTownships({ database, settings: { division }, clock }: Platform): Promise<void> {
  const at = clock.now().toISOString();
  await nameDivisions(database.sql, townshipsOf(division), { within: division, by: 'sample-generator', at });
}

/** Institutions first, then one household after the other, then residents of other platforms who were treated here. */
function* groupsOf(
  division: string,
  { residents, counties, seed, today }: NonNullable<Settings['sample']>,
): Generator<readonly (Resource & { readonly id: string })[]> {
  if (levelOf(division) === 'nation') return;
  yield institutionResources(division);
  if (residents > 0) yield* countyHouseholds({ division, residents, seed, today });
  yield* guestsOf(
    division,
    counties.map((county) => ({ ...county, seed, today })),
  );
}

async function write(platform: Platform, changes: readonly Change[], groups: number, finished: boolean): Promise<void> {
  const generator = { zh: '示例数据生成器', en: 'Sample generator' };
  const actor = {
    id: 'sample-generator',
    name: generator,
    role: 'system-administrator',
    from: platform.settings.division,
    purpose: 'HSYSADMIN',
    requestId: `seed-${chinaDay(platform.clock.now())}`,
  };
  await platform.store.as(wholePlatform).commit(changes, {
    atomic: true,
    within: async (tx, written) => {
      await recordWrites(tx, actor, written);
      await tx`
        insert into minkang.sample_seed (name, groups, finished) values (${MARKER}, ${groups}, ${finished})
            on conflict (name) do update set groups = excluded.groups, finished = excluded.finished`;
    },
  });
}
