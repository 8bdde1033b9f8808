import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { healthRecordsCatalogue } from '../src/databases/health-records/index.ts';
import { medicalRecordsCatalogue } from '../src/databases/medical-records/index.ts';
import { keepResidents, populationCatalogue } from '../src/databases/population/index.ts';
import { indexer, parseJson, type Resource, resourceTypes } from '../src/fhir/index.ts';
import { recordWrites } from '../src/security/audit/index.ts';
import { openExportFiles } from '../src/server/bulk/export-files.ts';
import { startPostgres } from '../src/server/postgres/index.ts';
import { countyHouseholds, institutionResources, toTransaction } from '../src/server/sample/histories/index.ts';
import { baseUnit, canonicalValue, validateResource } from '../src/standards/index.ts';
import {
  countForExport,
  type Database,
  databases,
  type ExportPage,
  findMigrations,
  makeCatalogue,
  migrate,
  openDatabase,
  openExport,
  openStore,
  parseSearch,
  type ScopedStore,
  settledInstant,
  wholePlatform,
} from '../src/store/index.ts';
import { makeRunFolder } from '../tests/support/run-folder.ts';
import { bench, load, type Run, rateOf } from './harness.ts';
import { sampleTexts } from './samples.ts';

const actor = {
  id: 'bench',
  name: { zh: '测试', en: 'Bench' },
  role: 'institution-system',
  from: '350102',
  purpose: 'TREAT',
  requestId: 'bench',
};

await bench('bench:store', { size: 300_000, quick: 3000 }, async (run) => {
  const folder = await makeRunFolder('minkang-bench');
  const server = await startPostgres(folder);
  await server.createDatabases(['bench']);
  const database = openDatabase(server.urlOf('bench'), 40);
  try {
    await migrate(database, await findMigrations(fileURLToPath(new URL('../src', import.meta.url))));
    const store = openStore({
      database,
      catalogue: makeCatalogue([...populationCatalogue, ...healthRecordsCatalogue, ...medicalRecordsCatalogue]),
      placeOf: () => '350102',
      now: () => new Date(),
      participants: [keepResidents],
      validate: validateResource,
    }).as(wholePlatform);
    await measure(run, database, store);
  } finally {
    await database.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

async function measure(run: Run, database: Database, store: ScopedStore): Promise<void> {
  const loaded = await importBundles(run, database, store);
  await database.sql`vacuum analyze`;
  extraction(run);
  const ms = run.quick ? 300 : 5000;
  await creates(run, store, ms);
  await reads(run, database, store, loaded, ms);
  await searches(run, store, loaded, ms);
  await everything(run, store, loaded);
  await exportAll(run, database);
  await storage(run, database);
}

interface Loaded {
  readonly patients: readonly string[];
  readonly identityNumbers: readonly string[];
}

/** Households as transaction bundles, two at a time; and the same bodies by one bare insert each. */
async function importBundles(run: Run, { sql }: Database, store: ScopedStore): Promise<Loaded> {
  const division = '350102';
  const plan = { division, residents: 10_000_000, seed: 'bench', today: '2026-11-01' };
  const households = countyHouseholds(plan);
  const sample: Resource[] = [];
  let [resources, spent] = [0, 0];
  const within = (tx: Parameters<typeof recordWrites>[0], written: Parameters<typeof recordWrites>[2]) =>
    recordWrites(tx, actor, written);
  await store.commit(
    institutionResources(division).map((resource) => ({ kind: 'create', resource })),
    { atomic: true },
  );
  while (resources < run.size) {
    const bundles = Array.from({ length: 40 }, () => groupOf(households)).map((group) => ({
      group,
      bundle: toTransaction(division, group),
    }));
    if (sample.length < 20_000) sample.push(...bundles.flatMap(({ group }) => group));
    const waiting = [...bundles];
    const began = performance.now();
    await Promise.all(
      [0, 1, 2, 3].map(async () => {
        for (let next = waiting.pop(); next; next = waiting.pop()) await store.bundle({ bundle: next.bundle, within });
      }),
    );
    spent += performance.now() - began;
    resources += bundles.reduce((sum, { bundle }) => sum + bundle.entry.length, 0);
  }
  const limit = await bareInsert(sql, sample);
  run.report({
    work: 'transaction bundles',
    value: (resources * 1000) / spent,
    unit: 'resources/s',
    limit,
    note: 'validated, indexed, versioned, audited',
  });
  const rows = await sql<{ id: string; number: string }[]>`
    select r.id, i.value as number from population.resident r join population.resident_identifier i on i.id = r.id and i.shard = r.shard
     where i.system = 'urn:oid:2.16.156.10011.1.3' order by r.id limit 5000`;
  return { patients: rows.map(({ id }) => id), identityNumbers: rows.map(({ number }) => number) };
}

/** Households until there are some 300 resources: what an institution sends at once. */
function groupOf(households: Iterator<readonly (Resource & { readonly id: string })[], unknown>) {
  const group: (Resource & { readonly id: string })[] = [];
  while (group.length < 250) {
    const next = households.next();
    if (next.done || !Array.isArray(next.value)) throw new Error('there are households enough');
    group.push(...next.value);
  }
  return group;
}

/** The same bodies through the same driver into a table with nothing but a key. */
async function bareInsert(sql: Database['sql'], sample: readonly Resource[]): Promise<number> {
  await sql`create table bare (type text, id text, shard bigint, body text, primary key (type, id, shard))`;
  const rows = sample.map((resource, index) => ({ type: resource.resourceType, id: `${index}`, body: JSON.stringify(resource) }));
  const began = performance.now();
  const batches = Array.from({ length: Math.ceil(rows.length / 300) }, (_, index) => rows.slice(index * 300, index * 300 + 300));
  await Promise.all(
    [0, 1, 2, 3].map(async () => {
      for (let batch = batches.pop(); batch; batch = batches.pop())
        await sql`
          insert into bare select type, id, 1, body
            from unnest(${batch.map(({ type }) => type)}::text[], ${batch.map(({ id }) => id)}::text[], ${batch.map(({ body }) => body)}::text[]) as given (type, id, body)`;
    }),
  );
  const perSecond = (rows.length * 1000) / (performance.now() - began);
  await sql`drop table bare`;
  return perSecond;
}

/** The Synthea samples, whose resources come from elsewhere; the project's own examples where they are missing. */
function extraction(run: Run): void {
  const resources = sampleTexts(run.quick ? 200 : 10_000).map((text) => parseJson(text) as Resource);
  const extract = indexer({ unit: baseUnit, identifier: canonicalValue });
  const extractAll = () => {
    for (const resource of resources) extract(resource);
  };
  for (let round = 0; round < 3; round++) extractAll();
  const value = rateOf(resources.length, run.quick ? 1 : 15, extractAll);
  run.report({ work: 'index extraction, all parameters', value, unit: 'resources/s', note: 'one core, Synthea samples' });
}

async function creates(run: Run, store: ScopedStore, ms: number): Promise<void> {
  const { perSecond, quantile } = await load(32, ms, (turn) =>
    store.create({
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '8310-5' }] },
      effectiveDateTime: '2026-01-01',
      valueQuantity: { value: 36 + (turn % 20) / 10, unit: 'Cel', system: 'http://unitsofmeasure.org', code: 'Cel' },
    }),
  );
  run.report({ work: 'single create, 32 at once', value: perSecond, unit: '/s', note: `p99 ${quantile(0.99).toFixed(1)} ms` });
}

async function reads(run: Run, { sql }: Database, store: ScopedStore, { patients }: Loaded, ms: number): Promise<void> {
  const idOf = (turn: number) => patients[(turn * 7919) % patients.length] ?? '';
  const bare = await load(
    32,
    ms,
    (turn) => sql`select body from population.resource where type = 'Patient' and id = ${idOf(turn)}`,
  );
  const { perSecond, quantile } = await load(32, ms, (turn) => store.read('Patient', idOf(turn)));
  run.report({
    work: 'read by id, 32 at once',
    value: perSecond,
    unit: '/s',
    limit: bare.perSecond,
    note: `p99 ${quantile(0.99).toFixed(1)} ms`,
  });
}

async function searches(run: Run, store: ScopedStore, { patients, identityNumbers }: Loaded, ms: number): Promise<void> {
  const any = (list: readonly string[], turn: number) => list[(turn * 7919) % list.length] ?? '';
  const kinds: readonly (readonly [string, (turn: number) => [string, string]])[] = [
    ['identifier', (turn) => ['Patient', `identifier=urn:oid:2.16.156.10011.1.3|${any(identityNumbers, turn)}`]],
    ['name prefix', (turn) => ['Patient', `name=${'陈林王李张黄'.charAt(turn % 6)}${'建秀静'.charAt(turn % 3)}`]],
    [
      'birth date range',
      (turn) => ['Patient', `birthdate=ge${1940 + (turn % 70)}-01-01&birthdate=lt${1940 + (turn % 70)}-03-01`],
    ],
    [
      'latest five by code',
      (turn) => ['Observation', `patient=${any(patients, turn)}&code=http://loinc.org|85354-9&_sort=-date&_count=5`],
    ],
    [
      'code of the population',
      (turn) => ['Condition', `code=http://hl7.org/fhir/sid/icd-10|${['I10', 'E11.9', 'J06.9', 'K35.8'][turn % 4]}`],
    ],
    ['date of the population', (turn) => ['Encounter', `date=ge2026-0${1 + (turn % 9)}-01&_sort=-date`]],
    ['chained', (turn) => ['Observation', `subject:Patient.identifier=${any(identityNumbers, turn)}&code=85354-9`]],
    ['_has', (turn) => ['Patient', `_has:Condition:patient:code=${['S72.0', 'H25.9', 'I63.9'][turn % 3]}&_count=20`]],
    [
      '_include',
      (turn) => [
        'Encounter',
        `patient=${any(patients, turn)}&_include=Encounter:service-provider&_include=Encounter:participant`,
      ],
    ],
    ['_revinclude', (turn) => ['Patient', `_id=${any(patients, turn)}&_revinclude=Condition:patient`]],
    ['composite', (turn) => ['Observation', `code-value-quantity=1558-6$gt${7 + (turn % 4)}&_count=20`]],
    ['component composite', (turn) => ['Observation', `component-code-value-quantity=8480-6$gt${150 + (turn % 20)}&_count=20`]],
    [
      'value in another unit',
      (turn) => ['Observation', `value-quantity=gt${60000 + (turn % 30) * 1000}|http://unitsofmeasure.org|g&_count=20`],
    ],
  ];
  for (const [name, query] of kinds) {
    const { perSecond, quantile } = await load(4, ms / 2, (turn) => {
      const [type, parameters] = query(turn);
      return store.search(parseSearch(type, new URLSearchParams(parameters), true));
    });
    run.report({
      work: `search: ${name}`,
      value: quantile(0.5),
      unit: 'ms p50',
      note: `p95 ${quantile(0.95).toFixed(1)} ms, p99 ${quantile(0.99).toFixed(1)} ms, ${Math.round(perSecond)}/s`,
    });
  }
}

async function everything(run: Run, store: ScopedStore, { patients }: Loaded): Promise<void> {
  let resources = 0;
  const began = performance.now();
  for (const id of patients.slice(0, run.quick ? 20 : 1500)) {
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
    note: 'one at a time',
  });
}

/** All resources to files, as the job does it; and the same bodies by a bare cursor, to nowhere. */
async function exportAll(run: Run, { sql }: Database): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'minkang-bench-export-'));
  const files = await openExportFiles(folder, 'bench', 'bench', []);
  const asOf = await settledInstant(sql, () => new Date());
  const catalogue = makeCatalogue([...populationCatalogue, ...healthRecordsCatalogue, ...medicalRecordsCatalogue]);
  const before = process.memoryUsage().rss;
  let [resources, most] = [0, before];
  const began = performance.now();
  const types = await countForExport(sql, catalogue, wholePlatform, resourceTypes);
  for (const type of types.keys()) {
    const question = { type, asOf, since: undefined, of: 'all', filters: [], elements: undefined } as const;
    const read = await openExport(sql, catalogue, wholePlatform, question);
    for (let after: string | undefined = ''; after !== undefined; ) {
      const { lines, count, last }: ExportPage = await read(after);
      await files.write({ kind: 'output', type }, lines, count);
      most = Math.max(most, process.memoryUsage().rss);
      resources += count;
      after = last;
    }
  }
  await files.sync();
  const perSecond = (resources * 1000) / (performance.now() - began);
  await files.close();
  await rm(folder, { recursive: true, force: true });
  run.report({
    work: '$export',
    value: perSecond,
    unit: 'resources/s',
    limit: await bareCursor(sql),
    note: `${resources.toLocaleString('en')} resources, at most ${Math.round((most - before) / 2 ** 20)} MB more resident`,
  });
}

async function bareCursor(sql: Database['sql']): Promise<number> {
  const nowhere = await open('/dev/null', 'w');
  let rows = 0;
  const began = performance.now();
  for (const name of databases)
    for await (const page of sql<{ body: string }[]>`select body from ${sql(name)}.resource where not deleted`.cursor(2000)) {
      await nowhere.write(page.map(({ body }) => body).join('\n'));
      rows += page.length;
    }
  const perSecond = (rows * 1000) / (performance.now() - began);
  await nowhere.close();
  return perSecond;
}

/** Everything that stands for current resources on disk, against the JSON alone. */
async function storage(run: Run, { sql }: Database): Promise<void> {
  let [disk, json] = [0, 0];
  for (const name of databases) {
    const [size] = await sql<{ disk: number; json: number }[]>`
      select sum(pg_total_relation_size(c.oid))::bigint as disk,
             (select coalesce(sum(length(body)), 0)::bigint from ${sql(name)}.resource) as json
        from pg_class c where c.relnamespace = ${name}::regnamespace and c.relname in ('resource', 'search_range', 'search_text')`;
    disk += size?.disk ?? 0;
    json += size?.json ?? 0;
  }
  run.report({ work: 'storage, indexes included', value: disk / json, unit: '× the JSON' });
}
