import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Resource } from '../../../fhir/index.ts';
import { Problem } from '../../../kernel/index.ts';
import { membership } from './membership.ts';
import { aCodeSystem, aLibrary, aValueSet } from './testing.ts';

const ANIMALS = 'http://example.org/animals';
const SET = 'http://example.org/ValueSet/set';

/** animal → (mammal → (dog, cat → kitten), bird); plant stands alone and is no longer in use. */
const animals = aCodeSystem(ANIMALS, {
  concept: [
    {
      code: 'animal',
      property: [{ code: 'notSelectable', valueBoolean: true }],
      concept: [
        { code: 'mammal', concept: [{ code: 'dog' }, { code: 'cat', concept: [{ code: 'kitten', display: 'Kitten' }] }] },
        { code: 'bird', property: [{ code: 'legs', valueInteger: 2 }] },
      ],
    },
    { code: 'plant', property: [{ code: 'inactive', valueBoolean: true }] },
  ],
});

const codesOf = (...resources: readonly Resource[]): string[] => {
  const library = aLibrary(animals, ...resources);
  const valueSet = library.findValueSet(SET);
  return valueSet ? library.expansions.of(valueSet).map(({ code }) => code) : [];
};

const filtered = (property: string, op: string, value: string) =>
  aValueSet(SET, { include: [{ system: ANIMALS, filter: [{ property, op, value }] }] });

describe('a filter', () => {
  it.each([
    ['concept', 'is-a', 'mammal', ['mammal', 'dog', 'cat', 'kitten']],
    ['concept', 'descendent-of', 'mammal', ['dog', 'cat', 'kitten']],
    ['concept', 'is-not-a', 'mammal', ['animal', 'bird', 'plant']],
    ['concept', 'generalizes', 'kitten', ['animal', 'mammal', 'cat', 'kitten']],
    ['concept', 'in', 'dog,cat,unicorn', ['dog', 'cat']],
    ['concept', 'not-in', 'dog,cat,kitten', ['animal', 'mammal', 'bird', 'plant']],
    ['code', 'regex', '[a-d].*', ['animal', 'dog', 'cat', 'bird']],
    ['code', 'regex', '((b|b)*(i+)+r?)+d', ['bird']],
    ['legs', '=', '2', ['bird']],
    ['legs', 'exists', 'true', ['bird']],
    ['parent', '=', 'cat', ['kitten']],
    ['inactive', '=', 'true', ['plant']],
  ])('%s %s %s finds what it names', (property, op, value, codes) => {
    expect(codesOf(filtered(property, op, value))).toEqual(codes);
  });

  it.each(['(?=a)a', '(?<!a)b', '(a)\\1', '(?<one>a)\\k<one>', 'a{1001}', '('])(
    'by the pattern %s, which is none or cannot be run in linear time, is refused',
    (pattern) => {
      expect(() => codesOf(filtered('code', 'regex', pattern))).toThrow(Problem);
    },
  );
});

describe('a value set', () => {
  it('is what is included, without what is excluded', () => {
    const set = aValueSet(SET, {
      include: [{ system: ANIMALS }],
      exclude: [{ system: ANIMALS, filter: [{ property: 'concept', op: 'is-a', value: 'cat' }] }],
    });

    expect(codesOf(set)).toEqual(['animal', 'mammal', 'dog', 'bird', 'plant']);
  });

  it('has what all value sets have that one part names, and what any part has', () => {
    const [one, other] = ['http://example.org/ValueSet/one', 'http://example.org/ValueSet/other'];
    const listing = (url: string, ...codes: readonly string[]) =>
      aValueSet(url, { include: [{ system: ANIMALS, concept: codes.map((code) => ({ code })) }] });
    const set = aValueSet(SET, {
      include: [{ valueSet: [one, other] }, { system: ANIMALS, concept: [{ code: 'bird' }] }],
    });

    expect(codesOf(set, listing(one, 'dog', 'cat'), listing(other, 'cat', 'kitten'))).toEqual(['cat', 'bird']);
  });

  it('leaves out what is no longer in use, where it says so', () => {
    expect(codesOf(aValueSet(SET, { include: [{ system: ANIMALS }], inactive: false }))).not.toContain('plant');
  });

  it('that imports itself has no expansion, and says nothing of a code', () => {
    const set = aValueSet(SET, { include: [{ valueSet: ['http://example.org/ValueSet/again'] }] });
    const again = aValueSet('http://example.org/ValueSet/again', { include: [{ valueSet: [SET] }] });

    expect(() => codesOf(set, again)).toThrow('imports itself');
    expect(aLibrary(set, again).validateCode(SET, ANIMALS, 'dog')).toBe('unknown');
  });

  it('of a system that is not here says nothing of its codes', () => {
    const library = aLibrary(aValueSet(SET, { include: [{ system: 'http://snomed.info/sct' }] }));

    expect(library.validateCode(SET, 'http://snomed.info/sct', '22298006')).toBe('unknown');
    expect(library.validateCode(SET, ANIMALS, 'dog')).toBe('no');
  });

  it('is found by its version, the newest where none is named', () => {
    const [old, newer] = ['1.9', '1.10'].map((version, at) =>
      aValueSet(SET, { include: [{ system: ANIMALS, concept: [{ code: at === 0 ? 'dog' : 'cat' }] }] }, { version }),
    );
    const library = aLibrary(animals, ...(old && newer ? [newer, old] : []));

    expect(library.validateCode(SET, ANIMALS, 'cat')).toBe('yes');
    expect(library.validateCode(`${SET}|1.9`, ANIMALS, 'dog')).toBe('yes');
    expect(library.validateCode(`${SET}|1.9`, ANIMALS, 'cat')).toBe('no');
    expect(library.validateCode(`${SET}|7`, ANIMALS, 'cat')).toBe('unknown');
  });
});

describe('a hierarchy that runs in a circle', () => {
  it('ends where it began', () => {
    const child = (code: string, of: string) => ({ code, property: [{ code: 'parent', valueCode: of }] });
    const round = aCodeSystem('http://example.org/round', { concept: [child('a', 'c'), child('b', 'a'), child('c', 'b')] });
    const system = aLibrary(round).findCodeSystem('http://example.org/round');

    expect(system && aLibrary(round).findCodeSystem('http://example.org/round')?.childrenOf('a')).toEqual(['b']);
  });
});

describe('value sets whose codes follow a grammar', () => {
  it.each([
    ['mimetypes', 'urn:ietf:bcp:13', 'application/fhir+json', 'yes'],
    ['mimetypes', undefined, 'picture', 'no'],
    ['ucum-units', 'http://unitsofmeasure.org', 'mm[Hg]', 'yes'],
    ['ucum-units', 'http://unitsofmeasure.org', 'millimetre', 'no'],
    ['currencies', undefined, 'CNY', 'yes'],
    ['currencies', undefined, 'yuan', 'no'],
    ['all-languages', undefined, 'zh-CN', 'yes'],
    ['all-languages', undefined, 'not a language', 'no'],
  ])('%s: %s %s is answered with %s', (name, system, code, answer) => {
    expect(aLibrary().validateCode(`http://hl7.org/fhir/ValueSet/${name}`, system, code)).toBe(answer);
  });
});

/** Random value sets over a few codes; those that import each other do so without a circle. */
describe('membership without counting out', () => {
  const code = fc.constantFrom('animal', 'mammal', 'dog', 'cat', 'kitten', 'bird', 'plant');
  const filter = fc.record({
    property: fc.constant('concept'),
    op: fc.constantFrom('is-a', 'descendent-of', 'is-not-a', 'generalizes', '='),
    value: code,
  });
  const content = fc.oneof(
    fc.record({ concept: fc.uniqueArray(code, { minLength: 1 }).map((all) => all.map((one) => ({ code: one }))) }),
    fc.record({ filter: fc.array(filter, { minLength: 1, maxLength: 2 }) }),
    fc.constant({}),
  );
  const part = content.map((one) => ({ system: ANIMALS, ...one }));
  const compose = (imports: readonly string[]) => {
    const imported =
      imports.length === 0
        ? part
        : fc.oneof(
            part,
            fc.constantFrom(...imports).map((url) => ({ valueSet: [url] })),
          );
    const parts = fc.array(imported, { minLength: 1, maxLength: 3 });
    return fc.record({ include: parts, exclude: fc.array(imported, { maxLength: 2 }), inactive: fc.boolean() });
  };
  const urls = ['http://example.org/ValueSet/a', 'http://example.org/ValueSet/b', SET];

  it('agrees with the expansion', () => {
    fc.assert(
      fc.property(compose([]), compose(urls.slice(0, 1)), compose(urls.slice(0, 2)), code, (a, b, c, asked) => {
        const library = aLibrary(animals, ...[a, b, c].map((one, at) => aValueSet(urls[at] ?? '', one)));
        const set = library.findValueSet(SET);
        if (!set) throw new Error('the set is there');

        const listed = library.expansions.of(set).some((one) => one.code === asked);

        expect(membership(library, set, ANIMALS, asked)).toBe(listed ? 'yes' : 'no');
      }),
      { numRuns: 500 },
    );
  });
});
