import { randomUUID } from 'node:crypto';
import { maxHeaderSize } from 'node:http';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController, type RouteOptions } from 'fastify';
import { asProblem, Problem, toOperationOutcome, toProblemDetails } from '../../kernel/index.ts';
import { importKey } from '../../security/crypto/index.ts';
import { audienceOf, bearerCheck } from '../../security/identity/index.ts';
import type { Platform } from '../platform.ts';
import { version } from '../version.ts';
import { apiRoutes } from './api.ts';
import { consoleRoutes } from './console.ts';
import { fhirRoutes } from './fhir.ts';
import { securityHeaders } from './headers.ts';
import { healthRoutes } from './health.ts';
import { hubRoutes } from './hub.ts';
import { oauthRoutes } from './oauth.ts';

const TRUSTED_REQUEST_ID = /^[A-Za-z0-9-]{8,64}$/;

/**
 * All routes of one platform. Listening is the caller's.
 * @param onRoute told of each route as it is registered
 */
export async function buildApp(
  platform: Platform,
  onRoute: (route: Pick<RouteOptions, 'method' | 'url'>) => void = () => {},
): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: platform.log,
    // addresses may carry numbers of residents: the log gets the route, not what was asked
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: platform.settings.maxBodyMegabytes * 1024 * 1024,
    genReqId: (request) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && TRUSTED_REQUEST_ID.test(given) ? given : randomUUID();
    },
    // no part of an address is too long for its route: Node reads no more than this, and what is not there is told as ever
    routerOptions: { maxParamLength: maxHeaderSize },
    // whatever was begun is answered before the platform ends; serve.ts sets a time to it
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // several platforms starting at once on two cores have taken longer than the ten seconds of the default
    pluginTimeout: 60_000,
    frameworkErrors: (thrown, request, reply) => answerProblem(platform, thrown, request, reply),
  }) as unknown as FastifyInstance;
  app.setErrorHandler((thrown, request, reply) => answerProblem(platform, thrown, request, reply));
  app.setNotFoundHandler((request, reply) =>
    answerProblem(platform, new Problem('route-unknown', 'See /docs for what is here'), request, reply),
  );
  app.addHook('onRoute', onRoute);
  app.addHook('onRequest', securityHeaders);
  app.addHook('onRequest', async ({ url }) => {
    if (url.includes('%00')) throw new Problem('input-invalid', 'No text has a NUL', { at: 'url' });
  });
  const metrics = platform.settings.metrics === 'open' ? (await import('./metrics.ts')).openMetrics(platform) : undefined;
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics?.observe({ method: request.method, route, status: reply.statusCode, seconds: reply.elapsedTime / 1000 });
    platform.log.debug(
      { reqId: request.id, method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'answered',
    );
    done();
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: `Minkang ${platform.self.name.en}`, version },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
  });
  await app.register(swaggerUi, { routePrefix: '/docs' });
  const authenticate = bearerCheck({
    issuer: `${platform.settings.url}/oauth`,
    audience: audienceOf(platform.settings.url),
    key: await importKey(platform.secrets.tokenPublicKey),
  });
  await app.register(healthRoutes(platform, metrics));
  await app.register(oauthRoutes(platform));
  await app.register(fhirRoutes(platform, authenticate), { prefix: '/fhir' });
  await app.register(apiRoutes(platform, authenticate), { prefix: '/api' });
  await app.register(hubRoutes(platform));
  await app.register(consoleRoutes(platform));
  return app;
}

/** The one place that turns what was thrown into an answer. A bug is logged whole and tells the caller its request id. */
function answerProblem(platform: Platform, thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = fromFastify(thrown, platform) ?? asProblem(thrown);
  if (problem.code === 'internal')
    platform.log.error({ err: thrown, reqId: request.id, route: request.routeOptions.url }, 'request failed');
  if (problem.code === 'sign-in-required') reply.header('www-authenticate', 'Bearer');
  reply.status(problem.status).header('x-request-id', request.id);
  if (request.url.startsWith('/fhir'))
    return reply.type('application/fhir+json').send(JSON.stringify(toOperationOutcome(problem)));
  return reply.type('application/problem+json').send(JSON.stringify(toProblemDetails(problem, request.id)));
}

function fromFastify(thrown: unknown, { settings }: Platform): Problem | undefined {
  if (thrown instanceof Problem || typeof thrown !== 'object' || thrown === null || !('statusCode' in thrown)) return undefined;
  const { statusCode } = thrown;
  if (statusCode === 413)
    return new Problem('too-large', `A body has at most ${settings.maxBodyMegabytes} megabytes`, { at: 'body' });
  if (statusCode === 415)
    return new Problem(
      'media-type-unsupported',
      'Bodies are read as JSON, below /fhir as application/fhir+json; XML and others are not read',
      { at: 'Content-Type' },
    );
  if (statusCode === 429) return new Problem('too-many-requests', 'Wait a moment');
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return new Problem('input-invalid', 'The request cannot be read', { at: 'url' });
  return undefined;
}
