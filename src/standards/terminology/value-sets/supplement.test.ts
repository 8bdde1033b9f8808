import { expect, test } from 'vitest';
import { lookup } from './lookup.ts';
import { aCodeSystem, aLibrary } from './testing.ts';

const URL = 'http://example.org/colours';
const colours = aCodeSystem(URL, {
  version: '1',
  language: 'en',
  concept: [{ code: 'red', display: 'Red' }, { code: 'blue' }],
});
const aSupplement = (changes: object = {}) =>
  aCodeSystem(`${URL}-zh`, {
    content: 'supplement',
    supplements: URL,
    language: 'zh-CN',
    concept: [
      {
        code: 'red',
        display: '红',
        designation: [{ language: 'ug', value: 'قىزىل' }],
        property: [{ code: 'hex', valueString: 'f00' }],
      },
      { code: 'green', display: '绿' },
    ],
    ...changes,
  });
const namesWith = (...supplements: ReturnType<typeof aSupplement>[]) =>
  aLibrary(colours, ...supplements).namesOf(URL, undefined, 'red');

test('a supplement adds names and properties to what a code system says of a code', () => {
  const library = aLibrary(colours, aSupplement());

  const answer = JSON.stringify(
    lookup(library, { system: URL, version: undefined, code: 'red', displayLanguage: 'zh', properties: [] }),
  );

  expect(library.namesOf(URL, undefined, 'red')).toEqual(['Red', '红', 'قىزىل']);
  expect(answer).toContain('{"name":"display","valueString":"红"}');
  expect(answer).toContain('[{"name":"code","valueCode":"hex"},{"name":"value","valueString":"f00"}]');
});

test('it adds no codes, and is no code system itself', () => {
  const library = aLibrary(colours, aSupplement());

  expect(library.findCodeSystem(URL)?.find('green')).toBeUndefined();
  expect([...(library.findCodeSystem(URL)?.concepts.keys() ?? [])]).toEqual(['red', 'blue']);
  expect(library.findCodeSystem(`${URL}-zh`)).toBeUndefined();
});

test('it holds for the version that it names, and no longer when it is retired', () => {
  expect(namesWith(aSupplement({ supplements: `${URL}|1` }))).toContain('红');
  expect(namesWith(aSupplement({ supplements: `${URL}|2` }))).toEqual(['Red']);
  expect(namesWith(aSupplement({ status: 'retired' }))).toEqual(['Red']);
  expect(namesWith()).toEqual(['Red']);
});

test('several add up', () => {
  const other = aSupplement({ url: `${URL}-bo`, language: 'bo', concept: [{ code: 'red', display: 'དམར་པོ' }] });

  expect(namesWith(aSupplement(), other)).toEqual(expect.arrayContaining(['Red', '红', 'དམར་པོ']));
});
