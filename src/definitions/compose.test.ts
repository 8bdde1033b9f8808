import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Programme } from '../programmes/index.ts';
import { toBundle } from './bundle.ts';
import { compose, editionReader } from './compose.ts';
import type { Edition } from './editions.ts';
import { lookAtImport } from './publish.ts';
import { aBundle, aProgramme, builtIn } from './testing.ts';

const PATH = ['000000', '350000', '350102'];
const isTable = () => true;
const published = (programme: Programme, origin: string, position: number): Edition => {
  const bundle = JSON.stringify(toBundle([programme]));
  const at = '2026-01-01T00:00:00.000Z';
  return { ...programme, origin, position, bundle, digest: hash('sha256', bundle, 'base64url'), publishedAt: at, receivedAt: at };
};
const own = [builtIn('hypertension'), builtIn('elderly')];
const composed = (today: string, ...editions: Edition[]) =>
  compose(editions, { builtIn: own, today, path: PATH, isTable }, editionReader({ isTable }));
const statesOf = (code: string, { all }: ReturnType<typeof composed>) =>
  all.filter((one) => one.code === code).map(({ version, state, programme }) => [version, state, programme?.valid.until]);

const next = { ...builtIn('hypertension'), version: '2027', valid: { from: '2027-01-01' } };

describe('a new version', () => {
  test('takes effect on its day, and the one before ends the day before', () => {
    const edition = published(next, '000000', 1);

    expect(statesOf('hypertension', composed('2026-12-31', edition))).toEqual([
      ['2017', 'in-force', undefined],
      ['2027', 'coming', undefined],
    ]);
    expect(composed('2026-12-31', edition).programmes.map(({ version }) => version)).toEqual(['2017', '2017']);
    expect(statesOf('hypertension', composed('2027-01-01', edition))).toEqual([
      ['2017', 'past', '2026-12-31'],
      ['2027', 'in-force', undefined],
    ]);
  });

  test('of what a platform above defines is set aside', () => {
    const local = published(next, '350102', 1);

    expect(statesOf('hypertension', composed('2027-01-01', local))).toEqual([
      ['2017', 'in-force', undefined],
      ['2027', 'overruled', undefined],
    ]);
  });

  test('from above takes the place of a programme that a lower platform has under the same code', () => {
    const ours = published(aProgramme(), '350102', 1);
    const theirs = published(aProgramme({ version: 'N1' }), '000000', 2);

    expect(statesOf('stroke-screening', composed('2026-06-01', ours, theirs))).toEqual([
      ['N1', 'in-force', undefined],
      ['2026', 'overruled', undefined],
    ]);
  });

  test('that is no FHIR at all is refused, and nothing else suffers', () => {
    const broken = { ...published(aProgramme(), '000000', 1), bundle: '{"resourceType":', digest: 'x' };

    expect(statesOf('stroke-screening', composed('2026-06-01', broken))).toEqual([['2026', 'refused', undefined]]);
    expect(statesOf('elderly', composed('2026-06-01', broken))).toEqual([['2017', 'in-force', undefined]]);
  });

  test('of a platform that is not above is not taken', () => {
    expect(statesOf('stroke-screening', composed('2026-06-01', published(aProgramme(), '360000', 1)))).toEqual([
      ['2026', 'refused', undefined],
    ]);
  });
});

describe('an import', () => {
  const look = (programme: Programme, path = PATH.slice(0, 1), editions: Edition[] = []) =>
    lookAtImport(
      aBundle(programme),
      compose(editions, { builtIn: own, today: '2026-06-01', path, isTable }, editionReader({ isTable })),
      { isTable, path },
    );

  test('says what it would change', () => {
    const { faults, changes } = look({
      ...next,
      activities: next.activities.slice(0, 1),
      measures: next.measures.map((one) => ({ ...one, better: 'less' as const })),
    });

    expect(faults).toEqual([]);
    expect(changes).toMatchObject([{ code: 'hypertension', version: '2027', kind: 'new-version', follows: '2017' }]);
    expect(changes[0]?.parts.map(({ part, change }) => `${part} ${change}`)).toEqual([
      'activity removed',
      ...next.measures.map(() => 'measure changed'),
    ]);
  });

  test('of what is there changes nothing', () => {
    expect(look(builtIn('elderly'))).toMatchObject({ faults: [], changes: [{ kind: 'known' }], programmes: [] });
    expect(look(aProgramme(), PATH.slice(0, 1), [published(aProgramme(), '000000', 1)]).faults).toMatchObject([]);
  });

  test('of what a platform above defines is refused', () => {
    expect(look(next, PATH).faults.map(({ at }) => at)).toEqual(["PlanDefinition('urn:minkang:programme:hypertension').url"]);
  });

  test.each([
    [
      'other words under a version that is there',
      { ...builtIn('elderly'), source: '他' },
      "PlanDefinition('urn:minkang:programme:elderly').version",
    ],
    [
      'a version that begins before another',
      { ...next, valid: { from: '2017-01-01' } },
      "PlanDefinition('urn:minkang:programme:hypertension').effectivePeriod.start",
    ],
    [
      'a measure that another programme has',
      aProgramme({
        measures: builtIn('elderly')
          .measures.slice(0, 1)
          .map((one) => ({ ...one, denominator: { lives: true } as const, numerator: { lives: true } as const })),
      }),
      `Measure('urn:minkang:measure:${builtIn('elderly').measures[0]?.code}').url`,
    ],
    [
      'an element that another programme has otherwise',
      aProgramme({
        elements: [...aProgramme().elements, { name: 'hypertensionDangers', title: { zh: '他', en: 'Other' }, type: 'text' }],
      }),
      "PlanDefinition('urn:minkang:programme:stroke-screening').contained('element-hypertensionDangers')",
    ],
    [
      'an element whose type is another than in the version before',
      {
        ...next,
        elements: next.elements.map((one) => (one.name === 'hypertensionDangers' ? { ...one, type: 'code' as const } : one)),
        forms: [],
        activities: [],
        classifications: [],
        measures: [],
        enrolment: { kind: 'case' as const, closing: [] },
      },
      "PlanDefinition('urn:minkang:programme:hypertension').contained('element-hypertensionDangers')",
    ],
  ])('is refused for %s', (_, programme, place) => {
    const { faults, programmes } = look(programme);

    expect(faults.map(({ at }) => at)).toContain(place);
    expect(programmes).toEqual([]);
  });
});
