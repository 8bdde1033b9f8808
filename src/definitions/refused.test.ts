import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Programme } from '../programmes/index.ts';
import { readBundle } from './bundle.ts';
import { aBundle, aProgramme, builtIn } from './testing.ts';

/** Puts a value at a path such as `entry.0.resource.action.1.title`; undefined takes it away. */
function put(bundle: unknown, path: string, value: unknown): unknown {
  const names = path.split('.');
  const last = names.pop() ?? '';
  let at = bundle as Record<string, unknown>;
  for (const name of names) at = at[name] as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return bundle;
}
const expression = (question: unknown) => ({
  language: 'application/vnd.minkang.question+json',
  expression: JSON.stringify(question),
});
const placesOf = (bundle: unknown) =>
  readBundle(bundle, { isExact: true, isTable: (name) => name.startsWith('CV') }).faults.map(({ at }) => at);

describe('a definition is refused whole, and the place is named', () => {
  test.each([
    [
      'what is no FHIR',
      'entry.0.resource.action.1.timingTiming.repeat.periodUnit',
      'fortnight',
      'Bundle.entry[0].resource.action[1].timing.repeat.periodUnit',
    ],
    [
      'a rule with a word that is none',
      'entry.0.resource.action.0.condition.0.expression',
      expression({ older: 40 }),
      'Bundle.entry[0].resource.action[0].condition[0].expression.expression',
    ],
    [
      'a rule that asks for an element that is none',
      'entry.0.resource.action.0.condition.0.expression',
      expression({ all: [{ lives: true }, { left: { latest: 'systolicPressure' }, is: '>=', right: 140 }] }),
      'Bundle.entry[0].resource.action[0].condition[0].expression.expression#.all[1].left.latest',
    ],
    [
      'a rule in another language',
      'entry.0.resource.action.0.condition.0.expression.language',
      'text/cql',
      'Bundle.entry[0].resource.action[0].condition[0].expression.language',
    ],
    [
      'a range that is not that of the element',
      'entry.2.resource.item.0.item.0.extension.1.valueInteger',
      10,
      'Bundle.entry[2].resource.item[0].item[0].extension[1].valueInteger',
    ],
    [
      'a question without its element',
      'entry.2.resource.item.0.item.1.linkId',
      'strokeSign',
      'Bundle.entry[2].resource.item[0].item[1].linkId',
    ],
    ['what would have no effect', 'entry.0.resource.action.1.priority', 'stat', 'Bundle.entry[0].resource.action[1].priority'],
    ['a text without its translation', 'entry.0.resource.action.1._title', undefined, 'Bundle.entry[0].resource.action[1].title'],
    [
      'a form that did not come along',
      'entry.2.resource.version',
      '2025',
      'Bundle.entry[0].resource.relatedArtifact[1].resource',
    ],
    ['a day that is none', 'entry.0.resource.effectivePeriod.start', '2026-01', 'Bundle.entry[0].resource.effectivePeriod'],
    [
      'an activity of another programme',
      'entry.0.resource.action.1.code.0.coding.1.code',
      'elderly/check',
      'Bundle.entry[0].resource.action[1].code',
    ],
    [
      'a numerator that is missing',
      'entry.3.resource.group.0.population.1.code.coding.0.code',
      'measure-population',
      'Bundle.entry[3].resource.group',
    ],
    [
      'a code table that is none',
      'entry.0.resource.contained.2.validCodedValueSet',
      { identifier: { value: 'XX' } },
      'Bundle.entry[0].resource.contained[2].validCodedValueSet',
    ],
  ])('%s', (_, path, value, place) => {
    const bundle = put(aBundle(aProgramme()), path, value);

    expect(placesOf(bundle)).toContain(place);
  });

  test('a rule that is deeper than anybody reads', () => {
    const deep = `${'{"not":'.repeat(5000)}{"lives":true}${'}'.repeat(5000)}`;
    const bundle = put(aBundle(aProgramme()), 'entry.0.resource.action.0.condition.0.expression.expression', deep);

    expect(placesOf(bundle).length).toBeGreaterThan(0);
  });

  test.each([
    [undefined],
    [null],
    [[]],
    ['Bundle'],
    [{ resourceType: 'Patient' }],
    [{ resourceType: 'Bundle', type: 'collection' }],
  ])('what is no Bundle of definitions: %j', (value) => {
    expect(placesOf(value).length).toBe(1);
  });
});

/** What tells of the file and not of the programme. */
const OF_THE_FILE = /\.(?:id|date|publisher)$/;

test('whatever is changed in a definition is refused, or is a change of the programme: nothing is passed over in silence', () => {
  const programme = builtIn('family-doctor');
  const before = JSON.stringify(readBundle(aBundle(programme), { isExact: true }));
  const paths = leavesOf(aBundle(programme)).filter(
    (path) => path.startsWith('entry') && path.includes('.resource.') && !OF_THE_FILE.test(path),
  );

  fc.assert(
    fc.property(
      fc.constantFrom(...paths),
      fc.constantFrom<unknown>(undefined, 'other', 7, true, '2030-01-01', { a: 1 }, []),
      (path, value) => {
        const read = readBundle(put(aBundle(programme), path, value), { isExact: true });
        expect(read.faults.length > 0 || JSON.stringify(read) !== before || isUnchanged(programme, path, value)).toBe(true);
      },
    ),
    { numRuns: 40 },
  );
});

const isUnchanged = (programme: Programme, path: string, value: unknown): boolean =>
  JSON.stringify(put(aBundle(programme), path, value)) === JSON.stringify(aBundle(programme));

function leavesOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, one]) => leavesOf(one, path === '' ? key : `${path}.${key}`));
}
