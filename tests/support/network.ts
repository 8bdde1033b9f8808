import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { pino } from 'pino';
import { newSigningKey } from '../../src/security/crypto/index.ts';
import { parseSettings, type Settings } from '../../src/server/config.ts';
import { describeSample, sampleAccounts } from '../../src/server/sample/plan.ts';
import { type RunningPlatform, servePlatform } from '../../src/server/serve.ts';
import { freshDatabaseUrl } from './database.ts';

export interface TestPlatform {
  readonly division: string;
  readonly url: string;
  readonly settings: Settings;
  readonly running: RunningPlatform;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** An access token of the institution's system. */
  token(): Promise<string>;
  /** A FHIR request with that token; the body as JSON. */
  fhir(path: string, init?: RequestInit): Promise<{ status: number; headers: Headers; body: never }>;
}

export interface TestNetwork extends AsyncDisposable {
  at(division: string): TestPlatform;
  /** Waits until a condition holds; polls, since what is waited for happens in the background. */
  until(holds: () => Promise<boolean>): Promise<void>;
}

/** Platforms over real Postgres and real HTTP, in this process, without generated people. */
export async function testNetwork(...divisions: string[]): Promise<TestNetwork> {
  const keys = await Promise.all(divisions.map((division) => newSigningKey(`${division}-hub`)));
  const ports = await Promise.all(divisions.map(() => freePort()));
  const platforms = divisions.map((division, index) => {
    const { upper, ...described } = describeSample(division);
    return { ...described, ...(upper && divisions.includes(upper) ? { upper } : {}), url: `http://127.0.0.1:${ports[index]}`, publicKey: keys[index]?.publicJwk };
  });
  const opened = await Promise.all(
    divisions.map(async (division, index) => {
      const settings = parseSettings({
        division,
        url: `http://127.0.0.1:${ports[index]}`,
        port: ports[index],
        database: await freshDatabaseUrl(),
        connections: 6,
        hubKey: keys[index]?.privateJwk,
        platforms,
        metrics: 'open',
        sample: {
          accounts: sampleAccounts(division),
          clients: [{ clientId: `hospital-${division}`, clientSecret: randomBytes(12).toString('hex'), institution: { zh: '医院', en: 'Hospital' }, place: division }],
          residents: 0,
          seed: 'test',
          today: '2026-11-01',
        },
      });
      return openTestPlatform(settings);
    }),
  );
  const byDivision = new Map(opened.map((platform) => [platform.division, platform]));
  return {
    at: (division) => {
      const found = byDivision.get(division);
      if (!found) throw new Error(`no platform ${division} in this test`);
      return found;
    },
    until: async (holds) => {
      const deadline = Date.now() + 30_000;
      while (!(await holds())) {
        if (Date.now() > deadline) throw new Error('what was waited for did not happen within 30 s');
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(opened.map((platform) => platform.stop()));
    },
  };
}

async function openTestPlatform(settings: Settings): Promise<TestPlatform> {
  const log = pino({ level: process.env['TEST_LOG'] ?? 'fatal' });
  let running: RunningPlatform | undefined = await servePlatform(settings, { log });
  let token: string | undefined;
  const platform: TestPlatform = {
    division: settings.division,
    url: settings.url,
    settings,
    get running() {
      if (!running) throw new Error('the platform is stopped');
      return running;
    },
    stop: async () => {
      await running?.close();
      running = undefined;
    },
    start: async () => {
      running ??= await servePlatform(settings, { log });
    },
    token: async () => {
      token ??= await fetchToken(settings);
      return token;
    },
    fhir: async (path, init = {}) => {
      const headers = { 'content-type': 'application/fhir+json', ...init.headers, authorization: `Bearer ${await platform.token()}` };
      const response = await fetch(`${settings.url}/fhir/${path}`, { ...init, headers });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: (text === '' ? undefined : JSON.parse(text)) as never };
    },
  };
  return platform;
}

async function fetchToken({ url, sample }: Settings): Promise<string> {
  const [client] = sample?.clients ?? [];
  const response = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client?.clientId}:${client?.clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'system/*.cruds' }),
  });
  if (!response.ok) throw new Error(`token: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { access_token: string }).access_token;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
