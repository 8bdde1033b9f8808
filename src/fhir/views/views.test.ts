import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aView } from '../../../tests/support/views.ts';
import { parseJson } from '../json.ts';
import { compileView, rowWriter } from './index.ts';

const now = () => '2026-11-25T10:00:00.000+08:00';
const rowsOf = (view: unknown, resource: unknown) => JSON.parse(JSON.stringify(compileView(view, now).rows(resource)));
const aSelect = (select: object, rest: object = {}) => ({ resource: 'Patient', select: [select], ...rest });
const columnOf = (path: string, name = 'a') => ({ column: [{ name, path }] });

const patient = {
  resourceType: 'Patient',
  id: 'p',
  name: [{ family: '林', given: ['晓', '明'] }, { family: 'Lin' }],
  contact: [{ name: { family: '陈' } }],
};

describe('a definition that cannot be run is refused with its place', () => {
  const id = { name: 'id', path: 'id' };
  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'ViewDefinition'],
    ['no resource', { select: [columnOf('id')] }, 'ViewDefinition.resource'],
    ['no select', { resource: 'Patient' }, 'ViewDefinition.select'],
    ['no column', aSelect({ forEach: 'name' }), 'ViewDefinition.select'],
    ['a select that is none', aSelect([]), 'ViewDefinition.select[0]'],
    ['a column without path', aSelect({ column: [{ name: 'a' }] }), 'ViewDefinition.select[0].column[0].path'],
    ['a column name with a blank', aSelect(columnOf('id', 'a b')), 'ViewDefinition.select[0].column[0].name'],
    [
      'a column twice',
      aSelect({ column: [id], select: [{ column: [id] }] }),
      'ViewDefinition.select[0].select[0].column[0].name',
    ],
    ['a path without end', aSelect(columnOf('name.where(')), 'ViewDefinition.select[0].column[0].path'],
    ['an unknown function', aSelect(columnOf('name.fly()')), 'ViewDefinition.select[0].column[0].path'],
    ['an unknown type', aSelect(columnOf('deceased.ofType(Bool)')), 'ViewDefinition.select[0].column[0].path'],
    [
      'an unknown constant',
      aSelect({ forEach: 'name.where(use = %use)', ...columnOf('family') }),
      'ViewDefinition.select[0].forEach',
    ],
    [
      'two iterations in one',
      aSelect({ forEach: 'name', repeat: ['item'], ...columnOf('id') }),
      'ViewDefinition.select[0].repeat',
    ],
    [
      'branches that differ',
      aSelect({ unionAll: [columnOf('id'), columnOf('id', 'b')] }),
      'ViewDefinition.select[0].unionAll[1]',
    ],
    ['a constant without value', aSelect(columnOf('id'), { constant: [{ name: 'x' }] }), 'ViewDefinition.constant[0]'],
    [
      'a constant that is no date',
      aSelect(columnOf('id'), { constant: [{ name: 'x', valueDate: '2026-02-30' }] }),
      'ViewDefinition.constant[0].valueDate',
    ],
    [
      'a constant with a name of FHIRPath',
      aSelect(columnOf('id'), { constant: [{ name: 'ucum', valueString: 'x' }] }),
      'ViewDefinition.constant[0].name',
    ],
    ['a condition that cannot be read', aSelect(columnOf('id'), { where: [{ path: ')' }] }), 'ViewDefinition.where[0].path'],
  ])('%s', (_, view, at) => {
    expect(() => compileView(view, now)).toThrow(expect.objectContaining({ code: 'view-invalid', at }));
  });

  test('selects within selects without end', () => {
    const deep = Array.from({ length: 60 }).reduce<object>((inside) => ({ select: [inside] }), columnOf('id'));

    expect(() => compileView(aSelect(deep), now)).toThrow(expect.objectContaining({ code: 'view-invalid' }));
  });
});

describe('a resource that a view cannot be evaluated on', () => {
  test.each<[string, unknown, string]>([
    ['several values for one cell', aSelect(columnOf('name.family')), 'ViewDefinition.select[0].column[0].path'],
    ['a condition that is no boolean', aSelect(columnOf('id'), { where: [{ path: 'name' }] }), 'ViewDefinition.where[0].path'],
    ['a path that always leads on', aSelect({ repeat: ['$this'], ...columnOf('id') }), 'ViewDefinition.select[0]'],
    ['a text where a number is needed', aSelect(columnOf('id + 1')), 'ViewDefinition.select[0].column[0].path'],
  ])('%s', (_, view, at) => {
    const { rows } = compileView(view, now);

    expect(() => rows(patient)).toThrow(expect.objectContaining({ code: 'view-failed', at }));
  });

  test('rows that multiply beyond measure are not made', () => {
    const each = (name: string) => ({ forEach: 'name', ...columnOf('family', name) });
    const many = { ...patient, name: Array.from({ length: 100 }, (_, index) => ({ family: `${index}` })) };
    const { rows } = compileView({ resource: 'Patient', select: ['a', 'b', 'c'].map(each) }, now);

    expect(() => rows(many)).toThrow(expect.objectContaining({ code: 'view-failed' }));
  });
});

describe('rows', () => {
  test('of another type there are none', () => {
    expect(rowsOf(aView('Observation', { columns: { id: 'id' } }), patient)).toEqual([]);
  });

  test('an iteration over nothing leaves its cells empty, and counts as the first', () => {
    const view = aSelect({
      forEachOrNull: 'photo',
      column: [
        { name: 'url', path: 'url' },
        { name: 'index', path: '%rowIndex' },
      ],
    });

    expect(rowsOf(view, patient)).toEqual([[null, 0]]);
  });

  test('what repeats is counted in the order in which it stands', () => {
    const item = [{ linkId: '1', item: [{ linkId: '1.1' }, { linkId: '1.2' }] }, { linkId: '2' }];
    const view = {
      resource: 'Questionnaire',
      select: [
        {
          repeat: ['item'],
          column: [
            { name: 'link', path: 'linkId' },
            { name: 'index', path: '%rowIndex' },
          ],
        },
      ],
    };

    expect(rowsOf(view, { resourceType: 'Questionnaire', item })).toEqual([
      ['1', 0],
      ['1.1', 1],
      ['1.2', 2],
      ['2', 3],
    ]);
  });

  test('a reference has the key of what it leads to, where it leads to that type', () => {
    const references = ['Patient/q', 'Patient/q/_history/2', 'http://elsewhere.org/fhir/Patient/q', '#q', 'Organization/q'];
    const view = aSelect({ forEach: 'link', column: [{ name: 'key', path: 'other.getReferenceKey(Patient)' }] });

    const rows = rowsOf(view, { ...patient, link: references.map((reference) => ({ other: { reference } })) });

    expect(rows).toEqual([['q'], ['q'], ['http://elsewhere.org/fhir/Patient/q'], [null], [null]]);
  });

  test('the key of a resource is its id', () => {
    expect(rowsOf(aView('Patient', { columns: { key: 'getResourceKey()' } }), patient)).toEqual([['p']]);
  });

  test('selects beside each other give each row with each: as many as a plain count says', () => {
    fc.assert(
      fc.property(fc.nat(5), fc.nat(5), fc.nat(5), (names, contacts, links) => {
        const resource = {
          resourceType: 'Patient',
          name: Array.from({ length: names }, (_, index) => ({ family: `n${index}` })),
          contact: Array.from({ length: contacts }, (_, index) => ({ name: { family: `c${index}` } })),
          link: Array.from({ length: links }, (_, index) => ({ type: `l${index}` })),
        };
        const view = {
          resource: 'Patient',
          select: [
            { forEach: 'name', ...columnOf('family', 'n') },
            {
              unionAll: [
                { forEach: 'contact', ...columnOf('name.family', 'c') },
                { forEachOrNull: 'link', ...columnOf('type', 'c') },
              ],
            },
          ],
        };

        const rows = rowsOf(view, resource);

        const others = [
          ...resource.contact.map(({ name }) => name.family),
          ...(links === 0 ? [null] : resource.link.map(({ type }) => type)),
        ];
        expect(rows).toEqual(resource.name.flatMap(({ family }) => others.map((other) => [family, other])));
      }),
    );
  });
});

describe('rows are written', () => {
  const view = compileView(aView('Observation', { columns: { value: 'value.ofType(Quantity).value' } }), now);
  const rows = (text: string) => view.rows(parseJson(`{"resourceType":"Observation","valueQuantity":{"value":${text}}}`));

  test.each(['1.50', '-0.0', '1e3', '12345678901234567890.123'])('with the digits of %s', (text) => {
    const [row = []] = rows(text);

    const written = (['json', 'ndjson', 'csv'] as const).map((format) => rowWriter(format, view.columns, false).row(row, 0));

    expect(written).toEqual([`\n{"value":${text}}`, `{"value":${text}}\n`, `${text}\r\n`]);
  });

  test('a CSV is read back as it was', () => {
    const columns = [{ name: 'a', path: 'a', type: undefined, collection: false, at: '' }];
    const writer = rowWriter('csv', columns, true);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '=', '林') })), (texts) => {
        const csv = writer.begin + texts.map((text, index) => writer.row([text], index)).join('');

        expect(fieldsOf(csv).slice(1)).toEqual(texts);
      }),
    );
  });
});

/** The fields of a CSV with one column. */
const fieldsOf = (csv: string): string[] =>
  [...csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))\r\n/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
