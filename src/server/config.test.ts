import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseSettings, readSettings, SettingsError } from './config.ts';

const aPlatform = (division: string, level: string, upper?: string) => ({
  division,
  name: { zh: division, en: division },
  level,
  ...(upper ? { upper } : {}),
  url: `https://${division}.example`,
  publicKey: { kty: 'EC' },
});
const theSettings = (changes: Record<string, unknown> = {}) => ({
  division: '350102',
  url: 'https://350102.example',
  port: 8080,
  database: 'postgres://minkang@127.0.0.1/minkang',
  hubKey: { kty: 'EC' },
  platforms: [aPlatform('350100', 'prefecture'), aPlatform('350102', 'county', '350100')],
  ...changes,
});

const faultsOf = (given: unknown): string[] => {
  try {
    parseSettings(given);
    return [];
  } catch (thrown) {
    return thrown instanceof SettingsError ? thrown.message.split('\n') : ['no SettingsError'];
  }
};

describe('settings', () => {
  test('what is left out has a safe value', () => {
    const settings = parseSettings(theSettings());

    expect(settings).toMatchObject({ host: '127.0.0.1', metrics: 'off', logLevel: 'info', connections: 10 });
    expect(settings.sample).toBeUndefined();
  });

  test('an unknown setting stops the start', () => {
    const faults = faultsOf(theSettings({ metric: 'open' }));

    expect(faults).toEqual([expect.stringContaining('metric')]);
  });

  test('all faults are named at once, those of the tree of platforms too', () => {
    const platforms = [aPlatform('350102', 'county', '510100')];

    const faults = faultsOf(theSettings({ port: 0, database: 'mysql://x', surplus: 1, platforms, division: '350181' }));

    expect(faults.map((fault) => fault.split(':')[0])).toEqual(
      expect.arrayContaining(['port', 'database', 'settings', 'platforms', 'platforms.0.upper']),
    );
    expect(faults.join()).toContain('surplus');
  });

  test.each([
    ['this platform is none of the platforms', { platforms: [aPlatform('350100', 'prefecture')] }],
    ['a platform occurs twice', { platforms: [aPlatform('350102', 'county'), aPlatform('350102', 'county')] }],
    ['the platform above is not there', { platforms: [aPlatform('350102', 'county', '350100')] }],
    [
      'the platform above lies elsewhere',
      { platforms: [aPlatform('510100', 'prefecture'), aPlatform('350102', 'county', '510100')] },
    ],
    ['a platform is above itself', { platforms: [aPlatform('350102', 'county', '350102')] }],
    ['the address ends in a slash', { url: 'https://350102.example/' }],
    ['there is no key', { hubKey: undefined }],
  ])('are refused where %s', (_, changes) => {
    const faults = faultsOf(theSettings(changes));

    expect(faults).toHaveLength(1);
  });

  test.each([undefined, null, 'settings', [], 1])('%j are no settings', (given) => {
    const faults = faultsOf(given);

    expect(faults).toHaveLength(1);
  });

  test('the message of a fault tells no secret', () => {
    const faults = faultsOf(theSettings({ database: 'mysql://minkang:secret@host/db' }));

    expect(faults.join()).not.toContain('secret');
  });

  test('a file that is no JSON is refused by its name', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'settings-'));
    const file = join(folder, 'settings.json');
    await writeFile(file, '{"division": ');

    await expect(readSettings(file)).rejects.toThrow(file);
    await rm(folder, { recursive: true });
  });
});
