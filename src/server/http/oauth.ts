import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Problem } from '../../kernel/index.ts';
import { findRole } from '../../security/access/index.ts';
import { checkPassword, makeProvider, type SignInPage } from '../../security/identity/index.ts';
import type { Platform } from '../platform.ts';

const credentials = z.strictObject({
  username: z
    .string()
    .min(1)
    .max(100)
    .refine((text) => !text.includes('\u0000'), 'A user name has no such character'),
  password: z.string().min(1).max(200),
});

/** The OpenID provider below /oauth, and what the sign-in page needs below /sign-in. */
export const oauthRoutes = (platform: Platform) => async (app: FastifyInstance) => {
  const { settings, self, secrets, database } = platform;
  let opening: ReturnType<typeof open> | undefined;
  const open = async () => {
    const provider = await makeProvider({ sql: database.sql, url: settings.url, division: settings.division, secrets });
    provider.on('server_error', (_ctx, error) => platform.log.error({ err: error }, 'sign-in failed'));
    return { provider, answer: provider.callback() };
  };
  /** The provider, made when somebody first signs in or asks for a token. */
  const opened = () => {
    opening ??= open();
    return opening;
  };
  const isAsked = atPublicAddress(settings.url);

  await app.register(async (scope) => {
    // the provider reads the body itself
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.all('/oauth/*', { schema: { hide: true } }, async (request, reply) => {
      const { answer } = await opened();
      reply.hijack();
      for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
      const path = request.raw.url ?? '/';
      Object.assign(isAsked(request.raw), { originalUrl: path, url: path.slice('/oauth'.length) });
      await answer(request.raw, reply.raw);
    });
  });

  const interaction = async (request: { raw: IncomingMessage }, reply: { raw: ServerResponse }) =>
    (await opened()).provider.interactionDetails(isAsked(request.raw), reply.raw).catch((cause: unknown) => {
      throw new Problem('interaction-expired', 'Start signing in again', { cause });
    });

  app.get('/sign-in/:uid/detail', { schema: { hide: true } }, async (request, reply): Promise<SignInPage> => {
    await interaction(request, reply);
    const sampleAccounts = (settings.sample?.accounts ?? []).map(({ username, password, role }) => ({
      username,
      password,
      role: findRole(role)?.name ?? { zh: role, en: role },
    }));
    return { platform: { division: self.division, name: self.name, level: self.level }, sampleAccounts };
  });

  app.post('/sign-in/:uid', { schema: { hide: true } }, async (request, reply) => {
    await interaction(request, reply);
    const given = credentials.safeParse(request.body);
    if (!given.success)
      throw new Problem('input-invalid', 'username and password are expected', { at: given.error.issues[0]?.path.join('.') });
    const account = await checkPassword(database.sql, given.data.username, given.data.password, request.ip);
    const { provider } = await opened();
    const redirectTo = await provider.interactionResult(
      isAsked(request.raw),
      reply.raw,
      { login: { accountId: account.username } },
      { mergeWithLastSubmission: false },
    );
    return { redirectTo };
  });
};

/**
 * The provider believes these headers, so they are set here and nowhere else: behind a proxy that ends TLS it would give out
 * addresses and cookies for plain HTTP.
 */
function atPublicAddress(url: string): (request: IncomingMessage) => IncomingMessage {
  const { host, protocol } = new URL(url);
  const headers = { 'x-forwarded-host': host, 'x-forwarded-proto': protocol.replace(':', '') };
  return (request) => {
    Object.assign(request.headers, headers);
    return request;
  };
}
