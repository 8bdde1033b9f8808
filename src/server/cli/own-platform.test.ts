import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { freshDatabaseUrl } from '../../../tests/support/database.ts';
import { requestToken } from '../../../tests/support/network.ts';
import { freePort } from '../../../tests/support/ports.ts';
import { signIn } from '../../../tests/support/sign-in.ts';
import { parseSettings, readSettings } from '../config.ts';
import { servePlatform } from '../serve.ts';
import { StartError } from '../start-error.ts';
import { accountCommand } from './account.ts';
import { clientCommand } from './client.ts';
import { settingsCommand } from './settings.ts';

/** Runs a command as from a terminal. @returns its exit code and what it printed */
async function say(command: { run(args: string[]): Promise<number> }, ...args: string[]) {
  const lines: string[] = [];
  const print = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  try {
    return { code: await command.run(args), text: lines.join('\n') };
  } finally {
    print.mockRestore();
  }
}

describe('a platform of one’s own', () => {
  let folder: string;
  let file: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minkang-own-'));
    file = join(folder, 'settings.json');
    const port = String(await freePort());
    const { text } = await say(settingsCommand, '--division', '350102', '--database', await freshDatabaseUrl(), '--port', port);
    await writeFile(file, text);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('has settings that fit, with a key of its own each time', async () => {
    const args = ['--division', '350102', '--database', 'postgres://a:b@localhost/c'];

    const [one, other] = [await say(settingsCommand, ...args), await say(settingsCommand, ...args)];

    const [a, b] = [one, other].map(({ text }) => parseSettings(JSON.parse(text)));
    expect(a?.platforms[0]).toMatchObject({ division: '350102', name: { zh: '鼓楼区' }, level: 'county' });
    expect(a?.hubKey['d']).not.toBe(b?.hubKey['d']);
  });

  test('lets in the accounts and systems that were added', async () => {
    vi.stubEnv('MINKANG_PASSWORD', 'correct horse');
    await say(accountCommand, 'li', '--settings', file, '--role', 'doctor', '--name', '李医生');
    const client = await say(clientCommand, 'his', '--settings', file, '--institution', '某医院');
    const settings = await readSettings(file);
    const running = await servePlatform({ ...settings, logLevel: 'fatal' });

    const person = await signIn(settings.url, 'li', 'correct horse');
    const { clientId, clientSecret } = JSON.parse(client.text);
    const system = await requestToken(settings.url, clientId, clientSecret);

    await running.close();
    vi.unstubAllEnvs();
    expect(person.token_type).toBe('Bearer');
    expect(system.status).toBe(200);
  });

  test('gives out its public address where a proxy ends TLS before it', async () => {
    const settings = await readSettings(file);
    const platforms = settings.platforms.map((platform) => ({ ...platform, url: 'https://gulou.example' }));
    const running = await servePlatform({ ...settings, url: 'https://gulou.example', platforms, logLevel: 'fatal' });
    const at = (path: string) => fetch(`http://127.0.0.1:${settings.port}/oauth/${path}`, { redirect: 'manual' });

    const described = await (await at('.well-known/openid-configuration')).json();
    const { headers } = await at(
      `auth?${new URLSearchParams({
        client_id: 'console',
        redirect_uri: 'https://gulou.example/signed-in',
        response_type: 'code',
        scope: 'openid',
        code_challenge: 'a'.repeat(43),
        code_challenge_method: 'S256',
      })}`,
    );

    await running.close();
    expect(described).toMatchObject({ token_endpoint: 'https://gulou.example/oauth/token' });
    expect(headers.getSetCookie().every((cookie) => /; secure/i.test(cookie))).toBe(true);
    expect(headers.getSetCookie()).not.toEqual([]);
  });

  test.each([
    ['no division', settingsCommand, ['--division', '999999', '--database', 'postgres://a:b@localhost/c']],
    ['no database address', settingsCommand, ['--division', '350102', '--database', 'mysql://localhost']],
    ['no role', accountCommand, ['wang', '--role', 'king']],
    ['the role of a system', accountCommand, ['wang', '--role', 'institution-system']],
    ['a place elsewhere', accountCommand, ['wang', '--role', 'doctor', '--place', '510104']],
    ['a place elsewhere', clientCommand, ['lis', '--institution', '某医院', '--place', '510104']],
    ['the client id of the console', clientCommand, ['console', '--institution', '某医院']],
  ])('is refused %s in one sentence', async (_, command, args) => {
    const given = command === settingsCommand ? args : [...args, '--settings', file];

    const attempt = say(command, ...given);

    await expect(attempt).rejects.toBeInstanceOf(StartError);
  });
});
