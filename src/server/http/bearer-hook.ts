import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../../kernel/index.ts';
import { type Subject, toSubject } from '../../security/access/index.ts';
import type { Actor } from '../../security/audit/index.ts';
import type { Bearer } from '../../security/identity/index.ts';
import type { Catalogue } from '../../store/index.ts';
import { insideBundle } from './inside-bundle.ts';

export type Authenticate = (token: string) => Promise<Bearer>;

const subjects = new WeakMap<FastifyRequest, Subject>();

/** Every route registered after this, in this scope, needs a valid access token. */
export function requireBearer(
  app: FastifyInstance,
  authenticate: Authenticate,
  catalogue: Catalogue,
  except: (request: FastifyRequest) => boolean = () => false,
): void {
  app.addHook('onRequest', async (request) => {
    if (except(request)) return;
    const inside = insideBundle();
    if (inside) return void subjects.set(request, inside.subject);
    const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!token) throw new Problem('sign-in-required', 'The request carries no access token');
    subjects.set(request, toSubject(await authenticate(token), catalogue));
  });
}

/** Who makes this request. @throws Problem sign-in-required */
export function subjectOf(request: FastifyRequest): Subject {
  const subject = subjects.get(request);
  if (!subject) throw new Problem('sign-in-required', 'The request carries no access token');
  return subject;
}

/** The subject as the audit log names it. */
export function actorOf(request: FastifyRequest, division: string): Actor {
  const { id, name, role, purpose } = subjectOf(request);
  return { id, name, role, purpose, from: division, requestId: request.id };
}
