import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shadeOf } from './Tiles.tsx';

test('no cases are the lightest, the most the darkest, and more is never lighter', () => {
  expect([shadeOf(0, 0), shadeOf(0, 9), shadeOf(9, 9), shadeOf(1, 1000)]).toEqual([0, 0, 4, 1]);
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), fc.nat(500), (one, other, more) => {
      const most = Math.max(one, other) + more;
      const [less, greater] = [Math.min(one, other), Math.max(one, other)];
      expect(shadeOf(less, most)).toBeLessThanOrEqual(shadeOf(greater, most));
    }),
  );
});
