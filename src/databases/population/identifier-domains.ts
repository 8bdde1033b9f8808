import type { Sql } from '../../store/index.ts';

/** Adds systems of numbers that are new; a repeat does nothing. */
export async function keepDomains(tx: Sql, systems: readonly string[]): Promise<void> {
  if (systems.length === 0) return;
  await tx`
    insert into population.identifier_domain (system)
    select system from unnest(${[...new Set(systems)].sort()}::text[]) as given (system)
     where not exists (select from population.identifier_domain known where known.system = given.system)
        on conflict do nothing`;
}

/** Those of the systems of which some resident has, or has had, a number. */
export async function knownDomains(sql: Sql, systems: readonly string[]): Promise<ReadonlySet<string>> {
  if (systems.length === 0) return new Set();
  const rows = await sql<{ system: string }[]>`
    select system from population.identifier_domain where system = any(${systems}::text[])`;
  return new Set(rows.map(({ system }) => system));
}
