import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from './json.ts';
import { membersOf, repeatedName, shapeOf } from './json-text.ts';

describe('the text of JSON', () => {
  test.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":{"b":1,"c":[{"d":1},{"d":1,"d":2}]}}', 'a.c[1].d'],
    ['[1,[{"x" : 1 ,"x"\n:2}]]', '[1][0].x'],
    ['{"a\\"":1,"b":"{\\"a\\":1,\\"a\\":2}","a\\"":2}', 'a"'],
    ['{"gender":1,"g\\u0065nder":2}', 'gender'],
    ['{"a":"\\\\","a":1}', 'a'],
  ])('%s says %s twice', (text, place) => {
    expect(repeatedName(text)).toBe(place);
    expect(shapeOf(text).members).toBeGreaterThan(membersOf(parseJson(text)));
  });

  test('without a repeated name has the members that come of it, whatever its layout', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);

        expect(shapeOf(text).members).toBe(membersOf(parseJson(text)));
        expect(repeatedName(text)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  test('has its depth told before it is read', () => {
    expect(shapeOf('{"a":[[{"b":"[[[[{{"}],2]}').depth).toBe(4);
    expect(shapeOf('['.repeat(100_000)).depth).toBe(100_000);
  });

  test('that is none at all has some shape', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(shapeOf(text).members).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
