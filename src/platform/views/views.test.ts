import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aView } from '../../../tests/support/views.ts';
import { parseJson } from '../../fhir/index.ts';
import { compileView } from '../../fhir/views/index.ts';
import { anObservation, aPatient, storeForTests, type TestStore, testCatalogue } from '../../store/testing.ts';
import { openViews, type Views } from './index.ts';

const open = ({ database }: TestStore): Views => openViews({ database, catalogue: testCatalogue });

/** Works until the table is current and has seen everything; transactions of other tests hold the feed back for a moment. */
async function settle(views: Views, id: string): Promise<void> {
  for (;;) {
    if (await views.work()) continue;
    const status = await views.status(id);
    const [first] = status;
    if (!first || (status.length === 1 && (first.problem || (first.state === 'current' && first.lag === 0)))) return;
    await sleep(10);
  }
}

const codes = (elements: Record<string, unknown> = {}) => ({
  id: 'v',
  ...aView('Observation', {
    name: 'codes',
    columns: { patient: 'subject.getReferenceKey(Patient)', code: 'code', value: 'value.ofType(Quantity).value' },
    types: { patient: 'string', code: 'code', value: 'decimal' },
    select: [
      {
        column: [
          { name: 'patient', path: 'subject.getReferenceKey(Patient)', type: 'string' },
          { name: 'value', path: 'value.ofType(Quantity).value', type: 'decimal' },
        ],
      },
      { forEach: 'code.coding', column: [{ name: 'code', path: 'code', type: 'code' }] },
    ],
    ...elements,
  }),
});
const keep = (test: TestStore, ...resources: readonly { resourceType: string; id: string }[]) =>
  test.all.commit(
    resources.map((resource) => ({ kind: 'put', resource })),
    { atomic: true },
  );
const anObservationWith = (id: string, codings: readonly string[], of = 'p') =>
  anObservation({ id, of, code: { coding: codings.map((code) => ({ code })) } });

interface TableRow {
  readonly id: string;
  readonly shard: number;
  readonly patient: string;
  readonly code: string;
}
async function allOf<Page>(pages: AsyncIterable<Page> | readonly Page[]): Promise<Page[]> {
  const found: Page[] = [];
  for await (const page of pages) found.push(page);
  return found;
}
const rowsIn = ({ database }: TestStore, table = 'codes') => database.sql<TableRow[]>`
  select resource_id as id, shard, patient, code from views.${database.sql(table)} order by resource_id, ordinal`;
const inShort = (rows: readonly TableRow[]) => rows.map(({ id, code }) => `${id} ${code}`);

describe('the table of a view', () => {
  test('is filled with what is there, and follows what is written, changed and deleted', async () => {
    await using test = await storeForTests();
    await keep(test, codes(), aPatient({ id: 'p' }), anObservationWith('a', ['x', 'y']), anObservationWith('b', ['x']));
    const views = open(test);
    await views.materialize('v');
    await settle(views, 'v');
    const before = inShort(await rowsIn(test));

    await keep(test, anObservationWith('a', ['z']), anObservationWith('c', ['x', 'y', 'z']));
    await test.all.delete('Observation', 'b', undefined);
    await settle(views, 'v');

    expect(before).toEqual(['a x', 'a y', 'b x']);
    expect(inShort(await rowsIn(test))).toEqual(['a z', 'c x', 'c y', 'c z']);
    expect(await views.status('v')).toMatchObject([{ name: 'codes', state: 'current', rows: 4, lag: 0, problem: null }]);
  });

  test('follows labels, which change without a new version', async () => {
    await using test = await storeForTests();
    const labelled = aView('Observation', { name: 'codes', columns: { code: 'meta.tag.first().code' }, types: { code: 'code' } });
    await keep(test, { ...labelled, id: 'v' }, anObservationWith('a', ['x']));
    const views = open(test);
    await views.materialize('v');
    await settle(views, 'v');
    const labels = { profile: [], security: [], tag: [{ system: 'urn:tag', code: 'reviewed' }] };

    await test.all.changeMeta({ type: 'Observation', id: 'a', version: undefined, act: 'add', labels });
    await settle(views, 'v');
    const rows = await test.database.sql`select code from views.codes`;

    expect([...rows]).toEqual([{ code: 'reviewed' }]);
  });

  test('has each row on the shard of its resident, also after the record was found to be another’s', async () => {
    await using test = await storeForTests();
    await keep(test, codes(), aPatient({ id: 'p' }), aPatient({ id: 'q' }), anObservationWith('a', ['x']));
    const views = open(test);
    await views.materialize('v');
    await settle(views, 'v');
    const [before] = await rowsIn(test);

    await keep(test, anObservationWith('a', ['x'], 'q'));
    await settle(views, 'v');

    const after = await rowsIn(test);
    expect(before?.patient).toBe('p');
    expect(after.map(({ patient }) => patient)).toEqual(['q']);
    expect(after[0]?.shard).not.toBe(before?.shard);
  });

  test('is filled page by page, and goes on where it was after a restart in the middle', async () => {
    await using test = await storeForTests();
    const ids = Array.from({ length: 1203 }, (_, index) => `o${index}`);
    await keep(test, codes(), aPatient({ id: 'p' }), ...ids.map((id) => anObservationWith(id, ['x'])));
    const views = open(test);
    await views.materialize('v');
    await views.work();
    const [half] = await views.status('v');
    // what was passed already changes while nobody is there
    const [passed = ''] = (await test.database.sql<{ id: string }[]>`select after_id as id from views._build`).map(
      ({ id }) => id,
    );
    await keep(test, anObservationWith(passed, ['changed']), anObservationWith('-first', ['new']));

    await settle(open(test), 'v');

    expect(half).toMatchObject({ state: 'filling', scanned: 500, total: 1203, rows: 500 });
    const rows = await rowsIn(test);
    expect(rows.map(({ id }) => id).toSorted()).toEqual([...ids, '-first'].toSorted());
    expect(
      rows
        .filter(({ code }) => code !== 'x')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(['-first', passed].toSorted());
  });

  test('is replaced by one of the changed definition when that is whole, and read as it was until then', async () => {
    await using test = await storeForTests();
    await keep(test, codes(), aPatient({ id: 'p' }), anObservationWith('a', ['x']));
    const views = open(test);
    await views.materialize('v');
    await settle(views, 'v');

    await keep(test, codes({ name: 'renamed', where: "code.coding.exists(code = 'y')" }), anObservationWith('b', ['y']));
    await views.work();
    const during = inShort(await rowsIn(test));
    await settle(views, 'v');

    expect(during).toContain('a x');
    expect(inShort(await rowsIn(test, 'renamed'))).toEqual(['b y']);
    await expect(rowsIn(test)).rejects.toThrow('does not exist');
  });

  test('stays as it is where only the words about it change', async () => {
    await using test = await storeForTests();
    await keep(test, codes(), anObservationWith('a', ['x']));
    const views = open(test);
    await views.materialize('v');
    await settle(views, 'v');

    await keep(test, codes({ title: 'Codes' }));
    await settle(views, 'v');

    expect(await test.database.sql`select build, version from views._build`).toMatchObject([{ build: 1, version: 2 }]);
  });

  test.each([
    ['retired', (test: TestStore) => keep(test, codes({ status: 'retired' }))],
    ['deleted', (test: TestStore) => test.all.delete('ViewDefinition', 'v', undefined)],
  ])('goes when its definition is %s', async (_, leave) => {
    await using test = await storeForTests();
    await keep(test, codes(), anObservationWith('a', ['x']));
    const views = open(test);
    await views.materialize('v');
    await settle(views, 'v');

    await leave(test);
    await views.work();

    expect(await views.status('v')).toEqual([]);
    await expect(rowsIn(test)).rejects.toThrow('does not exist');
    expect(await test.database.sql`select from store.consumer where name like 'views.%'`).toHaveLength(0);
  });

  test('stops where a record has no rows by it, says where, and goes on when the definition is mended', async () => {
    await using test = await storeForTests();
    const first = (path: string) => ({
      select: [
        {
          column: [
            { name: 'code', path, type: 'code' },
            { name: 'patient', path: 'id' },
          ],
        },
      ],
    });
    await keep(test, codes(first('code.coding.code')), anObservationWith('a', ['x']));
    const views = open(test);
    await views.materialize('v');
    await settle(views, 'v');
    await keep(test, anObservationWith('b', ['x', 'y']));
    await settle(views, 'v');
    const [stopped] = await views.status('v');

    await keep(test, codes(first('code.coding.code.first()')));
    await settle(views, 'v');

    expect(stopped?.problem).toMatchObject({ code: 'view-failed', at: 'ViewDefinition.select[0].column[0].path' });
    expect(inShort(await rowsIn(test))).toEqual(['a x', 'b x']);
  });

  test('is never filled twice by two processes at once', async () => {
    await using test = await storeForTests();
    await keep(test, codes(), ...Array.from({ length: 700 }, (_, index) => anObservationWith(`o${index}`, ['x'])));
    const [one, other] = [open(test), open(test)];
    await one.materialize('v');

    await Promise.all([settle(one, 'v'), settle(other, 'v')]);

    expect(await one.status('v')).toMatchObject([{ state: 'current', scanned: 700, rows: 700 }]);
    expect(await rowsIn(test)).toHaveLength(700);
  });
});

describe('there is no table', () => {
  const columnsOf = (...names: readonly string[]) => ({ select: [{ column: names.map((name) => ({ name, path: 'id' })) }] });
  test.each<[string, Record<string, unknown>, string]>([
    ['without a name', { name: undefined }, 'ViewDefinition.name'],
    ['by a name in capitals', { name: 'Codes' }, 'ViewDefinition.name'],
    ['by a word of SQL', { name: 'select' }, 'ViewDefinition.name'],
    ['by a name beyond 63 letters', { name: 'a'.repeat(64) }, 'ViewDefinition.name'],
    ['with a column that is a word of SQL', columnsOf('id', 'end'), 'ViewDefinition.select[0].column[1].name'],
    ['with a column of the database', columnsOf('id', 'xmin'), 'ViewDefinition.select[0].column[1].name'],
    ['with a column of its own twice', columnsOf('shard'), 'ViewDefinition.select[0].column[0].name'],
    [
      'with more columns than a table has',
      columnsOf(...Array.from({ length: 1597 }, (_, index) => `c${index}`)),
      'ViewDefinition.select[0].column[1596]',
    ],
    ['for a draft', { status: 'draft' }, 'ViewDefinition.status'],
  ])('%s', async (_, elements, at) => {
    await using test = await storeForTests(3);
    await keep(test, codes(elements));

    const refused = open(test).materialize('v');

    await expect(refused).rejects.toMatchObject({ code: 'view-invalid', at });
  });

  test('by the name of another view’s', async () => {
    await using test = await storeForTests(3);
    await keep(test, codes(), { ...codes(), id: 'w' });
    const views = open(test);
    await views.materialize('v');

    await expect(views.materialize('w')).rejects.toMatchObject({ code: 'view-invalid', at: 'ViewDefinition.name' });
  });

  test('with as many columns as there can be, it is one that can be read', async () => {
    await using test = await storeForTests(3);
    const names = Array.from({ length: 1596 }, (_, index) => `c${index}`);
    await keep(test, codes(columnsOf(...names)), anObservationWith('a', ['x']));
    const views = open(test);
    await views.materialize('v');
    await settle(views, 'v');

    const pages = await allOf((await views.readFresh('v', 1)) ?? []);

    expect(pages.flatMap(({ rows }) => rows)).toEqual([names.map(() => 'a')]);
  });
});

test('after any writes in any order the table has what the view makes of what is there', async () => {
  await using test = await storeForTests();
  await keep(test, codes(), aPatient({ id: 'p' }), aPatient({ id: 'q' }));
  const views = open(test);
  await views.materialize('v');
  const view = compileView(codes(), () => '');
  const id = fc.constantFrom('a', 'b', 'c', 'd');
  const write = fc.record({
    id,
    codings: fc.array(fc.constantFrom('x', 'y', 'z'), { minLength: 1, maxLength: 3 }),
    of: fc.constantFrom('p', 'q'),
    category: fc.constantFrom('vital-signs', 'laboratory'),
    isDelete: fc.boolean(),
    isWork: fc.boolean(),
  });

  await fc.assert(
    fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: 8 }), async (writes) => {
      for (const { id, codings, of, category, isDelete, isWork } of writes) {
        const resource = { ...anObservationWith(id, codings, of), category: [{ coding: [{ code: category }] }] };
        if (isDelete) await test.all.delete('Observation', id, undefined);
        else await keep(test, resource);
        if (isWork) await views.work();
      }
      await settle(views, 'v');

      const there = (await allOf(test.all.scan({ type: 'Observation' }))).flat();
      const expected = there.flatMap(({ id, body }) => view.rows(parseJson(body)).map(([, , code]) => `${id} ${code}`));
      expect(inShort(await rowsIn(test))).toEqual(expected);
    }),
    { numRuns: 25 },
  );
});
