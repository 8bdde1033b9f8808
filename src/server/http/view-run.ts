import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isObject, parseJson, parseLocalReference } from '../../fhir/index.ts';
import { compileView, rowWriter, type View } from '../../fhir/views/index.ts';
import { Problem } from '../../kernel/index.ts';
import { parseSearch, type ScopedStore } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { subjectOf } from './bearer-hook.ts';
import { type RowPages, rowPages } from './view-pages.ts';
import { type RunQuestion, readRunQuestion } from './view-parameters.ts';

const CHUNK_CHARACTERS = 64 * 1024;

/** `$run` of a ViewDefinition: rows of what the caller may search, as they are read. */
export function viewRunRoutes(app: FastifyInstance, platform: Platform): void {
  const run = async (request: FastifyRequest, reply: FastifyReply, id?: string): Promise<FastifyReply> => {
    const question = readRunQuestion(request);
    const kept = await keptDefinition(platform.store.as(subjectOf(request).scope), question, platform.settings.url, id);
    const definition = kept ? parseJson(kept.body) : question.definition;
    const view = compileView(definition, () => platform.clock.now().toISOString());
    const chunks = write(view, question, await rowPages(platform, request, { view, question, kept }));
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

interface Kept {
  readonly id: string;
  readonly version: number;
  readonly body: string;
}

/** The definition that is named; undefined where one came along. @throws Problem where there is none, or more than one */
async function keptDefinition(
  store: ScopedStore,
  { definition, reference }: RunQuestion,
  url: string,
  id: string | undefined,
): Promise<Kept | undefined> {
  if ([id, definition, reference].filter((one) => one !== undefined).length !== 1)
    throw new Problem('parameter-invalid', 'One definition: by id, as viewResource or as viewReference', { at: 'viewResource' });
  if (definition !== undefined) return undefined;
  const text = reference?.startsWith(`${url}/fhir/`) ? reference.slice(url.length + '/fhir/'.length) : (reference ?? '');
  const local = id === undefined ? parseLocalReference(text) : { type: 'ViewDefinition', id };
  return local?.type === 'ViewDefinition' ? store.read(local.type, local.id) : byCanonical(store, text);
}

/** https://hl7.org/fhir/R4/references.html#canonical: `url`, or `url|version`; of several, one that is active. */
async function byCanonical(store: ScopedStore, canonical: string): Promise<Kept> {
  const [url = '', version] = canonical.split('|');
  const parameters: [string, string][] = [['url', url], ...(version ? [['version', version] as [string, string]] : [])];
  const { entries } = await store.search(parseSearch('ViewDefinition', parameters, true));
  const found = entries.find(({ body }) => isActive(parseJson(body))) ?? entries[0];
  if (!found) throw new Problem('resource-unknown', 'No such view definition is here', { at: 'viewReference' });
  return found;
}

const isActive = (definition: unknown): boolean => isObject(definition) && definition['status'] === 'active';

async function* write(
  view: View,
  { format, header, limit = Number.POSITIVE_INFINITY }: RunQuestion,
  pages: RowPages,
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
