import type { onRequestHookHandler } from 'fastify';

const POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

/** Headers that every answer carries. Health data is kept by no cache. */
export const securityHeaders: onRequestHookHandler = (request, reply, done) => {
  reply.headers({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
    ...(request.url.startsWith('/docs') ? {} : { 'content-security-policy': POLICY }),
    ...(/^\/(fhir|api|oauth|platform|sign-in)\b/.test(request.url) ? { 'cache-control': 'no-store' } : {}),
  });
  done();
};
