import { createGzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { resourceTypes } from '../../fhir/index.ts';
import type { Job } from '../../jobs/index.ts';
import { Problem } from '../../kernel/index.ts';
import { requireRight, type Subject } from '../../security/access/index.ts';
import type { Actor } from '../../security/audit/index.ts';
import { type Asked, parametersIn, readExport } from '../bulk/ask.ts';
import { readExportFile } from '../bulk/export-files.ts';
import { EXPORT } from '../bulk/export-job.ts';
import { manifestOf, statusPath } from '../bulk/manifest.ts';
import { type ExportInput, exportResult } from '../bulk/shapes.ts';
import type { Platform } from '../platform.ts';
import { auditReads } from './audit-reads.ts';
import { actorOf, subjectOf } from './bearer-hook.ts';
import { parametersOf } from './parameters.ts';

type Level = 'system' | 'Patient' | 'Group';
interface Address {
  readonly id: string;
  readonly name: string;
}

const MOST_OPEN = 5;

/** Bulk Data Access: kick-off, status, files. https://hl7.org/fhir/uv/bulkdata/STU2/export.html */
export const bulkRoutes = (platform: Platform) => async (app: FastifyInstance) => {
  const kickOff = (level: Level) => (request: FastifyRequest, reply: FastifyReply) =>
    startExport(platform, level, request, reply);
  const summary = (of: string) => ({ schema: { summary: `Bulk export of ${of}` } });
  for (const method of ['GET', 'POST'] as const) {
    app.route({ method, url: '/$export', ...summary('everything'), handler: kickOff('system') });
    app.route({ method, url: '/Patient/$export', ...summary('all residents'), handler: kickOff('Patient') });
    app.route({ method, url: '/Group/:id/$export', ...summary('the members of a Group'), handler: kickOff('Group') });
  }

  app.get<{ Params: Address }>(
    '/$export-status/:id',
    { schema: { summary: 'How far a bulk export has come; its manifest' } },
    async (request, reply) => {
      const job = await ownExport(platform, request);
      if (job.state === 'done') return sendManifest(platform, reply, job);
      if (job.state === 'failed')
        throw new Problem('job-failed', `The export ended with ${job.error}; it may be asked for again`);
      return reply.status(202).header('x-progress', progressOf(job)).header('retry-after', '2').send();
    },
  );

  app.delete<{ Params: Address }>(
    '/$export-status/:id',
    { schema: { summary: 'Cancels a bulk export, or removes its files' } },
    async (request, reply) => {
      const { id } = await ownExport(platform, request);
      if ((await platform.jobs.cancel(id)) === undefined) await platform.jobs.remove(id);
      return reply.status(202).send();
    },
  );

  app.get<{ Params: Address }>(
    '/$export-file/:id/:name',
    { schema: { summary: 'A file of a bulk export: a resource a line' } },
    async (request, reply) => sendFile(platform, request, reply, await ownExport(platform, request)),
  );
};

async function startExport(
  platform: Platform,
  level: Level,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { settings, jobs, audit } = platform;
  const subject = subjectOf(request);
  requireRight(subject, 'record.export');
  if (settings.exportFolder === undefined) throw new Problem('setting-missing', 'The setting exportFolder says where files go');
  const prefer = String(request.headers['prefer'] ?? '');
  if (!/\brespond-async\b/.test(prefer))
    throw new Problem('input-invalid', 'An export is answered later: respond-async', { at: 'Prefer' });
  const given = [...parametersOf(request), ...parametersIn(request.body)];
  const asked = readExport(given, level, subject.scope, /handling=strict/.test(prefer), {
    base: `${settings.url}/fhir`,
    own: platform.store.parameters,
  });
  const group = level === 'Group' ? await readGroup(platform, request) : undefined;
  if ((await jobs.countOpen(subject.id, EXPORT)) >= MOST_OPEN)
    throw new Problem('too-many-requests', `At most ${MOST_OPEN} exports are under way for one account`);
  const actor = actorOf(request, settings.division);
  const input = toInput(`${settings.url}${request.url}`, asked, level, group, subject, actor);
  await audit.record(actor, [
    { action: 'export', what: request.url.split('?')[0] ?? '', count: 0, resident: undefined, place: settings.division },
  ]);
  const id = await jobs.add({ kind: EXPORT, owner: subject.id, input });
  return reply
    .status(202)
    .header('content-location', `${settings.url}${statusPath(id)}`)
    .send();
}

async function readGroup(platform: Platform, request: FastifyRequest): Promise<{ id: string; version: number }> {
  const { id } = request.params as Address;
  const group = await platform.store.as(subjectOf(request).scope).read('Group', id);
  await auditReads(platform, request, [group]);
  return { id: group.id, version: group.version };
}

function toInput(
  request: string,
  { patients, ...asked }: Asked,
  level: Level,
  group: ExportInput['group'],
  { scope }: Subject,
  actor: Actor,
): ExportInput {
  return {
    ...asked,
    request,
    of: level === 'system' ? 'all' : patients.length > 0 ? [...patients] : 'residents',
    ...(group ? { group } : {}),
    scope: {
      places: [...scope.places],
      databases: [...scope.databases],
      readable: resourceTypes.filter((type) => scope.allows(type, 'r')),
      searchable: resourceTypes.filter((type) => scope.allows(type, 's')),
    },
    actor,
  };
}

/** The export in the address, where the bearer is the one who asked for it. */
async function ownExport({ jobs }: Platform, request: FastifyRequest): Promise<Job> {
  const subject = subjectOf(request);
  requireRight(subject, 'record.export');
  const job = await jobs.find((request.params as Address).id);
  const isThere = job?.kind === EXPORT && job.owner === subject.id && !job.cancelRequested && job.state !== 'cancelled';
  if (!job || !isThere) throw new Problem('resource-unknown', 'There is no such export');
  return job;
}

function progressOf({ done, total, state }: Job): string {
  if (state === 'waiting' && done === 0) return 'waiting for its turn';
  return total === undefined ? `${done} resources` : `${done} of about ${total} resources`;
}

function sendManifest({ settings }: Platform, reply: FastifyReply, job: Job): FastifyReply {
  if (job.expiresAt) reply.header('expires', new Date(job.expiresAt).toUTCString());
  return reply.type('application/json; charset=utf-8').send(manifestOf(job, settings.url));
}

async function sendFile(platform: Platform, request: FastifyRequest, reply: FastifyReply, job: Job): Promise<FastifyReply> {
  const { settings, audit } = platform;
  const { name } = request.params as Address;
  const file = job.state === 'done' ? exportResult.parse(job.result).files.find((one) => one.name === name) : undefined;
  if (!file || settings.exportFolder === undefined) throw new Problem('resource-unknown', 'There is no such file');
  const act = { action: 'export', what: `$export ${file.type}`, count: file.count } as const;
  await audit.record(actorOf(request, settings.division), [{ ...act, resident: undefined, place: settings.division }]);
  const content = readExportFile(settings.exportFolder, job.id, file);
  reply.type('application/fhir+ndjson; charset=utf-8');
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? '')))
    return reply.header('content-length', file.bytes).send(content);
  const packed = createGzip({ level: 1 });
  content.on('error', (thrown) => packed.destroy(thrown));
  return reply.header('content-encoding', 'gzip').send(content.pipe(packed));
}
