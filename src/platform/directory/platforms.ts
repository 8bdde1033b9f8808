import type { JWK } from 'jose';
import type { Bilingual } from '../../kernel/index.ts';
import type { Level } from '../../security/identity/index.ts';
import { isWithin } from '../../standards/index.ts';
import type { Sql } from '../../store/index.ts';

/** A platform of the network, as the directory has it. */
export interface PlatformEntry {
  readonly division: string;
  readonly name: Bilingual;
  readonly level: Level;
  readonly upper: string | undefined;
  readonly url: string;
  readonly publicKey: JWK;
}

/** Enters platforms; the same again replaces what was there. */
export async function savePlatforms(sql: Sql, platforms: readonly PlatformEntry[]): Promise<void> {
  for (const { division, name, level, upper, url, publicKey } of platforms)
    await sql`
      insert into directory.platform (division, name, level, upper, url, public_key)
      values (${division}, ${JSON.stringify(name)}::text::jsonb, ${level}, ${upper ?? null}, ${url}, ${JSON.stringify(publicKey)}::text::jsonb)
          on conflict (division) do update
         set name = excluded.name, level = excluded.level, upper = excluded.upper, url = excluded.url, public_key = excluded.public_key`;
}

/** All platforms this one knows, by division code. */
export async function loadPlatforms(sql: Sql): Promise<Directory> {
  const rows = await sql<(Omit<PlatformEntry, 'upper'> & { upper: string | null })[]>`
    select division, name, level, upper, url, public_key as "publicKey" from directory.platform order by division`;
  return makeDirectory(rows.map((row) => ({ ...row, upper: row.upper ?? undefined })));
}

/** The tree of platforms, in memory. */
export interface Directory {
  readonly platforms: readonly PlatformEntry[];
  find(division: string): PlatformEntry | undefined;
  /** Those directly below. */
  lowerOf(division: string): readonly PlatformEntry[];
  /** From the nation down to the platform itself. */
  pathTo(division: string): readonly PlatformEntry[];
  /** The neighbour below `from` through which `target` is reached; undefined where it does not lie below. */
  nextDown(from: string, target: string): PlatformEntry | undefined;
}

export function makeDirectory(platforms: readonly PlatformEntry[]): Directory {
  const byDivision = new Map(platforms.map((platform) => [platform.division, platform]));
  const lowerOf = (division: string) => platforms.filter(({ upper }) => upper === division);
  const pathTo = (division: string): readonly PlatformEntry[] => {
    const platform = byDivision.get(division);
    if (!platform) return [];
    return platform.upper ? [...pathTo(platform.upper), platform] : [platform];
  };
  return {
    platforms,
    find: (division) => byDivision.get(division),
    lowerOf,
    pathTo,
    nextDown: (from, target) => lowerOf(from).find(({ division }) => isWithin(target, division)),
  };
}
