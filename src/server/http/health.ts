import type { FastifyInstance } from 'fastify';
import type { Platform } from '../platform.ts';
import { version } from '../version.ts';
import type { Metrics } from './metrics.ts';

/** Liveness, readiness, and metrics where the settings open them. */
export const healthRoutes = (platform: Platform, metrics: Metrics | undefined) => async (app: FastifyInstance) => {
  const { division } = platform.settings;
  app.get('/health/live', { schema: { tags: ['health'], summary: 'The process answers' } }, async () => ({
    status: 'up',
    division,
    version,
  }));

  app.get(
    '/health/ready',
    { schema: { tags: ['health'], summary: 'Everything that is needed answers; says which part does not' } },
    async (_request, reply) => {
      const database = await platform.database.sql`select 1`.then(
        () => 'up',
        () => 'down',
      );
      const ready = database === 'up';
      return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not-ready', parts: { database }, division });
    },
  );

  if (metrics)
    app.get('/metrics', { schema: { tags: ['health'], summary: 'Metrics for Prometheus' } }, async (_request, reply) => {
      const { type, text } = await metrics.render();
      return reply.type(type).send(text);
    });
};
