import { describe, expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';

describe('password', () => {
  test('is told from any other', async () => {
    const stored = await hashPassword('correct horse 电池');

    const [same, other, empty] = await Promise.all(
      ['correct horse 电池', 'correct horse 电', ''].map((password) => verifyPassword(password, stored)),
    );

    expect({ same, other, empty }).toEqual({ same: true, other: false, empty: false });
  });

  test('is the same however the keyboard composes its letters', async () => {
    const stored = await hashPassword('caf\u00e9');

    const result = await verifyPassword('cafe\u0301', stored);

    expect(result).toBe(true);
  });

  test('is stored with a salt of its own, and not as itself', async () => {
    const [first, second] = await Promise.all([hashPassword('minkang'), hashPassword('minkang')]);

    expect(first).not.toBe(second);
    expect(first).not.toContain('minkang');
  });

  test.each(['', 'minkang', 'scrypt$', 'scrypt$abc', 'scrypt$abc$', 'plain$abc$def', 'scrypt$abc$def'])(
    'nobody signs in against the damaged entry %j',
    async (stored) => {
      const result = await verifyPassword('minkang', stored);

      expect(result).toBe(false);
    },
  );
});
