import { getHeapSpaceStatistics } from 'node:v8';
import { expect, test } from 'vitest';
import { releaseMemory } from './release-memory.ts';

const newObjects = () => getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;

test('the space that was widened for much that is gone is narrow again', () => {
  let kept: object[] = [];
  for (let index = 0; index < 2_000_000; index++) kept.push({ index });
  kept = [];
  const before = newObjects();

  releaseMemory();

  expect(newObjects()).toBeLessThan(before / 2);
  expect(kept).toEqual([]);
});
