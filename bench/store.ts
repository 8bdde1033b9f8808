import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { indexer, parseJson, type Resource, resourceTypes } from '../src/fhir/index.ts';
import { openExportFiles } from '../src/server/bulk/export-files.ts';
import { baseUnit, canonicalValue } from '../src/standards/index.ts';
import {
  countForExport,
  type Database,
  type ExportPage,
  openExport,
  type ScopedStore,
  settledInstant,
  wholePlatform,
} from '../src/store/index.ts';
import { bench, type Run, rateOf } from './harness.ts';
import { sampleTexts } from './samples.ts';
import { bareCursor, bareInsert } from './store/bare.ts';
import { bareRows } from './store/bare-rows.ts';
import { householdBundles, take } from './store/bundles.ts';
import { askedFor } from './store/loaded.ts';
import { catalogue, within, withServer, withStore } from './store/opened.ts';
import { searches } from './store/search-kinds.ts';
import { creates, everything, longRecords, reads, storage } from './store/single.ts';

await bench('bench:store', { size: 300_000, quick: 3000 }, (run) =>
  withServer((_server, url) => withStore(url, 40, (database, store) => measure(run, database, store))),
);

async function measure(run: Run, database: Database, store: ScopedStore): Promise<void> {
  await importBundles(run, database, store);
  await database.sql`vacuum analyze`;
  const loaded = await askedFor(database);
  await storage(run, database);
  extraction(run);
  const ms = run.quick ? 300 : 5000;
  await creates(run, database, store, ms);
  await reads(run, database, store, loaded, ms);
  await searches(run, store, loaded, ms / 2);
  await everything(run, store, loaded, run.quick ? 20 : 1500);
  await longRecords(run, store, run.quick ? 1 : 20);
  await exportAll(run, database);
}

/** Households as transaction bundles, four at a time; and the same bodies by bare inserts. */
async function importBundles(run: Run, { sql }: Database, store: ScopedStore): Promise<void> {
  const households = householdBundles();
  const sample: Resource[] = [];
  let [resources, spent] = [0, 0];
  while (resources < run.size) {
    const bundles = take(households, Math.min(12_000, run.size));
    if (sample.length < 20_000) sample.push(...bundles.flatMap((one) => one.resources));
    resources += bundles.reduce((sum, { bundle }) => sum + bundle.entry.length, 0);
    const began = performance.now();
    await Promise.all(
      [0, 1, 2, 3].map(async () => {
        for (let next = bundles.pop(); next; next = bundles.pop()) await store.bundle({ bundle: next.bundle, within });
      }),
    );
    spent += performance.now() - began;
  }
  const bundles = { value: (resources * 1000) / spent, unit: 'resources/s' };
  run.report({
    work: 'transaction bundles',
    ...bundles,
    limit: await bareRows(sql, Math.min(20_000, run.size / 2)),
    note: 'validated, indexed, versioned, audited; limit: the same rows, with their indexes',
  });
  run.report({
    work: 'transaction bundles',
    ...bundles,
    limit: await bareInsert(sql, sample),
    note: 'limit: the bodies alone, in a table with one key',
  });
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

/** All resources to files, as the job does it; and the same bodies by a bare cursor, to nowhere. */
async function exportAll(run: Run, { sql }: Database): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'minkang-bench-export-'));
  const files = await openExportFiles(folder, 'bench', 'bench', []);
  const asOf = await settledInstant(sql, () => new Date());
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
