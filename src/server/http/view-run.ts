import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isObject, parseJson, parseLocalReference, patientsOf, type Resource } from '../../fhir/index.ts';
import { compileView, rowWriter, type View } from '../../fhir/views/index.ts';
import { Problem } from '../../kernel/index.ts';
import { parseSearch, type ScopedStore, type SearchEntry } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { auditExport } from './audit-reads.ts';
import { subjectOf } from './bearer-hook.ts';
import { type RunQuestion, readRunQuestion } from './view-parameters.ts';

const CHUNK_CHARACTERS = 64 * 1024;

/** `$run` of a ViewDefinition: rows of what the caller may search, as they are read. */
export function viewRunRoutes(app: FastifyInstance, platform: Platform): void {
  const run = async (request: FastifyRequest, reply: FastifyReply, id?: string): Promise<FastifyReply> => {
    const question = readRunQuestion(request);
    const store = platform.store.as(subjectOf(request).scope);
    const definition = await definitionOf(store, question, platform.settings.url, id);
    const view = compileView(definition, () => platform.clock.now().toISOString());
    const chunks = write(view, question, await pagesOf(platform, request, store, view, question));
    // what is wrong with the first rows is still answered as a problem
    const first = await chunks.next();
    const { mediaType } = rowWriter(question.format, view.columns, question.header);
    return reply.type(mediaType).send(Readable.from(joined(first, chunks)));
  };

  for (const path of ['/$viewdefinition-run', '/ViewDefinition/$viewdefinition-run', '/ViewDefinition/$run'])
    app.route({
      method: ['GET', 'POST'],
      url: path,
      schema: { summary: 'Rows of a view definition that comes along or is named' },
      handler: (request, reply) => run(request, reply),
    });
  for (const path of ['/ViewDefinition/:id/$viewdefinition-run', '/ViewDefinition/:id/$run'])
    app.route<{ Params: { id: string } }>({
      method: ['GET', 'POST'],
      url: path,
      schema: { summary: 'Rows of a view definition that is kept here' },
      handler: (request, reply) => run(request, reply, request.params.id),
    });
}

async function definitionOf(
  store: ScopedStore,
  { definition, reference }: RunQuestion,
  url: string,
  id: string | undefined,
): Promise<unknown> {
  const given = [id, definition, reference].filter((one) => one !== undefined);
  if (given.length !== 1)
    throw new Problem('parameter-invalid', 'One definition: by id, as viewResource or as viewReference', { at: 'viewResource' });
  if (definition !== undefined) return definition;
  const text = reference?.startsWith(`${url}/fhir/`) ? reference.slice(url.length + '/fhir/'.length) : reference;
  const local = id === undefined ? parseLocalReference(text ?? '') : { type: 'ViewDefinition', id };
  if (local?.type === 'ViewDefinition') return parseJson((await store.read(local.type, local.id)).body);
  return byCanonical(store, text ?? '');
}

/** https://hl7.org/fhir/R4/references.html#canonical: `url`, or `url|version`; of several, one that is active. */
async function byCanonical(store: ScopedStore, canonical: string): Promise<unknown> {
  const [url = '', version] = canonical.split('|');
  const parameters: [string, string][] = [['url', url], ...(version ? [['version', version] as [string, string]] : [])];
  const { entries } = await store.search(parseSearch('ViewDefinition', parameters, true));
  const found = entries.map(({ body }) => parseJson(body));
  const active = found.find((one) => isObject(one) && one['status'] === 'active') ?? found[0];
  if (active === undefined) throw new Problem('resource-unknown', 'No such view definition is here', { at: 'viewReference' });
  return active;
}

type Pages = AsyncIterable<readonly (readonly unknown[])[]>;

/** Rows by page; of what is stored, entered in the audit log before they are handed on. */
async function pagesOf(
  platform: Platform,
  request: FastifyRequest,
  store: ScopedStore,
  view: View,
  question: RunQuestion,
): Promise<Pages> {
  const patients = await patientsFor(store, question);
  if (question.resources) return fromResources(view, question, patients, question.resources);
  const pages = store.scan({ type: view.resource, patients, since: question.since });
  return fromStore(view, question, pages, (shown) => auditExport(platform, request, view.resource, shown));
}

async function* fromResources(
  view: View,
  { since }: RunQuestion,
  patients: readonly string[] | undefined,
  resources: readonly unknown[],
): Pages {
  const isWanted = (resource: Resource) =>
    (patients === undefined || patientsOf(resource).some((id) => patients.includes(id))) &&
    (since === undefined || Date.parse(resource.meta?.lastUpdated ?? '') >= Date.parse(since));
  for (const resource of resources) if (isWanted(resource as Resource)) yield view.rows(resource);
}

async function* fromStore(
  view: View,
  { limit = Number.POSITIVE_INFINITY }: RunQuestion,
  pages: AsyncIterable<readonly SearchEntry[]>,
  audit: (shown: readonly SearchEntry[]) => Promise<void>,
): Pages {
  let left = limit;
  for await (const page of pages) {
    const rows: (readonly unknown[])[] = [];
    const shown: SearchEntry[] = [];
    for (const entry of page) {
      if (rows.length >= left) break;
      const found = view.rows(parseJson(entry.body));
      for (const row of found) rows.push(row);
      if (found.length > 0) shown.push(entry);
    }
    left -= rows.length;
    await audit(shown);
    yield rows;
    if (left <= 0) return;
  }
}

/** Those whose records are wanted: named, members of a group that is named, or both at once. Undefined: everybody. */
async function patientsFor(store: ScopedStore, { patients, groups }: RunQuestion): Promise<readonly string[] | undefined> {
  if (!groups) return patients;
  const members = new Set<string>();
  for (const id of groups) for (const member of membersIn(parseJson((await store.read('Group', id)).body))) members.add(member);
  return patients ? patients.filter((id) => members.has(id)) : [...members];
}

function membersIn(group: unknown): string[] {
  const members = isObject(group) && Array.isArray(group['member']) ? group['member'].filter(isObject) : [];
  return members.flatMap(({ entity, inactive }) => {
    const reference = isObject(entity) ? entity['reference'] : undefined;
    const local = typeof reference === 'string' ? parseLocalReference(reference) : undefined;
    return local?.type === 'Patient' && inactive !== true ? [local.id] : [];
  });
}

async function* write(
  view: View,
  { format, header, limit = Number.POSITIVE_INFINITY }: RunQuestion,
  pages: Pages,
): AsyncGenerator<string> {
  const writer = rowWriter(format, view.columns, header);
  let [text, count] = [writer.begin, 0];
  for await (const rows of pages) {
    for (const row of rows) {
      if (count >= limit) break;
      text += writer.row(row, count++);
      if (text.length < CHUNK_CHARACTERS) continue;
      yield text;
      text = '';
    }
    if (count >= limit) break;
  }
  yield text + writer.end;
}

async function* joined(first: IteratorResult<string>, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  if (!first.done) yield first.value;
  yield* rest;
}
