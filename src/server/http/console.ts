import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../../kernel/index.ts';
import type { Platform } from '../platform.ts';

const FILES = fileURLToPath(new URL('../../../dist/console', import.meta.url));
const ASSETS = join(FILES, 'assets');

/** The console: static files, and its start page for every address of its own. */
export const consoleRoutes =
  ({ settings }: Platform) =>
  async (app: FastifyInstance) => {
    if (!existsSync(FILES)) return;
    const page = await readFile(`${FILES}/index.html`);
    const { host } = new URL(settings.url);
    await app.register(fastifyStatic, {
      root: FILES,
      preCompressed: true,
      wildcard: false,
      index: false,
      maxAge: '1y',
      immutable: true,
      // what has no digest in its name is asked for anew: the page, the service worker, the manifest, icons
      setHeaders: (reply, path) => {
        if (!path.startsWith(ASSETS)) void reply.header('cache-control', 'no-cache');
      },
    });
    app.get('/*', { schema: { hide: true } }, async (request, reply) => {
      if (!request.headers.accept?.includes('text/html')) throw new Problem('route-unknown', 'No such file');
      // signing in works at one address only: another name of the same machine is led there
      if (request.headers.host && request.headers.host !== host) return reply.redirect(`${settings.url}${request.url}`);
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
    });
  };
