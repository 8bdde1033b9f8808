import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { answerDefinitions, askedDefinitions, DEFINITIONS_PATH } from '../../definitions/index.ts';
import { Problem, parseOrUndefined } from '../../kernel/index.ts';
import { receiveCall, SENDER_HEADER } from '../../platform/exchange/index.ts';
import { carriedLetter, NOTICE_PATH, receiveLetter } from '../../platform/notices/index.ts';
import { networkStatus, RECORD_PATH, readWarrant, recordRequest, STATUS_PATH } from '../../platform/routing/index.ts';
import { BATCH_PATH, receiveBatch } from '../../platform/sync/index.ts';
import { isWithin } from '../../standards/index.ts';
import type { Platform } from '../platform.ts';
import { ownStatus } from './network-status.ts';

const statusRequest = z.looseObject({ direction: z.enum(['up', 'down']), budgetMs: z.number().min(0).max(60_000) });

/** What other platforms call: signed with their keys, no access token. Only neighbours in the tree are heard. */
export const hubRoutes = (platform: Platform) => async (app: FastifyInstance) => {
  const { settings, directory, database, router, self } = platform;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const receive = async (request: FastifyRequest) => {
    const { body, headers, url } = request;
    if (!Buffer.isBuffer(body)) throw new Problem('json-malformed', 'A body is expected');
    const sender = headers[SENDER_HEADER];
    const call = {
      sender: typeof sender === 'string' ? sender : undefined,
      authorization: headers.authorization,
      path: url,
      body,
      isCompressed: headers['content-encoding'] === 'gzip',
    };
    return receiveCall(call, settings.division, (division) =>
      isNeighbour(platform, division) ? directory.find(division)?.publicKey : undefined,
    );
  };

  app.post(BATCH_PATH, { schema: { hide: true } }, async (request) => {
    const { sender, text } = await receive(request);
    if (directory.find(sender)?.upper !== settings.division)
      throw new Problem('platform-untrusted', 'Only a platform directly below sends batches');
    const { sequence } = await receiveBatch(database, sender, text, self.upper !== undefined, [
      platform.programmes.indicators.tally,
    ]);
    platform.background.wake();
    return { sequence };
  });

  app.post(RECORD_PATH, { schema: { hide: true } }, async (request, reply) => {
    const { sender, text } = await receive(request);
    const asked = readRequest(recordRequest, text);
    refuseWrongWay(platform, sender, asked.direction);
    const warrant = await readWarrant(asked, (division) => directory.find(division)?.publicKey);
    if (asked.direction === 'up' && !isWithin(warrant.division, sender))
      throw new Problem('platform-untrusted', 'From below come the requests of those below', { at: 'warrant.division' });
    return reply.type('application/x-ndjson').send(await router.route(asked, warrant));
  });

  app.post(NOTICE_PATH, { schema: { hide: true } }, async (request) => {
    const { sender, text } = await receive(request);
    await receiveLetter(platform.notices, sender, readRequest(carriedLetter, text));
    platform.background.wake();
    return {};
  });

  app.post(DEFINITIONS_PATH, { schema: { hide: true } }, async (request) => {
    const { sender, text } = await receive(request);
    if (directory.find(sender)?.upper !== settings.division)
      throw new Problem('platform-untrusted', 'Only a platform directly below is told definitions');
    return answerDefinitions(database, platform.programmes.composing().path, sender, readRequest(askedDefinitions, text));
  });

  app.post(STATUS_PATH, { schema: { hide: true } }, async (request) => {
    const { sender, text } = await receive(request);
    const asked = readRequest(statusRequest, text);
    refuseWrongWay(platform, sender, asked.direction);
    return networkStatus(
      { caller: { division: settings.division, key: platform.hubKey }, directory, own: () => ownStatus(platform) },
      asked,
    );
  });
};

function readRequest<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  const parsed = schema.safeParse(parseOrUndefined(text));
  if (parsed.success) return parsed.data;
  throw new Problem('input-invalid', 'The request does not have its form', { at: parsed.error.issues[0]?.path.join('.') });
}

/** Requests come up from below and down from above: no platform sends another one looking into its neighbours. */
function refuseWrongWay({ self }: Platform, sender: string, direction: 'up' | 'down'): void {
  if ((sender === self.upper) !== (direction === 'down'))
    throw new Problem('platform-untrusted', `Not a direction in which ${sender} asks here`, { at: 'direction' });
}

function isNeighbour({ directory, self }: Platform, division: string): boolean {
  return self.upper === division || directory.find(division)?.upper === self.division;
}
