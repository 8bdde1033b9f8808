import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOwnId, newId, newIdBeside, shardOf } from './ids.ts';

const SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Bytes in the order given, again and again. */
const bytesFrom = (seed: Uint8Array) => {
  let at = 0;
  return (length: number) => Uint8Array.from({ length }, () => seed[at++ % seed.length] ?? 0);
};

const anyBytes = fc.uint8Array({ minLength: 1, maxLength: 40 });
const foreignId = fc.stringMatching(/^[A-Za-z0-9\-.]{1,64}$/);

describe('resource id', () => {
  test('is a UUID of version 8, whatever the random bytes are', () => {
    fc.assert(
      fc.property(anyBytes, (seed) => {
        const id = newId(bytesFrom(seed));
        expect(id).toMatch(SHAPE);
        expect(isOwnId(id)).toBe(true);
      }),
    );
  });

  test('is another one each time', () => {
    const ids = new Set(Array.from({ length: 1000 }, () => newId()));

    expect(ids.size).toBe(1000);
  });

  test('of a record leads to the shard of its resident, whose id is ours', () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, (one, other) => {
        const resident = newId(bytesFrom(one));

        const record = newIdBeside(resident, bytesFrom(other));

        expect(record).toMatch(SHAPE);
        expect(shardOf(record)).toBe(shardOf(resident));
      }),
    );
  });

  test('of a record leads to the shard of its resident, whose id is somebody else’s', () => {
    fc.assert(
      fc.property(foreignId, (resident) => {
        expect(shardOf(newIdBeside(resident))).toBe(shardOf(resident));
      }),
    );
  });

  test('has a shard of 48 bits, exact in a number', () => {
    fc.assert(
      fc.property(fc.oneof(foreignId, fc.string(), fc.uuid()), (id) => {
        const shard = shardOf(id);

        expect(Number.isSafeInteger(shard)).toBe(true);
        expect(shard).toBeGreaterThanOrEqual(0);
        expect(shard).toBeLessThan(2 ** 48);
      }),
    );
  });

  test('carries its shard in its first twelve digits', () => {
    expect(shardOf('0000000f-0001-8abc-9abc-0123456789ab')).toBe(0x0000000f0001);
  });

  test('of another version does not: its shard is a hash of it', () => {
    expect(shardOf('0000000f-0001-4abc-9abc-0123456789ab')).not.toBe(0x0000000f0001);
  });
});
