import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExpression } from '../fhirpath/index.ts';
import { type Element, propertiesOf, type Structure, structureNames, structureOf } from '../structures/index.ts';
import { constraintsOf } from './invariants.ts';
import { compileGeneral, compilePredicate, Presence } from './predicates.ts';
import { Run } from './run.ts';

/** Structures with invariants of their own, and those invariants. */
const ruled = structureNames
  .map((name) => structureOf(name))
  .filter((structure) => structure !== undefined)
  .map((structure) => ({ structure, rules: constraintsOf([...structure.invariants, ...placed(structure)]) }))
  .filter(({ rules }) => rules.length > 0);

function placed({ name }: Structure): readonly string[] {
  const [, owner, own] = /^(.*)\.([^.]+)$/.exec(name) ?? [];
  return structureOf(owner ?? '')?.elements.get((own ?? '').replace('[x]', ''))?.invariants ?? [];
}

/** Values that invariants tell apart, for any type that is simple enough. */
const simple: Readonly<Record<string, readonly unknown[]>> = {
  boolean: [true, false],
  code: ['fixed', 'history', 'document', 'batch', 'display', 'group', 'resolved', 'root'],
  string: ['a', 'b'],
  uri: ['http://unitsofmeasure.org', 'http://terminology.hl7.org/CodeSystem/condition-clinical', 'http://a'],
  decimal: [-1, 0, 1.5],
  integer: [0, 1],
  positiveInt: [1, 2],
  unsignedInt: [0, 3],
  dateTime: ['2020', '2020-01-01', '2021-01-01T00:00:00Z'],
};

/** A value of a structure with some of its children, to a depth. */
function elementOf(structure: Structure, depth: number): fc.Arbitrary<Record<string, unknown>> {
  const properties = [...propertiesOf(structure).values()].flat();
  const entries = properties.flatMap(({ key, element, type }) => {
    const inner = structureOf(type.structure);
    const one: fc.Arbitrary<unknown> | undefined = simple[type.name]
      ? fc.constantFrom(...(simple[type.name] ?? []))
      : inner && inner.kind === 'element' && depth > 0
        ? elementOf(inner, depth - 1)
        : undefined;
    return one ? [[key, listed(one, element)] as const] : [];
  });
  return fc.record(Object.fromEntries(entries), { requiredKeys: [] });
}

const listed = (one: fc.Arbitrary<unknown>, { max }: Element) =>
  max === 1 ? one : fc.array(one, { minLength: 1, maxLength: 2 });

function presentIn(value: object, structure: Structure, presence: Presence): number {
  let present = 0;
  for (const properties of propertiesOf(structure).values())
    for (const { key, element } of properties) if (key in value) present |= presence.knownBitOf(element.name);
  return present;
}

describe('an invariant read from the JSON yields what FHIRPath yields', () => {
  test.each(ruled)('$structure.name', ({ structure, rules }) => {
    const type = { name: structure.kind === 'resource' ? structure.name : 'Element', structure: structure.name };
    const resourceType = structure.kind === 'resource' ? { resourceType: structure.name } : {};
    const pairs = rules.map(({ key, expression }) => {
      const presence = new Presence();
      const tree = parseExpression(expression);
      return { key, presence, fast: compilePredicate(tree, { structure, type, presence }), slow: compileGeneral(tree, type) };
    });
    fc.assert(
      fc.property(elementOf(structure, structure.name.includes('.') ? 1 : 2), (fields) => {
        const value = { ...resourceType, ...fields };
        const run = new Run('Basic', { now: () => '2024-01-01T00:00:00Z', checkResource: () => undefined });
        run.within(value, false, () => {
          for (const { key, presence, fast, slow } of pairs) {
            const result = fast(value, presentIn(value, structure, presence), run);
            expect([key, result]).toEqual([key, slow(value, run)]);
          }
        });
      }),
      { numRuns: 60 },
    );
  });
});
