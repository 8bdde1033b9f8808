import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seal, unseal } from './seal.ts';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const NOW = 1_800_000_000_000;

describe('sealed text', () => {
  test('is read back with the key, before its time is over', () => {
    fc.assert(
      fc.property(key, fc.string({ unit: 'binary' }), fc.integer({ min: 1 }), (own, text, lifeMs) => {
        expect(unseal(own, seal(own, text.toWellFormed(), NOW + lifeMs), NOW)).toBe(text.toWellFormed());
      }),
    );
  });

  test('is gone from the moment its time is over', () => {
    fc.assert(
      fc.property(key, fc.string(), fc.nat(), (own, text, lateMs) => {
        expect(unseal(own, seal(own, text, NOW), NOW + lateMs)).toBeUndefined();
      }),
    );
  });

  test('is not read with any other key', () => {
    fc.assert(
      fc.property(key, key, fc.string(), (own, other, text) => {
        fc.pre(!Buffer.from(own).equals(other));
        expect(unseal(other, seal(own, text, NOW + 1), NOW)).toBeUndefined();
      }),
    );
  });

  test('is not read after any change of one bit', () => {
    fc.assert(
      fc.property(key, fc.string(), fc.nat(), fc.nat({ max: 7 }), (own, text, position, bit) => {
        const bytes = Buffer.from(seal(own, text, NOW + 1), 'base64url');
        const at = position % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        expect(unseal(own, bytes.toString('base64url'), NOW)).toBeUndefined();
      }),
    );
  });

  test('any other text is none, and nothing is thrown', () => {
    fc.assert(
      fc.property(key, fc.string(), (own, text) => {
        expect(unseal(own, text, NOW)).toBeUndefined();
      }),
    );
  });

  test('of the same number looks different each time, and tells nothing of it', () => {
    const own = new Uint8Array(32);
    const number = '35010219840506001X';

    const [first, second] = [seal(own, number, NOW), seal(own, number, NOW)];

    expect(first).not.toBe(second);
    expect(first).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(Buffer.from(first, 'base64url').toString('latin1')).not.toContain('19840506');
  });
});
