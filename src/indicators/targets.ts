import { Problem } from '../kernel/index.ts';
import { type Sql, sqlState } from '../store/index.ts';
import type { TargetVersion } from './contract.ts';

/** All targets of a year in all versions, by measure, the latest first. */
export async function listTargets(sql: Sql, year: number): Promise<readonly TargetVersion[]> {
  const rows = await sql<(Omit<TargetVersion, 'setAt' | 'share'> & { setAt: Date; share: string | null })[]>`
    select measure, version, share, source, set_by as "setBy", set_at as "setAt"
      from indicators.target where year = ${year} order by measure, version desc`;
  return rows.map(({ share, setAt, ...row }) => ({
    ...row,
    ...(share === null ? {} : { share: Number(share) }),
    setAt: setAt.toISOString(),
  }));
}

/** By measure the share that holds in a year; a target that was withdrawn is none. */
export async function targetsOf(sql: Sql, year: number): Promise<ReadonlyMap<string, number>> {
  const latest = new Map<string, TargetVersion>();
  for (const one of await listTargets(sql, year)) if (!latest.has(one.measure)) latest.set(one.measure, one);
  return new Map([...latest.values()].flatMap(({ measure, share }) => (share === undefined ? [] : [[measure, share] as const])));
}

export interface TargetToSet {
  readonly measure: string;
  readonly year: number;
  /** Version that was seen; 0 where there was none. */
  readonly after: number;
  /** 0 to 1; undefined withdraws it. */
  readonly share: number | undefined;
  readonly source: string;
  readonly by: string;
  readonly at: Date;
}

const UNIQUE_VIOLATION = '23505';

/** Sets a target anew, in the transaction given. @throws Problem version-conflict where somebody else did since it was looked at */
export async function setTarget(tx: Sql, { measure, year, after, share, source, by, at }: TargetToSet): Promise<void> {
  const conflict = new Problem('version-conflict', 'Somebody else set the target meanwhile', { at: 'after' });
  try {
    const { count } = await tx`
      insert into indicators.target (measure, year, version, share, source, set_by, set_at)
      select ${measure}, ${year}, ${after + 1}, ${share ?? null}, ${source}, ${by}, ${at}
       where ${after} = coalesce((select max(version) from indicators.target where measure = ${measure} and year = ${year}), 0)`;
    if (count === 0) throw conflict;
  } catch (thrown) {
    throw sqlState(thrown) === UNIQUE_VIOLATION ? conflict : thrown;
  }
}
