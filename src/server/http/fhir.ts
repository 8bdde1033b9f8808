import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { isDecodable } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import type { Platform } from '../platform.ts';
import { type Authenticate, requireBearer } from './bearer-hook.ts';
import { bulkRoutes } from './bulk.ts';
import { capabilityStatement } from './capability.ts';
import { binaryRoutes } from './fhir-binary.ts';
import { readBodies } from './fhir-body.ts';
import { everythingRoutes } from './fhir-everything.ts';
import { historyRoutes } from './fhir-history.ts';
import { metaRoutes } from './fhir-meta.ts';
import { readRoutes } from './fhir-read.ts';
import { send, wantsJson } from './fhir-reply.ts';
import { searchRoutes } from './fhir-search.ts';
import { writeRoutes } from './fhir-write.ts';
import { goldenRecordRoutes } from './golden-record.ts';
import { immunizationForecastRoutes } from './immunization-forecast.ts';
import { insideBundle } from './inside-bundle.ts';
import { matchRoutes } from './patient-match.ts';
import { pixRoutes } from './pix-query.ts';
import { messageRoutes } from './process-message.ts';
import { recordRoutes } from './record.ts';
import { claimsOf } from './route-claims.ts';
import { subscriptionRoutes, WEBSOCKET_PATH } from './subscriptions.ts';
import { terminologyRoutes } from './terminology.ts';
import { validateRoutes } from './validate.ts';
import { viewRunRoutes } from './view-run.ts';
import { viewTableRoutes } from './view-tables.ts';

/** What is read before one signs in, and what is opened by a token of its own. */
const OPEN: ReadonlySet<string> = new Set(['/fhir/metadata', `/fhir${WEBSOCKET_PATH}`]);

/** FHIR R4 REST below /fhir. https://hl7.org/fhir/R4/http.html */
export const fhirRoutes = (platform: Platform, authenticate: Authenticate) => async (app: FastifyInstance) => {
  requireBearer(app, authenticate, platform.store.catalogue, (request) => OPEN.has(request.routeOptions.url ?? ''));
  readBodies(app);
  app.addHook('onRequest', readableAddress);
  const routes: Pick<RouteOptions, 'method' | 'url'>[] = [];
  // what is written is held to the value sets of this moment
  app.addHook('preHandler', async ({ method }) => {
    if (method !== 'GET' && method !== 'DELETE' && !insideBundle()) await platform.terminology.prepare();
  });
  app.addHook('onRoute', (route) => {
    routes.push(route);
    route.schema = { tags: ['FHIR'], security: [{ bearer: [] }], ...route.schema };
  });

  app.get('/metadata', { schema: { summary: 'CapabilityStatement' }, preHandler: wantsJson }, async (_request, reply) =>
    send(reply, JSON.stringify(capabilityStatement(platform, claimsOf(routes)))),
  );
  await app.register(bulkRoutes(platform));
  await app.register(recordRoutes(platform));
  goldenRecordRoutes(app, platform);
  immunizationForecastRoutes(app, platform);
  matchRoutes(app, platform);
  pixRoutes(app, platform);
  messageRoutes(app, platform);
  await app.register(subscriptionRoutes(platform));
  terminologyRoutes(app, platform);
  viewRunRoutes(app, platform);
  viewTableRoutes(app, platform);
  await app.register(binaryRoutes(platform));
  readRoutes(app, platform);
  historyRoutes(app, platform);
  searchRoutes(app, platform);
  everythingRoutes(app, platform);
  validateRoutes(app, platform);
  writeRoutes(app, platform);
  metaRoutes(app, platform);
};

/** @throws Problem input-invalid where a percent sign stands before what is no text */
async function readableAddress({ url }: FastifyRequest): Promise<void> {
  if (!isDecodable(url)) throw new Problem('input-invalid', 'The address is not well encoded', { at: 'url' });
}
