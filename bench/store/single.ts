import type { Resource } from '../../src/fhir/index.ts';
import { newId, newIdBeside } from '../../src/kernel/index.ts';
import { type Database, databases, type ScopedStore } from '../../src/store/index.ts';
import { load, type Run } from '../harness.ts';
import { any, type Loaded } from './loaded.ts';

/** Single creates, 32 at a time; limit: a body in a table with one key, as durable, by one insert each. */
export async function creates(run: Run, { sql }: Database, store: ScopedStore, ms: number): Promise<void> {
  await sql`create table bare (id text primary key, body text)`;
  const body = JSON.stringify(bloodPressure(1));
  const bare = await load(32, ms, () => sql`insert into bare values (${newId()}, ${body})`);
  await sql`drop table bare`;
  const { perSecond, ...times } = await load(32, ms, (turn) =>
    store.create({
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '8310-5' }] },
      effectiveDateTime: '2026-01-01',
      valueQuantity: { value: 36 + (turn % 20) / 10, unit: 'Cel', system: 'http://unitsofmeasure.org', code: 'Cel' },
    }),
  );
  run.report({ work: 'single create, 32 at once', value: perSecond, unit: '/s', limit: bare.perSecond, times });
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
  for (const id of asked) resources += await walkThrough(store, id);
  run.report({
    work: '$everything',
    value: (resources * 1000) / (performance.now() - began),
    unit: 'resources/s',
    note: `one at a time, of ${asked.length} residents`,
  });
}

/** `$everything` of residents with a thousand resources each, on pages of a thousand, which are let go as they come. */
export async function longRecords(run: Run, store: ScopedStore, residents: number): Promise<void> {
  const ids: string[] = [];
  for (let index = 0; index < residents; index++) {
    const id = newId();
    const subject = { reference: `Patient/${id}` };
    const resources = [
      { resourceType: 'Patient', id, name: [{ text: '陈秀英' }], gender: 'female' },
      ...Array.from({ length: 999 }, (_, day) => ({ ...bloodPressure(day), id: newIdBeside(id), subject })),
    ];
    await store.commit(
      resources.map((resource) => ({ kind: 'create', resource })),
      { atomic: true },
    );
    ids.push(id);
  }
  const before = process.memoryUsage().rss;
  let [resources, most] = [0, before];
  const began = performance.now();
  for (let round = 0; round < 3; round++)
    for (const id of ids) {
      resources += await walkThrough(store, id);
      most = Math.max(most, process.memoryUsage().rss);
    }
  run.report({
    work: '$everything of 1,000 resources',
    value: (resources * 1000) / (performance.now() - began),
    unit: 'resources/s',
    note: `one at a time, at most ${Math.round((most - before) / 2 ** 20)} MB more resident`,
  });
}

const bloodPressure = (day: number): Resource => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
  effectiveDateTime: new Date(Date.UTC(2023, 0, 1 + day)).toISOString().slice(0, 10),
  component: [
    { code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] }, valueQuantity: millimetres(110 + (day % 50)) },
    { code: { coding: [{ system: 'http://loinc.org', code: '8462-4' }] }, valueQuantity: millimetres(70 + (day % 30)) },
  ],
});

const millimetres = (value: number) => ({ value, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' });

/** All pages. @returns how many resources there were */
async function walkThrough(store: ScopedStore, id: string): Promise<number> {
  let [resources, cursor]: [number, string | undefined] = [0, undefined];
  do {
    const page: Awaited<ReturnType<ScopedStore['everything']>> = await store.everything(id, 1000, cursor);
    resources += page.entries.length;
    cursor = page.next;
  } while (cursor);
  return resources;
}

/** Everything that stands for current resources on disk, against the JSON alone. */
export async function storage(run: Run, { sql }: Database): Promise<void> {
  let [disk, json] = [0, 0];
  for (const name of databases) {
    const [size] = await sql<{ disk: number; json: number }[]>`
      select sum(pg_total_relation_size(c.oid))::bigint as disk,
             (select coalesce(sum(octet_length(body)), 0)::bigint from ${sql(name)}.resource) as json
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
