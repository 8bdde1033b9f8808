import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { type Logger, pino } from 'pino';
import { rehearseRecord } from '../platform/routing/index.ts';
import { NewerDatabaseError } from '../store/index.ts';
import type { Settings } from './config.ts';
import { buildApp } from './http/app.ts';
import { type GatherFigures, type Operate, openPlatform, type Platform } from './platform.ts';
import { StartError } from './start-error.ts';

const CLOSE_TIMEOUT_MS = 5000;

export interface RunningPlatform {
  readonly platform: Platform;
  /** @param graceMs how long it still takes new requests: so that those which were on their way get an answer */
  close(graceMs?: number): Promise<void>;
}

export interface ServeOptions {
  readonly log?: Logger;
  readonly operate?: Operate | undefined;
  readonly gatherFigures?: GatherFigures | undefined;
  /** Resources of the sample written so far. */
  readonly onSeeding?: (resources: number) => void;
}

/** Log lines as JSON; what could carry a resident's data or a secret is left out wherever it stands. */
export function openLog({ division, logLevel }: Pick<Settings, 'division' | 'logLevel'>): Logger {
  return pino({
    level: logLevel,
    base: { division },
    redact: {
      paths: [
        'req.headers.authorization',
        'req.headers.cookie',
        'err.cause.detail',
        'err.detail',
        'err.parameters',
        'err.args',
        'err.query',
      ],
      censor: '…',
    },
  });
}

/**
 * Opens a platform and listens. With sample settings it fills itself first.
 * @throws StartError where the port is taken or the database is newer than the program
 */
export async function servePlatform(
  settings: Settings,
  { log = openLog(settings), operate, gatherFigures, onSeeding }: ServeOptions = {},
): Promise<RunningPlatform> {
  const platform = await openPlatform({ settings, log, operate, gatherFigures }).catch((thrown: unknown) => {
    if (thrown instanceof NewerDatabaseError)
      throw new StartError(`The database of ${settings.division} cannot be opened: ${thrown.message}; nothing was changed.`);
    throw thrown;
  });
  try {
    if (settings.sample) {
      const { sample } = settings;
      const { seedPlatform } = await import('./sample/seed.ts');
      await platform.background.whileFilling(async () => {
        const isNew = await seedPlatform(platform, sample, onSeeding ?? (() => {}));
        // whoever opens it first finds what is due, and figures
        while (isNew && (await platform.programmes.work()));
      });
    }
    const app = await buildApp(platform);
    await app.listen({ host: settings.host, port: settings.port }).catch((thrown: unknown) => {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE')
        throw new StartError(`Port ${settings.port} is in use; choose another with MINKANG_PORT.`);
      throw thrown;
    });
    await rehearseRecord(platform.records).catch((thrown: unknown) => log.warn({ err: thrown }, 'the rehearsal failed'));
    return {
      platform,
      close: async (graceMs = 0) => {
        await closeApp(app, graceMs);
        await platform.close();
      },
    };
  } catch (thrown) {
    await platform.close();
    throw thrown;
  }
}

/**
 * Answers what was asked. For the grace it still takes what lies in the queue of the port, and keeps no connection; then a
 * connection goes once it has its answer, and in the end without one.
 */
async function closeApp(app: FastifyInstance, graceMs: number): Promise<void> {
  const { server } = app;
  server.prependListener('request', (_request, response) => {
    response.shouldKeepAlive = false;
  });
  if (graceMs > 0) await sleep(graceMs);
  const answered = setInterval(() => server.closeIdleConnections(), 20);
  const late = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
  await app.close();
  clearInterval(answered);
  clearTimeout(late);
}
