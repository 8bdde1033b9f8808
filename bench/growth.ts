import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { openProgress } from '../src/server/cli/progress.ts';
import type { Database, ScopedStore } from '../src/store/index.ts';
import { type Loaders, startLoaders } from './growth/loaders.ts';
import { type Growth, type Step, writePage } from './growth/page.ts';
import { type Figure, heading, lineOf, machine, type Run } from './harness.ts';
import { askedFor } from './store/loaded.ts';
import { withServer, withStore } from './store/opened.ts';
import { searches } from './store/search-kinds.ts';
import { creates, everything, longRecords, reads, storage } from './store/single.ts';

/*
 * One database that grows: loaded to each size in turn, and measured there.
 *   --sizes 50000,500000,5000000   --workers N loading processes   --quick for tiny sizes
 *   --json FILE, written anew after every size   --plot DIR: DIR/growth.md and DIR/images/growth.svg
 *   --from FILE: only the page, of figures that were measured before
 */
const { values } = parseArgs({
  options: {
    ...{ quick: { type: 'boolean' }, sizes: { type: 'string' }, workers: { type: 'string' } },
    ...{ json: { type: 'string' }, plot: { type: 'string' }, from: { type: 'string' } },
  },
});
const quick = values.quick === true;
const sizes = (values.sizes ?? (quick ? '600,2400' : '50000,500000,5000000')).split(',').map(Number);
if (sizes.some((size, index) => !(size > (sizes[index - 1] ?? 0)))) throw new Error('--sizes are numbers that grow');
const workers = Number(values.workers ?? Math.min(4, cpus().length));

const growth = values.from ? (JSON.parse(await readFile(values.from, 'utf8')) as Growth) : await measureGrowth();
if (values.plot) await writePage(growth, values.plot);

async function measureGrowth(): Promise<Growth> {
  const steps: Step[] = [];
  const grown = (postgres: string): Growth => ({
    ...{ name: 'bench:growth', quick, workers, machine: machine(), postgres },
    ...{ day: new Date().toISOString().slice(0, 10), steps },
  });
  let result = grown('');
  console.log(`bench:growth: ${sizes.map((size) => size.toLocaleString('en')).join(', ')} resources, ${machine()}`);
  await withServer((_server, url) =>
    withStore(url, 40, async (database, store) => {
      const [{ version = '' } = {}] = await database.sql<
        { version: string }[]
      >`select current_setting('server_version') as version`;
      const written: Opened['written'] = { resources: 0, show: () => {} };
      const loaders = await startLoaders(workers, url, (resources) => written.show(resources));
      try {
        for (const size of sizes) {
          steps.push(await stepTo(size, { database, store, loaders, written }));
          result = grown(version);
          if (values.json) await writeFile(values.json, `${JSON.stringify(result, null, 2)}\n`);
        }
      } finally {
        await loaders.stop();
      }
    }),
  );
  return result;
}

interface Opened {
  readonly database: Database;
  readonly store: ScopedStore;
  readonly loaders: Loaders;
  /** Resources that were written so far, and who is told of each bundle. */
  readonly written: { resources: number; show: (resources: number) => void };
}

/** Loads up to a size, the last tenth (20,000 at most) prepared beforehand and timed, and measures everything there. */
async function stepTo(size: number, { database, store, loaders, written }: Opened): Promise<Step> {
  const began = Date.now();
  const progress = openProgress('resources');
  written.show = (resources) => {
    written.resources += resources;
    progress.show(written.resources, size);
  };
  const last = Math.min(20_000, size / 10);
  const bulk = await loaders.load(Math.max(0, size - written.resources - last));
  const timed = await loaders.loadPrepared(Math.max(1, size - written.resources));
  progress.close();
  await database.sql`vacuum analyze`;
  await database.sql`checkpoint`;
  const loaded = await askedFor(database);
  const [{ residents = 0 } = {}] = await database.sql<
    { residents: number }[]
  >`select count(*) as residents from population.resident`;
  const title = `${written.resources.toLocaleString('en')} resources of ${residents.toLocaleString('en')} residents`;
  console.log(`\n${title}, loaded and vacuumed in ${Math.round((Date.now() - began) / 1000)} s\n${heading}`);
  const figures: Figure[] = [];
  const run: Run = {
    ...{ quick, size, number: () => size },
    report: (figure) => {
      figures.push(figure);
      console.log(lineOf(figure));
    },
  };
  run.report({
    work: 'transaction bundles',
    value: timed.resources / timed.seconds,
    unit: 'resources/s',
    note: `${timed.bundles} bundles in ${timed.seconds.toFixed(1)} s by ${workers} processes; all until here, generating included: ${Math.round(bulk.resources / bulk.seconds)}/s`,
  });
  await storage(run, database);
  const ms = quick ? 100 : 5000;
  await creates(run, database, store, ms);
  await reads(run, database, store, loaded, ms);
  await searches(run, store, loaded, ms);
  await everything(run, store, loaded, quick ? 5 : 1500);
  await longRecords(run, store, quick ? 1 : 20);
  return { size, resources: written.resources, residents, figures };
}
