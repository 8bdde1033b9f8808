import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { undo } from './undo.ts';

const value = fc.oneof(fc.string(), fc.integer(), fc.record({ a: fc.string() }));
const element = fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 5 }));
const resource = fc
  .dictionary(fc.constantFrom('name', 'address', 'gender', 'identifier'), element)
  .map((elements) => ({ resourceType: 'Patient', id: 'x', ...elements }));

describe('undoing what an event changed', () => {
  test('gives back the very resource before, where nothing else happened', () => {
    fc.assert(
      fc.property(resource, resource, (before, after) => {
        expect(undo(before, after, after)).toEqual(before);
      }),
    );
  });

  test('keeps what others changed meanwhile', () => {
    fc.assert(
      fc.property(resource, resource, value, (before, after, phone) => {
        expect(undo(before, after, { ...after, telecom: [phone] })).toEqual({ ...before, telecom: [phone] });
      }),
    );
  });

  test('takes its own items out of a list, and leaves those that came since in their order', () => {
    const item = fc.record({ value: fc.string({ minLength: 1 }) });
    fc.assert(
      fc.property(
        fc.uniqueArray(item, { minLength: 3, maxLength: 9, selector: (one) => one.value }),
        fc.nat(2),
        (items, kept) => {
          const [came, later, ...rest] = items;
          const [before, changed] = [rest, rest.slice(0, kept)];

          const undone = undo(
            { resourceType: 'Patient', id: 'x', identifier: before },
            { resourceType: 'Patient', id: 'x', identifier: [came, ...changed] },
            { resourceType: 'Patient', id: 'x', identifier: [came, ...changed, later] },
          );

          const identifiers = (undone as { identifier?: object[] }).identifier ?? [];
          expect(identifiers).not.toContainEqual(came);
          expect(new Set(identifiers)).toEqual(new Set([...before, later]));
          expect(identifiers.filter((one) => one !== later)).toEqual(before);
        },
      ),
    );
  });

  test('names the element that was changed again since', () => {
    const of = (gender: string) => ({ resourceType: 'Patient', id: 'x', gender });

    expect(undo(of('male'), of('female'), of('other'))).toEqual({ element: 'gender' });
    expect(undo(of('male'), of('female'), of('male'))).toEqual(of('male'));
  });

  test('puts out of use what the event made', () => {
    const made = { resourceType: 'Patient', id: 'x', active: true, gender: 'male' };

    expect(undo(undefined, made, { ...made, name: [{ text: '小宝' }] })).toEqual({
      ...made,
      name: [{ text: '小宝' }],
      active: false,
    });
  });
});
