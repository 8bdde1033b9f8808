import { describe, expect, test } from 'vitest';
import { withFallback } from './fallback.ts';

describe('a first way and a second', () => {
  test('where the first leads on, the second is not gone', async () => {
    let gone = 0;

    const outcome = await withFallback(
      1000,
      async () => 'first',
      async () => ++gone,
    );

    expect(outcome).toEqual({ first: 'first' });
    expect(gone).toBe(0);
  });

  test('where the first fails at once, the second has nearly all of the time', async () => {
    const thrown = new Error('closed');

    const outcome = await withFallback(
      10_000,
      () => Promise.reject(thrown),
      async (leftMs) => leftMs,
    );

    expect(outcome).toMatchObject({ thrown, second: expect.any(Number) });
    expect('second' in outcome && outcome.second).toBeGreaterThan(9000);
  });

  test('where the first hangs, the second is there when the first gives up', async () => {
    const order: string[] = [];
    const { promise: second, resolve } = Promise.withResolvers<string>();
    const first = async () => {
      await second;
      order.push('first gave up');
      throw new Error('late');
    };

    const outcome = await withFallback(20, first, async () => {
      order.push('second began');
      resolve('second');
      return second;
    });

    expect(order).toEqual(['second began', 'first gave up']);
    expect(outcome).toMatchObject({ second: 'second' });
  });

  test('a second that fails beside a first that comes late after all is no failure', async () => {
    const { promise: late, resolve } = Promise.withResolvers<string>();

    const outcome = await withFallback(
      20,
      () => late,
      async () => {
        setImmediate(() => resolve('first'));
        throw new Error('second');
      },
    );

    expect(outcome).toEqual({ first: 'first' });
  });
});
