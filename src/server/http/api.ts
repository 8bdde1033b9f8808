import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Problem } from '../../kernel/index.ts';
import { requireRight } from '../../security/access/index.ts';
import { readIfMatch } from '../../store/index.ts';
import { operations } from '../operations/index.ts';
import type { Platform } from '../platform.ts';
import { type Authenticate, actorOf, requireBearer, subjectOf } from './bearer-hook.ts';

/** The plain interface below /api: every declared operation becomes a route with its check of right and input. */
export const apiRoutes = (platform: Platform, authenticate: Authenticate) => async (app: FastifyInstance) => {
  requireBearer(app, authenticate, platform.store.catalogue);
  for (const operation of operations) {
    app.route({
      method: operation.method,
      url: operation.path,
      schema: {
        tags: ['API'],
        summary: operation.title,
        description: `Right: ${operation.needs.right}. Purpose of use: ${operation.needs.purpose}.`,
        security: [{ bearer: [] }],
        ...describe(operation.input, operation.path, operation.method),
      },
      // the schema above is for reading; what counts is the operation's own
      validatorCompiler: () => () => true,
      handler: async (request, reply) => {
        const subject = subjectOf(request);
        requireRight(subject, operation.needs.right);
        const input = readInput(operation.input, request);
        const answer = await operation.run({ input, platform, subject, actor: actorOf(request, platform.settings.division) });
        return answer === undefined ? reply.status(204).send() : reply.send(answer);
      },
    });
  }
};

function readInput(schema: z.ZodType, request: FastifyRequest): never {
  const ifMatch = readIfMatch(request.headers['if-match'], 'If-Match');
  const given = {
    ...asObject(request.query),
    ...asObject(request.body),
    ...asObject(request.params),
    ...(ifMatch === undefined ? {} : { ifMatch }),
  };
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data as never;
  const [issue] = parsed.error.issues;
  throw new Problem('input-invalid', issue?.message ?? 'The input does not have its form', { at: issue?.path.join('.') });
}

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

/** Path, query and body parts of an operation's input, for the API description. */
function describe(input: z.ZodType, path: string, method: 'GET' | 'POST' | 'PUT') {
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, unknown>;
    required?: string[];
  };
  const inPath = [...path.matchAll(/:([a-zA-Z]+)/g)].map(([, name]) => name ?? '');
  const pick = (keep: (name: string) => boolean) => ({
    type: 'object',
    properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => keep(name))),
    ...(schema.required?.some(keep) ? { required: schema.required.filter(keep) } : {}),
  });
  const rest = pick((name) => !inPath.includes(name));
  const hasRest = Object.keys(rest.properties).length > 0;
  return {
    ...(inPath.length > 0 ? { params: pick((name) => inPath.includes(name)) } : {}),
    ...(hasRest ? (method === 'GET' ? { querystring: rest } : { body: rest }) : {}),
  };
}
