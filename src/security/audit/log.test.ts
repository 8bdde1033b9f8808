import { beforeEach, expect, test } from 'vitest';
import { storeForTests, type TestStore } from '../../store/testing.ts';
import { type Actor, recordWrites } from './log.ts';

let here: TestStore;
beforeEach(async () => {
  here = await storeForTests();
  return () => here[Symbol.asyncDispose]();
});

const actor = (id: string): Actor => ({
  id,
  name: { zh: '护士', en: 'Nurse' },
  role: 'nurse',
  from: '350102',
  purpose: 'TREAT',
  requestId: id,
});

test('whoever writes in one transaction at the same moment is entered, each with what is theirs', async () => {
  const { all, database } = here;
  const observation = { resourceType: 'Observation', status: 'final', code: { text: '血压' } };

  const written = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      all.create(observation, async (tx, mine) => {
        await recordWrites(tx, actor(`nurse-${index}`), mine);
        if (index === 3) await recordWrites(tx, actor('who stands beside'), mine);
      }),
    ),
  );

  const entries = await database.sql<{ actor: string; what: string }[]>`select actor, what from audit.entry`;
  const expected = written.map(({ row }, index) => `nurse-${index} Observation/${row.id}`);
  expect(entries.map((entry) => `${entry.actor} ${entry.what}`).toSorted()).toEqual(
    [...expected, `who stands beside Observation/${written[3]?.row.id}`].toSorted(),
  );
});
