import { expect, test, vi } from 'vitest';
import { keepDoing } from './keep-doing.ts';

const never = (thrown: unknown) => {
  throw thrown;
};

test('who is called several times in a pause looks once', async () => {
  let looks = 0;
  const loop = keepDoing({ pauseMs: 50, leastMs: 50, mostMs: 60_000 }, never, async () => {
    looks += 1;
    return looks === 3;
  });
  await vi.waitFor(() => expect(looks).toBe(1));
  for (let call = 0; call < 5; call++) loop.wake();
  await vi.waitFor(() => expect(looks).toBe(2));
  loop.wake();
  // what says that there is more is asked again at once
  await vi.waitFor(() => expect(looks).toBe(4));
  await loop.stop();
});

test('pauses grow while nothing is to do, and a call ends the longest of them', async () => {
  const [looked, began] = [[] as number[], performance.now()];
  const loop = keepDoing({ pauseMs: 1, mostMs: 3_600_000 }, never, async () => {
    looked.push(performance.now() - began);
    return false;
  });
  await vi.waitFor(() => expect(looked.length).toBeGreaterThan(8), { timeout: 10_000 });
  const before = looked.length;
  loop.wake();
  await vi.waitFor(() => expect(looked.length).toBeGreaterThan(before));
  await loop.stop();
  const pauses = looked.slice(1, before).map((at, index) => at - (looked[index] ?? 0));
  expect(pauses.at(-1)).toBeGreaterThan(pauses[0] ?? 0);
});

test('work that fails is told of and tried again', async () => {
  const told: unknown[] = [];
  let looks = 0;
  const loop = keepDoing(
    { pauseMs: 60_000 },
    (thrown) => told.push(thrown),
    async () => {
      looks += 1;
      if (looks === 1) throw new Error('no connection');
      return false;
    },
    5,
  );
  await vi.waitFor(() => expect(looks).toBe(2));
  await loop.stop();
  expect(told).toEqual([new Error('no connection')]);
});
