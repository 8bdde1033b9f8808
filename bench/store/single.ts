import { type Database, databases, type ScopedStore } from '../../src/store/index.ts';
import { load, type Run } from '../harness.ts';
import { any, type Loaded } from './loaded.ts';

/** Single creates, 32 at a time. */
export async function creates(run: Run, store: ScopedStore, ms: number): Promise<void> {
  const { perSecond, ...times } = await load(32, ms, (turn) =>
    store.create({
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '8310-5' }] },
      effectiveDateTime: '2026-01-01',
      valueQuantity: { value: 36 + (turn % 20) / 10, unit: 'Cel', system: 'http://unitsofmeasure.org', code: 'Cel' },
    }),
  );
  run.report({ work: 'single create, 32 at once', value: perSecond, unit: '/s', times });
}

/** Reads by id, 32 at a time; limit: the same rows by one select. */
export async function reads(run: Run, { sql }: Database, store: ScopedStore, { patients }: Loaded, ms: number): Promise<void> {
  const bare = await load(
    32,
    ms,
    (turn) => sql`select body from population.resource where type = 'Patient' and id = ${any(patients, turn)}`,
  );
  const { perSecond, ...times } = await load(32, ms, (turn) => store.read('Patient', any(patients, turn)));
  run.report({ work: 'read by id, 32 at once', value: perSecond, unit: '/s', limit: bare.perSecond, times });
}

/** `$everything` of one resident after the other. @param residents of how many at most */
export async function everything(run: Run, store: ScopedStore, { patients }: Loaded, residents: number): Promise<void> {
  const asked = patients.slice(0, residents);
  let resources = 0;
  const began = performance.now();
  for (const id of asked) {
    let cursor: string | undefined;
    do {
      const page = await store.everything(id, 1000, cursor);
      resources += page.entries.length;
      cursor = page.next;
    } while (cursor);
  }
  run.report({
    work: '$everything',
    value: (resources * 1000) / (performance.now() - began),
    unit: 'resources/s',
    note: `one at a time, of ${asked.length} residents`,
  });
}

/** Everything that stands for current resources on disk, against the JSON alone. */
export async function storage(run: Run, { sql }: Database): Promise<void> {
  let [disk, json] = [0, 0];
  for (const name of databases) {
    const [size] = await sql<{ disk: number; json: number }[]>`
      select sum(pg_total_relation_size(c.oid))::bigint as disk,
             (select coalesce(sum(length(body)), 0)::bigint from ${sql(name)}.resource) as json
        from pg_class c where c.relnamespace = ${name}::regnamespace and c.relname in ('resource', 'search_range', 'search_text')`;
    disk += size?.disk ?? 0;
    json += size?.json ?? 0;
  }
  const [whole] = await sql<{ bytes: number }[]>`select pg_database_size(current_database()) as bytes`;
  run.report({
    work: 'storage, indexes included',
    value: disk / json,
    unit: '× the JSON',
    note: `database ${((whole?.bytes ?? 0) / 2 ** 30).toFixed(2)} GiB, versions, feed and audit included`,
  });
}
