import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabaseUrl } from '../../../tests/support/database.ts';
import { callerWith, requestToken } from '../../../tests/support/network.ts';
import { aPerson, post } from '../../../tests/support/people.ts';
import { freePort } from '../../../tests/support/ports.ts';
import { newSigningKey } from '../../security/crypto/index.ts';
import type { FromPlatform } from '../sample/messages.ts';
import { describeSample } from '../sample/plan.ts';

const PROGRAM = fileURLToPath(new URL('../../../bin/minkang.mjs', import.meta.url));
const WORKERS = 2;

let folder: string;
let url: string;
let token: string;
let platform: ChildProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workers-'));
  await writeFile(join(folder, 'settings.json'), JSON.stringify(await settings()));
  platform = await start();
  const answer = await requestToken(url, 'hospital', 'its secret');
  token = ((await answer.json()) as { access_token: string }).access_token;
});
afterAll(async () => {
  await stop(platform);
  await rm(folder, { recursive: true, force: true });
});

async function settings(): Promise<object> {
  const { division, name, level } = describeSample('350102');
  const port = await freePort();
  const { privateJwk, publicJwk } = await newSigningKey('350102-hub');
  url = `http://127.0.0.1:${port}`;
  const institution = { zh: '医院', en: 'Hospital' };
  return {
    ...{ division, url, port, workers: WORKERS, connections: 12, hubKey: privateJwk, metrics: 'open', logLevel: 'fatal' },
    database: await freshDatabaseUrl(),
    platforms: [{ division, name, level, url, publicKey: publicJwk }],
    sample: {
      ...{ accounts: [], residents: 0, seed: 'test', today: '2026-11-01' },
      clients: [{ clientId: 'hospital', clientSecret: 'its secret', institution, place: division }],
    },
  };
}

/** Resolves when it answers. */
async function start(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [PROGRAM, 'start', '--settings', join(folder, 'settings.json')], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message: FromPlatform) => {
      if (message.kind === 'ready') resolve();
    });
    child.once('exit', (code) => reject(new Error(`the platform ended with ${code}`)));
  });
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

/** Process numbers of the workers. */
async function workers(): Promise<number[]> {
  const children = await readFile(`/proc/${platform.pid}/task/${platform.pid}/children`, 'utf8');
  return children.trim().split(' ').filter(Boolean).map(Number);
}

/** A figure of the platform as /metrics has it, all lines of it summed. */
async function figure(name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > deadline) throw new Error('what was waited for did not happen');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A request on a connection of its own; an answer that was cut off is none. */
function answerOf(path: string, init: { method?: string; body?: string } = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}/fhir/${path}`,
      {
        method: init.method ?? 'GET',
        agent: new Agent({ keepAlive: false }),
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
      },
      (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
        answer.once('error', reject);
      },
    );
    sent.once('error', reject).end(init.body);
  });
}

async function countPatients(): Promise<number> {
  const { body } = await callerWith(url, token).fhir('Patient?_summary=count');
  return (body as { total: number }).total;
}

const aRegistration = () => ({ method: 'POST', body: String(post(aPerson()).body) });
const times = <Result>(count: number, once: (index: number) => Result) =>
  Array.from({ length: count }, (_, index) => once(index));

describe('a platform of several workers', () => {
  test('answers as one: what one writes, another reads; what they measure is summed', async () => {
    const before = await figure('minkang_request_seconds_count');

    const created = await Promise.all(times(20, () => callerWith(url, token).fhir('Patient', post(aPerson()))));
    const ids = created.map(({ body }) => (body as { id: string }).id);
    const read = await Promise.all(ids.flatMap((id) => times(4, () => answerOf(`Patient/${id}`))));

    expect(new Set(created.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(read)).toEqual(new Set([200]));
    expect(await figure('minkang_workers')).toBe(WORKERS);
    // the first look at the metrics was itself counted
    expect((await figure('minkang_request_seconds_count')) - before).toBeGreaterThanOrEqual(20 + 80);
    expect(await fetch(`${url}/health/ready`).then(({ status }) => status)).toBe(200);
  });

  test.runIf(process.platform === 'linux')('goes on when a worker is killed, and puts another in its place', async () => {
    const [victim = 0, other] = await workers();

    process.kill(victim, 'SIGKILL');
    await until(async () => !(await workers()).includes(victim));
    const answers = await Promise.all(times(20, () => answerOf('Patient?_count=1')));

    await until(async () => (await figure('minkang_workers')) === WORKERS);
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await workers()).toContain(other);
  });

  test('answers what it has begun before it stops, and nothing outlives it', async () => {
    const running = await workers();
    const before = await countPatients();
    const asked = times(40, () => answerOf('Patient', aRegistration()));
    await Promise.race(asked);

    const stopped = stop(platform);
    const answers = await Promise.allSettled(asked);
    await stopped;

    const answered = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    expect(new Set(answered)).toEqual(new Set([201]));
    expect(platform.exitCode).toBe(0);
    for (const pid of running) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    // whoever came too late to be let in was not half served: what is there is what was acknowledged
    platform = await start();
    expect((await countPatients()) - before).toBe(answered.length);
  });

  test('says why it does not start, and ends', async () => {
    const child = spawn(process.execPath, [PROGRAM, 'start', '--settings', join(folder, 'settings.json')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });

    const [said] = await once(child.stderr, 'data');
    const [code] = await once(child, 'exit');

    expect(String(said)).toContain('is in use');
    expect(code).toBe(2);
  });
});
