import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestNetwork, testNetwork } from '../../../tests/support/network.ts';
import { freePort } from '../../../tests/support/ports.ts';
import { parseSettings } from '../config.ts';
import { servePlatform } from '../serve.ts';
import { buildApp } from './app.ts';

/**
 * Everything that answers without an access token, and why. What is not here must say 401. A platform that calls is
 * known by its signature, and a call without one says 401 like the rest.
 */
const OPEN: readonly (readonly [RegExp, string])[] = [
  [/^\/health\/(live|ready)$/, 'whoever watches over the platform has no account'],
  [/^\/metrics$/, 'only where the setting `metrics` opens it'],
  [/^\/oauth\/\*$/, 'the OpenID provider: here one gets the token'],
  [/^\/sign-in\/:uid(\/detail)?$/, 'the page that asks for name and password'],
  [/^\/docs(\/|$)/, 'the description of the interface: the same for everybody, and of no resident'],
  [/^\/fhir\/metadata$/, 'the CapabilityStatement, which a client reads before it signs in (FHIR R4, 3.1.0.10)'],
  [/^\/fhir\/\$subscriptions-ws$/, 'a websocket carries no header from a browser: it says nothing before its own token comes'],
  [
    /^\/(\*|index\.html|assets\/.*|[^/]+\.(html|js|css|svg|png|ico|woff2?|json|webmanifest)(\.br|\.gz)?)$/,
    'static files of the console',
  ],
];
const isOpen = (url: string) => OPEN.some(([pattern]) => pattern.test(url));

let network: TestNetwork;
let app: FastifyInstance;
let address: string;
const routes: { method: string; url: string }[] = [];
beforeAll(async () => {
  network = await testNetwork('350102');
  app = await buildApp(network.at('350102').running.platform, ({ method, url }) => {
    for (const one of [method].flat()) routes.push({ method: one, url });
  });
  address = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await app.close();
  await network[Symbol.asyncDispose]();
});

/** An address of the route with something in place of each parameter. */
const addressOf = (url: string) => address + url.replaceAll(/:[a-zA-Z]+(\([^)]+\))?/g, 'Patient').replace('*', 'something');
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

async function call(method: string, url: string, headers: Record<string, string> = {}): Promise<number> {
  const hasBody = ['POST', 'PUT', 'PATCH'].includes(method);
  const init = hasBody ? { body: '{}', headers: { 'content-type': 'application/json', ...headers } } : { headers };
  const response = await fetch(addressOf(url), { method, ...init });
  await response.arrayBuffer();
  return response.status;
}

describe('no route without authentication', () => {
  test('all routes of the platform are known to this test', () => {
    const urls = new Set(routes.map(({ url }) => url));

    expect(urls.size).toBeGreaterThan(20);
    expect([...urls]).toEqual(
      expect.arrayContaining([
        '/fhir/:type',
        '/fhir/:type/:id',
        '/fhir/Patient/$record',
        '/api/residents',
        '/platform/batches',
        '/metrics',
      ]),
    );
  });

  test('but those that are named', async () => {
    const closed = routes.filter(({ url, method }) => !isOpen(url) && METHODS.includes(method));

    const answers = await Promise.all(closed.map(async ({ method, url }) => ({ method, url, status: await call(method, url) })));

    expect(closed.length).toBeGreaterThan(20);
    expect(answers.filter(({ status }) => status !== 401)).toEqual([]);
  });

  test.each([
    ['an empty token', 'Bearer '],
    ['a token that is none', 'Bearer abc'],
    ['name and password', `Basic ${btoa('doctor:minkang-sample')}`],
  ])('nor with %s', async (_, authorization) => {
    const closed = routes.filter(({ url, method }) => /^\/(fhir|api)\//.test(url) && !isOpen(url) && METHODS.includes(method));

    const answers = await Promise.all(
      closed.map(async ({ method, url }) => ({ method, url, status: await call(method, url, { authorization }) })),
    );

    expect(answers.filter(({ status }) => status !== 401)).toEqual([]);
  });

  test('nor by a token in the address', async () => {
    const token = await network.at('350102').token();

    const response = await fetch(`${network.at('350102').url}/fhir/Patient?access_token=${token}`);

    expect(response.status).toBe(401);
  });

  test.each(['/fhir/metadata/../Patient', '/fhir//Patient', '/fhir/metadata%2f..%2fPatient', '/FHIR/Patient', '//fhir/Patient'])(
    'nor by the detour %s',
    async (path) => {
      const response = await fetch(`${address}${path}`, { headers: { accept: 'application/fhir+json' } });

      expect(await response.text()).not.toContain('Bundle');
      expect([401, 404]).toContain(response.status);
    },
  );
});

describe('what is open', () => {
  test('metrics are there only where the setting says so', async () => {
    const { settings } = network.at('350102');
    const port = await freePort();
    const closed = await servePlatform(parseSettings({ ...settings, metrics: 'off', port, logLevel: 'fatal' }));

    const statuses = await Promise.all(
      [settings.port, port].map(async (one) => (await fetch(`http://127.0.0.1:${one}/metrics`)).status),
    );

    await closed.close();
    expect(statuses).toEqual([200, 404]);
  });

  test('readiness names the part that is not', async () => {
    const { settings } = network.at('350102');
    const port = await freePort();
    const running = await servePlatform(parseSettings({ ...settings, port, logLevel: 'fatal' }));
    await running.platform.database.close();

    const response = await fetch(`http://127.0.0.1:${port}/health/ready`);

    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'not-ready', parts: { database: 'down' }, division: '350102' });
    await running.close();
  });

  test('the description of the interface names no resident and no secret', async () => {
    const text = await (await fetch(`${address}/docs/json`)).text();

    expect(text).toContain('/api/residents');
    expect(text).not.toContain(network.at('350102').settings.sample?.clients[0]?.clientSecret);
  });

  test('every answer with health data tells caches and frames to keep off', async () => {
    const response = await fetch(`${address}/fhir/Patient`);

    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    });
  });
});
