import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../tests/support/database.ts';
import { column } from './columns.ts';

test('a column arrives as it was given, whatever its texts are; nothing and the empty text are null', async () => {
  await using database = await freshDatabase(2);
  const { sql } = database;
  const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', '\u001e', 'a\u001eb', '"', '\\', '{}', 'NULL'));

  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(cell, { nil: undefined }), { minLength: 1, maxLength: 20 }), async (given) => {
      const values = given.map((value) => value?.replaceAll('\u0000', ''));

      const rows = await sql<{ value: string | null }[]>`select * from unnest(${column(sql, values)}) as given (value)`;

      const expected = values.map((value) => value?.replaceAll('\u001e', '\ufffd') || null);
      // a single null is no row: the other columns of a statement say how many there are
      const isLost = rows.length === 0 && expected.length === 1 && expected[0] === null;
      expect(isLost || rows.map(({ value }) => value)).toEqual(isLost || expected);
    }),
  );
});
