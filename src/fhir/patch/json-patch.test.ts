import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Problem } from '../../kernel/index.ts';
import { parseJson } from '../json.ts';
import { applyJsonPatch } from './json-patch.ts';

interface Case {
  readonly comment?: string;
  readonly doc: unknown;
  readonly patch: unknown;
  readonly expected?: unknown;
  readonly error?: string;
  readonly disabled?: boolean;
}

const file = fileURLToPath(new URL('../../../../shared/samples/patch/json-patch-tests.json', import.meta.url));
const cases: readonly Case[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];

describe.skipIf(cases.length === 0)('JSON Patch: the cases of ../shared/samples/patch', () => {
  test.each(cases.map((one, index) => [`${index}: ${one.comment ?? ''}`, one] as const))(
    '%s',
    (_, { doc, patch, expected, error }) => {
      if (error) expect(() => applyJsonPatch(doc, patch)).toThrow(Problem);
      else if (expected === undefined) expect(() => applyJsonPatch(doc, patch)).not.toThrow();
      else expect(applyJsonPatch(doc, patch)).toEqual(expected);
    },
  );
});

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
