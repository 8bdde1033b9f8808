import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { isObject } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import {
  bindingToken,
  contents,
  type EventRange,
  type Socket,
  subscriptionEvents,
  subscriptionStatus,
  toContent,
  topicResources,
} from '../../platform/subscriptions/index.ts';
import type { Subject } from '../../security/access/index.ts';
import type { Platform } from '../platform.ts';
import { actorOf, subjectOf } from './bearer-hook.ts';
import { bundleOf } from './fhir-bundles.ts';
import { send } from './fhir-reply.ts';
import { parametersOf } from './parameters.ts';

export const WEBSOCKET_PATH = '/$subscriptions-ws';
const MOST_RECEIVED_BYTES = 16 * 1024;

/** Where subscribers by websocket connect. */
export const websocketUrl = ({ settings }: Pick<Platform, 'settings'>): string =>
  `${settings.url.replace(/^http/, 'ws')}/fhir${WEBSOCKET_PATH}`;

interface ById {
  readonly Params: { readonly id: string };
}

/**
 * Operations of the Subscriptions Backport guide, each by GET or with Parameters, and the websocket itself.
 * http://hl7.org/fhir/uv/subscriptions-backport/
 */
export const subscriptionRoutes = (platform: Platform) => async (app: FastifyInstance) => {
  const { subscriptions } = platform;
  const both = (path: string, summary: string, handler: (request: FastifyRequest<ById>, reply: FastifyReply) => unknown) => {
    app.get<ById>(path, { schema: { summary } }, async (request, reply) => handler(request, reply));
    app.post<ById>(path, { schema: { summary } }, async (request, reply) => handler(request, reply));
  };

  both('/Subscription/$status', 'Status of the Subscriptions of the caller', async (request, reply) => {
    const asked = { ids: valuesOf(request, 'id'), statuses: valuesOf(request, 'status') };
    return send(reply, JSON.stringify(await subscriptionStatus(subscriptions, subscriberOf(request), asked)));
  });

  both('/Subscription/:id/$status', 'Status of a Subscription', async (request, reply) =>
    send(reply, JSON.stringify(await subscriptionStatus(subscriptions, subscriberOf(request), { id: request.params.id }))),
  );

  both('/Subscription/:id/$events', 'Events of a Subscription, by number', async (request, reply) => {
    const actor = actorOf(request, platform.settings.division);
    const subject = subscriberOf(request);
    return send(reply, await subscriptionEvents(subscriptions, subject, actor, request.params.id, rangeIn(request)));
  });

  both('/Subscription/$get-ws-binding-token', 'A token for a websocket, for several Subscriptions', async (request, reply) =>
    send(reply, JSON.stringify(await tokenFor(platform, request, valuesOf(request, 'id')))),
  );

  both('/Subscription/:id/$get-ws-binding-token', 'A token for a websocket', async (request, reply) =>
    send(reply, JSON.stringify(await tokenFor(platform, request, [request.params.id]))),
  );

  app.get(
    '/Subscription/$topics',
    { schema: { summary: 'Topics that can be subscribed to, as Basic resources' } },
    async (_, reply) =>
      send(
        reply,
        JSON.stringify(
          bundleOf(
            'collection',
            topicResources().map((resource) => ({ resource })),
          ),
        ),
      ),
  );

  await app.register(websocket, {
    options: { maxPayload: MOST_RECEIVED_BYTES },
    errorHandler: (_error, socket) => socket.terminate(),
  });
  app.get(WEBSOCKET_PATH, { websocket: true }, (socket) => {
    const connection = subscriptions.sockets.open(socketOver(socket));
    socket.on('message', (data, isBinary) => connection.received(isBinary ? '' : String(data)));
    socket.on('pong', (data) => connection.ponged(data.toString()));
    socket.on('close', () => connection.closed());
  });
};

const socketOver = (socket: WebSocket): Socket => ({
  send: (text) => socket.send(text),
  ping: (data) => socket.ping(data),
  close: (code, reason) => socket.close(code, reason),
  get bufferedAmount() {
    return socket.bufferedAmount;
  },
});

/** @throws Problem right-missing for who may see no Subscription */
function subscriberOf(request: FastifyRequest): Subject {
  const subject = subjectOf(request);
  if (!subject.scope.allows('Subscription', 'r'))
    throw new Problem('right-missing', 'Subscription: interaction r is outside the scope');
  return subject;
}

const tokenFor = (platform: Platform, request: FastifyRequest, ids: readonly string[]): Promise<object> =>
  bindingToken(platform.subscriptions, subscriberOf(request), ids, websocketUrl(platform));

/** Values of a parameter: in the address, and in a Parameters resource. */
function valuesOf(request: FastifyRequest, name: string): string[] {
  const { body } = request;
  const inBody = isObject(body) && Array.isArray(body['parameter']) ? body['parameter'].filter(isObject) : [];
  const values = inBody.filter((one) => one['name'] === name).flatMap((one) => KEYS.flatMap((key) => one[key] ?? []));
  const inAddress = parametersOf(request).flatMap(([key, value]) => (key === name ? value.split(',') : []));
  return [...inAddress, ...values.map(String)];
}

const KEYS = ['valueId', 'valueCode', 'valueString', 'valueInteger', 'valueUnsignedInt'] as const;

function rangeIn(request: FastifyRequest): EventRange {
  const [content] = valuesOf(request, 'content');
  if (content !== undefined && !toContent(content))
    throw new Problem('parameter-invalid', `content is ${contents.join(', ')}`, { at: 'content' });
  return {
    since: numberIn(request, 'eventsSinceNumber'),
    until: numberIn(request, 'eventsUntilNumber'),
    content: toContent(content),
  };
}

function numberIn(request: FastifyRequest, name: string): number | undefined {
  const [text] = valuesOf(request, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new Problem('parameter-invalid', `${name} is a number of an event`, { at: name });
  return Number(text);
}
