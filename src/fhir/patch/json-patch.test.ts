import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../json.ts';
import { applyJsonPatch } from './json-patch.ts';

describe('a JSON Patch', () => {
  test('keeps the spelling of numbers, copied ones too', () => {
    const document = parseJson('{"a":1.50,"list":[2.00]}');

    const patched = applyJsonPatch(document, [
      { op: 'copy', from: '/a', path: '/b' },
      { op: 'move', from: '/list/0', path: '/c' },
      { op: 'test', path: '/a', value: 1.5 },
    ]);

    expect(JSON.stringify(patched)).toBe('{"a":1.50,"list":[],"b":1.50,"c":2.00}');
  });

  test('changes nothing of what was given', () => {
    const document = { name: [{ given: ['Ann'] }] };
    const before = structuredClone(document);

    applyJsonPatch(document, [{ op: 'add', path: '/name/0/given/-', value: 'B' }]);

    expect(document).toEqual(before);
  });

  test('has no way to the prototype of anything', () => {
    const patched = applyJsonPatch({}, [{ op: 'add', path: '/__proto__', value: { polluted: true } }]) as object;

    expect(Object.keys(patched)).toEqual(['__proto__']);
    expect('polluted' in {}).toBe(false);
  });

  test('that doubles what it copied, over and over, is refused before it has grown', () => {
    const doubling = Array.from({ length: 60 }, () => ({ op: 'copy', from: '/list', path: '/list/-' }));

    expect(() => applyJsonPatch({ list: [1] }, doubling)).toThrow(/at most \d+ values/);
  });

  test('of any shape applies or is refused with its step', () => {
    const pointer = fc
      .array(fc.constantFrom('a', 'b', '0', '1', '-', '~1', '', '__proto__'), { maxLength: 3 })
      .map((tokens) => tokens.map((token) => `/${token}`).join(''));
    const step = fc.record({
      op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'x'),
      path: pointer,
      from: pointer,
      value: fc.jsonValue(),
    });
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(step, { maxLength: 5 }), (document, patch) => {
        try {
          applyJsonPatch(document, patch);
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'patch-invalid', at: expect.stringMatching(/^patch/) });
        }
      }),
    );
  });

  test('that adds and removes again leaves what was there', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), fc.jsonValue(), (document, name, value) => {
        fc.pre(!Object.hasOwn(document, name));
        const path = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

        expect(
          applyJsonPatch(document, [
            { op: 'add', path, value },
            { op: 'remove', path },
          ]),
        ).toEqual(document);
      }),
    );
  });
});
