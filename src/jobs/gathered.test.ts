import { expect, test } from 'vitest';
import { gathered } from './gathered.ts';

test('a hundred vaccinations written at once are looked at once, and the next one is looked at as well', async () => {
  let looks = 0;
  let looked = Promise.withResolvers<void>();
  const written = gathered(5, () => {
    looks += 1;
    looked.resolve();
  });

  for (let dose = 0; dose < 100; dose++) written();
  await looked.promise;
  const atFirst = looks;
  looked = Promise.withResolvers();
  written();
  await looked.promise;

  expect([atFirst, looks]).toEqual([1, 2]);
});
