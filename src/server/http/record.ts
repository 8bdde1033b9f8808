import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findResidents, type IdentifierValue, type KnownResident } from '../../databases/population/index.ts';
import { isObject } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { strongIdentifiers } from '../../platform/resident-index/index.ts';
import { countryRecord } from '../../platform/routing/index.ts';
import { fetchScope, requireRight } from '../../security/access/index.ts';
import { unseal } from '../../security/crypto/index.ts';
import type { Platform } from '../platform.ts';
import { actorOf, subjectOf } from './bearer-hook.ts';
import { parametersOf } from './parameters.ts';

/**
 * Patient/$record: what every platform of the country holds of one resident, as far as the asker may see it.
 * By number (`identifier=SYSTEM|VALUE`, in the address or in the body), by sealed number (`handle`), or by Patient id.
 */
export const recordRoutes = (platform: Platform) => async (app: FastifyInstance) => {
  const answer = async (
    request: FastifyRequest,
    reply: FastifyReply,
    identifiers: readonly IdentifierValue[],
    resident?: KnownResident,
  ) => {
    const subject = subjectOf(request);
    requireRight(subject, 'record.fetch');
    const question = { identifiers, resident, actor: actorOf(request, platform.settings.division), scope: fetchScope(subject) };
    return reply.type('application/fhir+json; charset=utf-8').send(await countryRecord(platform.records, question));
  };

  app.get(
    '/Patient/$record',
    { schema: { summary: 'Record of a resident from all platforms, by identity or card number' } },
    async (request, reply) => {
      const parameters = new Map(parametersOf(request));
      const handle = parameters.get('handle');
      if (handle !== undefined) return answer(request, reply, [readHandle(platform, handle)]);
      return answer(request, reply, [readToken(parameters.get('identifier'))]);
    },
  );

  app.post('/Patient/$record', { schema: { summary: 'The same, with the number in the body' } }, async (request, reply) =>
    answer(request, reply, [readToken(tokenIn(request.body))]),
  );

  app.get<{ Params: { id: string } }>(
    '/Patient/:id/$record',
    { schema: { summary: 'The same, of a resident known here' } },
    async (request, reply) => {
      const subject = subjectOf(request);
      requireRight(subject, 'record.fetch');
      const patient = await platform.store.as(subject.scope).read('Patient', request.params.id);
      const [resident] = await findResidents(platform.database.sql, [patient.id]);
      const strong = strongIdentifiers(resident?.identifiers ?? []);
      return answer(request, reply, strong.length > 0 ? strong : (resident?.identifiers ?? []), resident);
    },
  );
};

function readToken(token: string | undefined): IdentifierValue {
  const bar = token?.indexOf('|') ?? -1;
  const [system, value] = [token?.slice(0, bar) ?? '', token?.slice(bar + 1) ?? ''];
  if (bar < 1 || value === '' || system.length > 200 || value.length > 100)
    throw new Problem('parameter-invalid', 'identifier is SYSTEM|VALUE, at most 200 and 100 characters', { at: 'identifier' });
  return { system, value };
}

/** Parameters.parameter[name=identifier]: valueIdentifier, or valueString as SYSTEM|VALUE. */
function tokenIn(body: unknown): string | undefined {
  const parameters = isObject(body) && Array.isArray(body['parameter']) ? body['parameter'].filter(isObject) : [];
  const found = parameters.find(({ name }) => name === 'identifier');
  const identifier = found?.['valueIdentifier'];
  if (isObject(identifier)) return `${identifier['system'] ?? ''}|${identifier['value'] ?? ''}`;
  return typeof found?.['valueString'] === 'string' ? found['valueString'] : undefined;
}

function readHandle({ secrets, clock }: Platform, handle: string): IdentifierValue {
  const token = unseal(secrets.sealKey, handle, clock.now().getTime());
  if (token === undefined)
    throw new Problem('parameter-invalid', 'The handle is damaged or older than twelve hours', { at: 'handle' });
  return readToken(token);
}
