import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from '../tests/support/ports.ts';
import { bench, quantilesOf, type Run } from './harness.ts';
import { type Started, startOnce } from './start/process.ts';
import { searchOnce, settingsOn, takeToken } from './start/settings.ts';
import { withServer } from './store/opened.ts';

const PROGRAM = fileURLToPath(new URL('../bin/minkang.mjs', import.meta.url));
const BARE = fileURLToPath(new URL('start-bare.mjs', import.meta.url));

/*
 * The cold start of one platform: `minkang start` as a process of its own, from its spawning to its first answer at
 * /health/ready; modules, definitions, the check of the database for migrations, and all routes included. Not included: the
 * database, which is running and has its tables. Limit: a process with Fastify and one route.
 */
await bench('bench:start', { size: 10, quick: 2, of: 'starts' }, (run) =>
  withServer(async (_server, database) => {
    const folder = await mkdtemp(join(tmpdir(), 'minkang-bench-start-'));
    try {
      await measure(run, folder, database);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }),
);

async function measure(run: Run, folder: string, database: string): Promise<void> {
  const [port = 0, other = 0] = await freePorts(2);
  const url = `http://127.0.0.1:${port}`;
  const file = join(folder, 'settings.json');
  const { first, later } = await settingsOn(database, port);
  const start = (options = {}) => startOnce(PROGRAM, ['start', '--settings', file], url, options);
  await writeFile(file, JSON.stringify(first));
  let token = '';
  const take = async () => {
    token = await takeToken(url);
  };
  await start({ afterwards: [take] });
  await writeFile(file, JSON.stringify(later));
  const platform = await times(run.size, () => start({ afterwards: [() => searchOnce(url, token), take] }));
  const bare = await times(run.size, () => startOnce(BARE, [String(other)], `http://127.0.0.1:${other}`));
  const uncached = await times(Math.ceil(run.size / 4), () => start({ env: { NODE_DISABLE_COMPILE_CACHE: '1' } }));
  const ready = ({ readyMs }: Started) => readyMs;
  report(run, 'cold start', 'ms', platform, ready, bare);
  report(run, 'cold start, nothing compiled before', 'ms', uncached, ready, bare);
  const moments = ['when ready', 'after the first search', 'after the first token'];
  for (const [index, moment] of moments.entries())
    report(run, `resident memory ${moment}`, 'MB', platform, (one) => one.megabytes[index], bare);
}

function report(
  run: Run,
  work: string,
  unit: string,
  started: readonly Started[],
  pick: (one: Started) => number | undefined,
  bare: readonly Started[],
): void {
  const of = (all: readonly Started[]) => quantilesOf(all.map(pick).filter((value) => value !== undefined));
  const { samples, p50, p95 } = of(started);
  const least = of(bare).p50;
  if (samples > 0)
    run.report({
      work,
      value: p50,
      unit,
      ...(least > 0 ? { limit: least } : {}),
      note: `median of ${samples}, p95 ${Math.round(p95)} ${unit}`,
    });
}

async function times<Result>(count: number, once: () => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let turn = 0; turn < count; turn++) results.push(await once());
  return results;
}
