import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isReplaced } from '../../databases/population/index.ts';
import { parseJson, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { recordWrites } from '../../security/audit/index.ts';
import { parseSearch } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { auditReads } from './audit-reads.ts';
import { actorOf, subjectOf } from './bearer-hook.ts';
import { bundleOf, fhirOf } from './fhir-bundles.ts';
import { send, wantsJson } from './fhir-reply.ts';
import { type IdentityMessage, PATIENT_FEED, readIdentityMessage } from './identity-message.ts';

/**
 * `$process-message`: a feed of identities, carried out as one transaction and answered by a message. The same message again, by its
 * id, writes nothing and gets an answer like the first. IHE PMIR ITI-93, https://hl7.org/fhir/R4/messaging.html
 */
export function messageRoutes(app: FastifyInstance, platform: Platform): void {
  app.post(
    '/$process-message',
    { schema: { summary: 'A feed of identities: Patients created, updated, merged, deleted' }, preHandler: wantsJson },
    async (request, reply) => {
      const message = readIdentityMessage(request.body, fhirOf(platform));
      await refuseUnmerging(platform, request, message);
      await carryOut(platform, request, message);
      return answer(platform, reply, message);
    },
  );
}

async function carryOut(platform: Platform, request: FastifyRequest, { id, entries }: IdentityMessage): Promise<void> {
  const subject = subjectOf(request);
  await platform.store
    .as(subject.scope)
    .bundle({
      bundle: bundleOf('transaction', entries),
      idempotencyKey: id === '' ? undefined : `message ${subject.id} ${id}`,
      within: (tx, written) => recordWrites(tx, actorOf(request, platform.settings.division), written),
      shown: (shown) => auditReads(platform, request, shown),
    })
    .catch((thrown: unknown) => {
      throw atMessage(thrown);
    });
}

/** The transaction is not the sender's: the place of a fault is told in the message. */
function atMessage(thrown: unknown): unknown {
  if (!(thrown instanceof Problem)) return thrown;
  const at = thrown.at?.replace('Bundle.entry', 'Bundle.entry[1].resource.entry');
  return new Problem(thrown.code, thrown.message, { at, cause: thrown });
}

/**
 * A Patient that was replaced stays so: parting is decided by people who see both. ITI-93, expected actions
 * @throws Problem unmerge-refused
 */
async function refuseUnmerging(platform: Platform, request: FastifyRequest, { written }: IdentityMessage): Promise<void> {
  const standing = written.filter(({ patient }) => !isReplaced(patient));
  const store = platform.store.as(subjectOf(request).scope);
  for (const [by, some] of Map.groupBy(standing, ({ known }) => known.by)) {
    const tokens = some.map(({ known }) => known.token).join(',');
    const query = [
      [by, tokens],
      ['active', 'false'],
      ['_count', '1000'],
    ] as const;
    const { entries } = await store.search(parseSearch('Patient', query, true));
    const replaced = entries.map(({ body }) => parseJson(body) as Resource).filter(isReplaced);
    const found = some.find((one) => replaced.some((patient) => one.is(patient)));
    if (found)
      throw new Problem('unmerge-refused', 'The Patient was replaced by another one, and stays so', {
        at: `${found.at}.resource.link`,
      });
  }
}

/** https://profiles.ihe.net/ITI/PMIR/MessageDefinition-IHE.PMIR.MessageDefinition.Response.html */
function answer(platform: Platform, reply: FastifyReply, { id, endpoint }: IdentityMessage): FastifyReply {
  const [bundle, header] = [randomUUID(), randomUUID()];
  const resource = {
    resourceType: 'MessageHeader',
    id: header,
    eventUri: `${PATIENT_FEED}-response`,
    destination: [{ endpoint }],
    source: { endpoint: `${fhirOf(platform)}/$process-message` },
    response: { identifier: id, code: 'ok' },
  };
  const timestamp = platform.clock.now().toISOString();
  const entry = [{ fullUrl: `urn:uuid:${header}`, resource }];
  return send(reply, JSON.stringify({ resourceType: 'Bundle', id: bundle, type: 'message', timestamp, entry }));
}
