import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testNetwork } from '../../../tests/support/network.ts';
import { aPerson } from '../../../tests/support/people.ts';
import { freePorts } from '../../../tests/support/ports.ts';

const PROGRAM = fileURLToPath(new URL('../../../bin/minkang.mjs', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

let parent: string;
let data: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'minkang-cli-'));
  data = join(parent, 'data');
});
afterEach(() => rm(parent, { recursive: true, force: true }));

/** The command as somebody types it; it must end by itself. */
function minkang(values: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, MINKANG_DATA: data, ...environment };
    const child = spawn(process.execPath, [PROGRAM, ...values], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const texts = { out: '', error: '' };
    child.stdout.on('data', (chunk) => {
      texts.out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      texts.error += chunk;
    });
    child.once('error', reject).once('exit', (code) => resolve({ code, ...texts }));
  });
}

/** One sentence for people, and no trace of the program. */
const isOneSentence = (text: string) => text.trim().split('\n').length === 1 && !/\n\s+at /.test(text);

describe('npx minkang', () => {
  test.each([
    [[], 0],
    [['--help'], 0],
    [['network', '--help'], 0],
    [['start', '--help'], 0],
    [['import', '--help'], 0],
    [['link', '--help'], 0],
    [['forecast', '--help'], 0],
    [['start'], 2],
    [['import'], 2],
    [['link', 'people.csv'], 2],
    [['forecast'], 2],
    [['fly'], 2],
    [['constructor'], 2],
  ])('%j says how it is used and ends with %i', async (values, code) => {
    const ended = await minkang(values);

    expect(ended.code).toBe(code);
    expect(ended.out).toContain('npx minkang');
  });

  test.each([
    [['network', '--fast']],
    [['network', '--residents', 'many']],
    [['network', 'stop', '350100']],
    [['network', 'status']],
    [['start', '--settings', '/nowhere/settings.json']],
    [['import', 'people.ndjson', '--platform', '350102']],
    [['link', '/nowhere/people.csv', '--out', 'clusters.csv']],
    [['forecast', '/nowhere/children.csv']],
    [['forecast', 'children.csv', '--today', 'tomorrow']],
    [['link', 'people.csv', '--out', 'clusters.csv', '--threads', 'many']],
  ])('%j is refused in one sentence', async (values) => {
    const ended = await minkang(values);

    expect(ended.code).toBe(2);
    expect(ended.error).toSatisfy(isOneSentence);
  });

  test('settings with several faults name all of them', async () => {
    await mkdir(data);
    const file = join(data, 'settings.json');
    await writeFile(file, JSON.stringify({ division: '35', surplus: true }));

    const ended = await minkang(['start', '--settings', file]);

    expect(ended.code).toBe(2);
    expect(ended.error.trim().split('\n').length).toBeGreaterThan(5);
    expect(ended.error).toContain('surplus');
    expect(ended.error).not.toMatch(/\n\s+at /);
  });
});

describe('the sample network does not start', () => {
  test('on a port in use; it says which, and leaves nothing behind', async () => {
    const [first = 0] = await freePorts(8);
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(first + 3, '127.0.0.1', resolve));

    const ended = await minkang(['network'], { MINKANG_PORT: String(first) });

    await new Promise((resolve) => holder.close(resolve));
    expect(ended.code).not.toBe(0);
    expect(ended.error).toContain(`Port ${first + 3} is in use`);
    expect(ended.error).toSatisfy(isOneSentence);
    expect(await readdir(data)).toEqual(['layout.json']);
  });

  test.runIf(process.platform === 'linux')('on a data directory that cannot be written to', async () => {
    const ended = await minkang(['network'], { MINKANG_DATA: '/proc/minkang' });

    expect(ended.code).not.toBe(0);
    expect(ended.error).toMatch(/The data directory \/proc\/minkang cannot be written to .*nothing was changed/);
    expect(ended.error).toSatisfy(isOneSentence);
  });

  test('on a data directory of a newer version, which stays as it is', async () => {
    await mkdir(data);
    await writeFile(join(data, 'layout.json'), '{"layout":2}');

    const ended = await minkang(['network']);

    expect(ended.code).not.toBe(0);
    expect(ended.error).toContain('was made by a newer version');
    expect(ended.error).toSatisfy(isOneSentence);
    expect(await readdir(data)).toEqual(['layout.json']);
  });

  test('on the data of another PostgreSQL, which stay as they are', async () => {
    await mkdir(join(data, 'postgres'), { recursive: true });
    await writeFile(join(data, 'postgres', 'PG_VERSION'), '99\n');
    const [first = 0] = await freePorts(8);

    const ended = await minkang(['network'], { MINKANG_PORT: String(first) });

    expect(ended.code).not.toBe(0);
    expect(ended.error).toContain('was made by PostgreSQL 99');
    expect(await readFile(join(data, 'postgres', 'PG_VERSION'), 'utf8')).toBe('99\n');
  });

  test('on a data directory in use', async () => {
    await mkdir(data);
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'minkang'], { stdio: 'ignore' });
    await writeFile(join(data, 'lock'), String(other.pid));

    const ended = await minkang(['network']);

    other.kill('SIGKILL');
    expect(ended.code).not.toBe(0);
    expect(ended.error).toContain(`is in use by process ${other.pid}`);
  });

  test.each(['80', 'http', '65530'])('on the port %s', async (port) => {
    const ended = await minkang(['network'], { MINKANG_PORT: port });

    expect(ended.code).toBe(2);
    expect(ended.error).toContain('MINKANG_PORT is a whole number from 1024 to 65528');
  });
});

describe('npx minkang import', () => {
  test('finds the platform by the running network, and its exit code says whether anything was refused', async () => {
    await using network = await testNetwork('350102');
    const { url, settings } = network.at('350102');
    const [client] = settings.sample?.clients ?? [];
    await mkdir(data);
    const file = { platforms: [{ division: '350102', url }], clients: [{ ...client, division: '350102' }] };
    await writeFile(join(data, 'network.json'), JSON.stringify(file));
    const good = join(parent, 'good.ndjson');
    const bad = join(parent, 'bad.ndjson');
    await writeFile(good, JSON.stringify(aPerson()));
    await writeFile(bad, JSON.stringify(aPerson({ gender: 'man' })));

    const [taken, refused, elsewhere] = [
      await minkang(['import', good, '--platform', '350102', '--json']),
      await minkang(['import', bad, '--platform', '350102']),
      await minkang(['import', good, '--platform', '510104']),
    ];

    expect([taken.code, refused.code, elsewhere.code]).toEqual([0, 1, 2]);
    expect(JSON.parse(taken.out)).toMatchObject({ files: 1, accepted: 1, refused: 0 });
    expect(refused.out).toContain('1 × resource-invalid at line 1, Patient.gender');
    expect(elsewhere.error).toContain('No platform 510104; there are 350102');
  });
});
