import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { newSigningKey } from '../../src/security/crypto/index.ts';
import { addAccount, addWorkplaces } from '../../src/security/identity/index.ts';
import { parseSettings, type Settings } from '../../src/server/config.ts';
import { describeSample, sampleAccounts } from '../../src/server/sample/plan.ts';
import { type RunningPlatform, servePlatform } from '../../src/server/serve.ts';
import { freshDatabaseUrl } from './database.ts';
import { freePorts } from './ports.ts';
import { signIn } from './sign-in.ts';

/** An answer; the body as JSON, undefined where there was none. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: never;
}

/** Code of the first problem of an OperationOutcome. */
export const codeOf = ({ body }: { readonly body: unknown }): string | undefined =>
  (body as { issue?: { details?: { coding?: { code: string }[] } }[] } | undefined)?.issue?.[0]?.details?.coding?.[0]?.code;

/** Somebody who is signed in at a platform. */
export interface Caller {
  readonly token: string;
  /** A request below /fhir. */
  fhir(path: string, init?: RequestInit): Promise<Answer>;
  /** A request below /api. */
  api(path: string, init?: RequestInit): Promise<Answer>;
}

export interface TestPlatform {
  readonly division: string;
  readonly url: string;
  readonly settings: Settings;
  readonly running: RunningPlatform;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** An access token of the institution's system. */
  token(): Promise<string>;
  /** A FHIR request of the institution's system. */
  fhir(path: string, init?: RequestInit): Promise<Answer>;
  /** Says that accounts work at an Organization. */
  worksAt(organization: string, ...usernames: readonly string[]): Promise<void>;
  /** One of the platform's accounts, signed in by password as in the console. */
  as(username: string): Promise<Caller>;
}

export interface TestNetwork extends AsyncDisposable {
  at(division: string): TestPlatform;
  /** Waits until a condition holds; polls, since what is waited for happens in the background. */
  until(holds: () => Promise<boolean>): Promise<void>;
}

/** Platforms over real Postgres and real HTTP, in this process, without generated people. */
export const testNetwork = (...divisions: string[]): Promise<TestNetwork> => openNetwork(divisions, () => []);

/** The same with accounts from the start; without, an account is made when somebody signs in with it. */
export async function openNetwork(divisions: string[], accountsOf: typeof sampleAccounts): Promise<TestNetwork> {
  const keys = await Promise.all(divisions.map((division) => newSigningKey(`${division}-hub`)));
  const ports = await freePorts(divisions.length);
  const platforms = divisions.map((division, index) => {
    const { upper, ...described } = describeSample(division);
    const isThere = upper !== undefined && divisions.includes(upper);
    return {
      ...described,
      ...(isThere ? { upper } : {}),
      url: `http://127.0.0.1:${ports[index]}`,
      publicKey: keys[index]?.publicJwk,
    };
  });
  const opened = await Promise.all(
    divisions.map(async (division, index) => {
      const institution = { zh: '医院', en: 'Hospital' };
      const clientSecret = randomBytes(12).toString('hex');
      const settings = parseSettings({
        division,
        url: `http://127.0.0.1:${ports[index]}`,
        port: ports[index],
        database: await freshDatabaseUrl(),
        connections: 6,
        hubKey: keys[index]?.privateJwk,
        platforms,
        metrics: 'open',
        exportFolder: await mkdtemp(join(tmpdir(), 'minkang-exports-')),
        sample: {
          accounts: accountsOf(division),
          clients: [{ clientId: `hospital-${division}`, clientSecret, institution, place: division }],
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
    until,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(opened.map((platform) => platform.stop()));
      for (const { settings } of opened)
        if (settings.exportFolder) await rm(settings.exportFolder, { recursive: true, force: true });
    },
  };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('what was waited for did not happen within 30 s');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A token is good for twice as long. */
const TOKEN_USED_MS = 300_000;

async function openTestPlatform(settings: Settings): Promise<TestPlatform> {
  const log = pino({ level: process.env['TEST_LOG'] ?? 'fatal' });
  let running: RunningPlatform | undefined = await servePlatform(settings, { log });
  const callers = new Map<string, { readonly caller: Promise<Caller>; readonly until: number }>();
  const keep = (name: string, make: () => Promise<string>) => {
    const known = callers.get(name);
    if (known && performance.now() < known.until) return known.caller;
    const caller = make().then((token) => callerWith(settings.url, token));
    callers.set(name, { caller, until: performance.now() + TOKEN_USED_MS });
    return caller;
  };
  const system = () => keep('', () => fetchToken(settings));
  return {
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
    token: async () => (await system()).token,
    fhir: async (path, init) => (await system()).fhir(path, init),
    worksAt: async (organization, ...usernames) => {
      if (!running) throw new Error('the platform is stopped');
      const { sql } = running.platform.database;
      await Promise.all(usernames.map((username) => addWorkplaces(sql, username, [organization])));
    },
    as: (username) =>
      keep(username, async () => {
        const account = sampleAccounts(settings.division).find((one) => one.username === username);
        if (!account || !running) throw new Error(`nobody signs in as ${username} here`);
        await addAccount(running.platform.database.sql, account, account.password);
        return (await signIn(settings.url, username, account.password)).access_token;
      }),
  };
}

/** Requests with an access token. */
export function callerWith(url: string, token: string): Caller {
  const call = async (address: string, type: string, init: RequestInit = {}): Promise<Answer> => {
    const headers = { ...(init.body ? { 'content-type': type } : {}), ...init.headers, authorization: `Bearer ${token}` };
    const response = await fetch(address, { ...init, headers });
    return toAnswer(response);
  };
  return {
    token,
    fhir: (path, init) => call(`${url}/fhir/${path}`, 'application/fhir+json', init),
    api: (path, init) => call(`${url}/api/${path}`, 'application/json', init),
  };
}

export async function toAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: (text === '' ? undefined : JSON.parse(text)) as never };
}

/** Client credentials with basic authentication. */
export function requestToken(url: string, clientId: string, clientSecret: string, scope = 'system/*.cruds'): Promise<Response> {
  return fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  });
}

async function fetchToken({ url, sample }: Settings): Promise<string> {
  const [client] = sample?.clients ?? [];
  const response = await requestToken(url, client?.clientId ?? '', client?.clientSecret ?? '');
  if (!response.ok) throw new Error(`token: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { access_token: string }).access_token;
}
