import { expect, test } from 'vitest';
import { idsFound, storeForTests } from '../testing.ts';

test('a search that takes longer than it may is ended and says so; the next one is answered', async () => {
  await using here = await storeForTests(2, 200);

  await here.database.begin(async (tx) => {
    await tx`lock table population.resource in access exclusive mode`;
    const waiting = idsFound(here.all, 'Patient', 'gender=male');
    await expect(waiting).rejects.toMatchObject({ code: 'search-too-costly' });
  });

  expect(await idsFound(here.all, 'Patient', 'gender=male')).toEqual([]);
});
