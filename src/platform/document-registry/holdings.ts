import { shardOf } from '../../kernel/index.ts';
import { databases, type Sql } from '../../store/index.ts';

/** How many records of one kind a platform holds of a resident. */
export interface Holding {
  readonly database: string;
  readonly type: string;
  readonly count: number;
  /** YYYY-MM-DD of the latest, where dated. */
  readonly lastOn?: string;
}

/** Holdings of this platform's own residents, by the id of any of their Patients; one statement a database. */
export async function ownHoldings(sql: Sql, patientIds: readonly string[]): Promise<Map<string, Holding[]>> {
  const found = new Map<string, Holding[]>(patientIds.map((id) => [id, []]));
  for (const database of databases.filter((name) => name !== 'reference')) {
    const rows = await sql<(Omit<Holding, 'database' | 'lastOn'> & { resident: string; lastOn: string | null })[]>`
      select asked.id as resident, type, count(*)::integer as count,
             (max(happened_from) filter (where happened_from > '-infinity') at time zone 'Asia/Shanghai')::date::text as "lastOn"
        from unnest(${patientIds}::text[], ${patientIds.map(shardOf)}::bigint[]) as asked (id, shard)
        left join store.linked_patient l on l.patient = asked.id and l.shard = asked.shard
        join ${sql(database)}.resource r on r.resident = any(coalesce(l.patients, array[asked.id]))
       where type <> 'Patient' and not deleted
       group by asked.id, type order by asked.id, type`;
    for (const { resident, type, count, lastOn } of rows)
      found.get(resident)?.push({ database, type, count, ...(lastOn ? { lastOn } : {}) });
  }
  return found;
}

/** Replaces what a platform below said before of these residents. */
export async function replaceHoldings(
  tx: Sql,
  entries: readonly {
    readonly shard: number;
    readonly home: string;
    readonly patient: string;
    readonly holdings: readonly Holding[];
  }[],
): Promise<void> {
  await tx`
    delete from document_registry.holding
     where (shard, home, patient) in (select * from unnest(${entries.map(({ shard }) => shard)}::bigint[], ${entries.map(({ home }) => home)}::text[],
                                                           ${entries.map(({ patient }) => patient)}::text[]))`;
  const rows = entries.flatMap(({ holdings, ...key }) => holdings.map((holding) => ({ ...key, ...holding })));
  if (rows.length === 0) return;
  await tx`
    insert into document_registry.holding (shard, home, patient, database, type, count, last_on)
    select * from unnest(${rows.map((r) => r.shard)}::bigint[], ${rows.map((r) => r.home)}::text[], ${rows.map((r) => r.patient)}::text[],
                         ${rows.map((r) => r.database)}::text[], ${rows.map((r) => r.type)}::text[], ${rows.map((r) => r.count)}::integer[],
                         ${rows.map((r) => r.lastOn ?? null)}::date[])`;
}
