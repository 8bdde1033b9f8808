import { expect, test } from 'vitest';
import { anObservation, aPatient, everythingOnAllPages, idsOnAllPages, storeForTests } from './testing.ts';

/** Ids that sort otherwise by bytes than in any language. */
const ids = ['a', 'B', 'b', 'A', 'a-1', 'a.1', 'a1', 'aB', '-', '.', '0', '10', '9', 'Z', 'z', 'ab'];

test('runs on the PostgreSQL that was asked for', async () => {
  await using test = await storeForTests(1);

  const [server] = await test.database.sql<{ major: number; order: boolean }[]>`
    select current_setting('server_version_num')::integer / 10000 as major, 'a' < 'B' as "order"`;

  expect(server).toEqual(process.env['TEST_POSTGRES'] ? { major: 15, order: true } : { major: 18, order: false });
});

test.each(['', '_sort=_id', '_sort=-_id', '_sort=-date', '_sort=_lastUpdated,-date'])(
  'paging by %j gives each once, whatever order the database has for texts',
  async (sort) => {
    await using test = await storeForTests();
    await test.all.commit(
      ids.map((id) => ({ kind: 'put', resource: anObservation({ id, on: '2026-03-04' }) })),
      { atomic: true },
    );

    const pages = await idsOnAllPages(test.all, 'Observation', `_count=3&${sort}`);

    expect(pages.flat().toSorted()).toEqual(ids.toSorted());
  },
);

test('everything of a resident too', async () => {
  await using test = await storeForTests();
  const resources = [aPatient({ id: 'p' }), ...ids.map((id) => anObservation({ id, of: 'p' }))];
  await test.all.commit(
    resources.map((resource) => ({ kind: 'put', resource })),
    { atomic: true },
  );

  const pages = await everythingOnAllPages(test.all, 'p', 3);

  expect(pages.flat().toSorted()).toEqual(['Patient/p', ...ids.map((id) => `Observation/${id}`)].toSorted());
});
