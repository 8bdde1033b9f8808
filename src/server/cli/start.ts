import cluster from 'node:cluster';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readSettings, type Settings, SettingsError, settingsSchema } from '../config.ts';
import type { Operate } from '../platform.ts';
import { releaseMemory } from '../release-memory.ts';
import type { FromPlatform, ToPlatform } from '../sample/messages.ts';
import { openLog, servePlatform } from '../serve.ts';
import { StartError } from '../start-error.ts';
import { gatherByPrimary, startWorkers } from '../workers/index.ts';

const GRACE_MS = 200;
/** Platforms of a network start together, and are asked at once: until all are there none of them catches up with anything. */
const CALM_MS = 6000;
const PROGRAM = fileURLToPath(new URL('../../../bin/minkang.mjs', import.meta.url));

const HELP = `npx minkang start --settings FILE

Starts one platform from its settings (JSON). The settings:

`;

export const startCommand = {
  summary: 'start one platform from its settings',
  async run(values: string[]): Promise<number> {
    const { values: given } = parseArgs({ args: values, options: { settings: { type: 'string' }, help: { type: 'boolean' } } });
    const file = given.settings ?? process.env['MINKANG_SETTINGS'];
    if (given.help || !file) {
      console.log(HELP + describeSettings());
      return given.help ? 0 : 2;
    }
    try {
      return await runUntilStopped(file);
    } catch (thrown) {
      const sentence = thrown instanceof StartError || thrown instanceof SettingsError ? thrown.message : undefined;
      if (sentence === undefined) throw thrown;
      tell({ kind: 'failed', sentence });
      console.error(sentence);
      return 2;
    }
  },
};

/** One line a setting: name, what it is, what it is when left out. */
function describeSettings(): string {
  return Object.entries(settingsSchema.shape)
    .map(([name, schema]) => {
      const isOptional = schema.safeParse(undefined).success;
      return `  ${name.padEnd(14)} ${schema.description ?? ''}${isOptional ? ' (optional)' : ''}`;
    })
    .join('\n');
}

async function runUntilStopped(file: string): Promise<number> {
  const settings = await readSettings(file);
  const stop = settings.workers > 1 && cluster.isPrimary ? await startAll(settings, file) : await startOne(settings);
  tell({ kind: 'ready' });
  await untilStopped();
  await stop();
  // the channel to whoever started us would keep the process alive
  if (process.connected) process.disconnect();
  return 0;
}

async function startOne(settings: Settings): Promise<() => Promise<void>> {
  const running = await servePlatform(settings, {
    log: openLog(settings),
    operate: operateByParent(),
    gatherFigures: cluster.isWorker ? gatherByPrimary(process) : undefined,
    onSeeding: (resources) => tell({ kind: 'seeding', resources }),
  });
  releaseMemory();
  running.platform.background.calm(CALM_MS);
  return () => running.close(GRACE_MS);
}

/** As many processes as the settings say, and this one above them. */
async function startAll(settings: Settings, file: string): Promise<() => Promise<void>> {
  const workers = await startWorkers({
    count: settings.workers,
    program: PROGRAM,
    values: ['start', '--settings', file],
    log: openLog(settings),
    onSeeding: (resources) => tell({ kind: 'seeding', resources }),
  });
  return () => workers.stop();
}

const tell = (message: FromPlatform) => void process.send?.(message);

/** Asked to stop by a signal, or whoever started us is gone. */
function untilStopped(): Promise<void> {
  return new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
    process.once('disconnect', () => resolve());
  }).then(() => {
    // whatever still holds on to the process does so for a few seconds at most
    setTimeout(() => process.exit(0), 8000).unref();
  });
}

/** In the sample network the parent process stops and starts platforms. */
function operateByParent(): Operate | undefined {
  // the sample network has one process a platform
  if (!process.send || cluster.isWorker) return undefined;
  let last = 0;
  return (division, action) =>
    new Promise<void>((resolve, reject) => {
      const request = ++last;
      const onMessage = (message: ToPlatform) => {
        if (message.kind !== 'operated' || message.request !== request) return;
        process.off('message', onMessage);
        if (message.sentence) reject(new Error(message.sentence));
        else resolve();
      };
      process.on('message', onMessage);
      tell({ kind: 'operate', request, division, action });
    });
}
