import { describe, expect, test } from 'vitest';
import type { Resource } from '../../../fhir/index.ts';
import { readConceptMap } from './concept-map.ts';
import { aLibrary } from './testing.ts';
import { type TranslateQuestion, translate } from './translate.ts';

const SEX = 'urn:oid:2.16.156.10011.2.3.3.4';
const GENDER = 'http://hl7.org/fhir/administrative-gender';
const V2 = 'http://terminology.hl7.org/CodeSystem/v2-0001';

const target = (code: string | undefined, equivalence: string, more: object = {}) => ({
  ...(code === undefined ? {} : { code }),
  equivalence,
  ...more,
});
const aMap = (url: string, group: object, changes: object = {}): Resource => ({
  resourceType: 'ConceptMap',
  url,
  status: 'active',
  group: [{ source: SEX, target: GENDER, ...group }],
  ...changes,
});
const sexes = aMap('http://example.org/ConceptMap/sex', {
  element: [
    { code: '1', target: [target('male', 'equal')] },
    { code: '2', target: [target('female', 'equal', { display: 'Female' })] },
    { code: '9', target: [target('unknown', 'wider'), target('other', 'narrower')] },
    { code: '0', target: [target(undefined, 'unmatched')] },
  ],
});

interface Part {
  readonly name: string;
  readonly valueCode?: string;
  readonly valueCoding?: { readonly system?: string; readonly code: string };
  readonly valueUri?: string;
}

function matchesOf(maps: readonly Resource[], code: string, changes: Partial<TranslateQuestion> = {}, system?: string) {
  const library = aLibrary(...maps);
  const question = { codings: [{ system: system ?? SEX, version: undefined, code }], targetSystem: undefined, isReverse: false };
  const [first] = maps;
  const answer = translate(first ? [readConceptMap(first)] : [], { ...question, ...changes }, (url) =>
    library.findConceptMap(url),
  );
  const parameters = answer['parameter'] as readonly {
    readonly name: string;
    readonly part?: readonly Part[];
    valueBoolean?: boolean;
  }[];
  const part = (parts: readonly Part[], name: string) => parts.find((one) => one.name === name);
  return {
    result: parameters[0]?.valueBoolean,
    matches: parameters
      .filter(({ name }) => name === 'match')
      .map(({ part: parts = [] }) => `${part(parts, 'equivalence')?.valueCode} ${part(parts, 'concept')?.valueCoding?.code}`),
  };
}

describe('a code is translated', () => {
  test.each([
    ['2', { result: true, matches: ['equal female'] }],
    ['9', { result: true, matches: ['wider unknown', 'narrower other'] }],
    ['0', { result: false, matches: ['unmatched undefined'] }],
    ['5', { result: false, matches: [] }],
  ])('%s', (code, expected) => {
    expect(matchesOf([sexes], code)).toEqual(expected);
  });

  test('backwards, with what is wider and narrower the other way round', () => {
    expect(matchesOf([sexes], 'female', { isReverse: true }, GENDER)).toEqual({ result: true, matches: ['equal 2'] });
    expect(matchesOf([sexes], 'other', { isReverse: true }, GENDER)).toEqual({ result: true, matches: ['wider 9'] });
  });

  test('only from its own system, and only into the one that is asked for', () => {
    expect(matchesOf([sexes], '2', {}, 'http://example.org')).toEqual({ result: false, matches: [] });
    expect(matchesOf([sexes], '2', { targetSystem: V2 })).toEqual({ result: false, matches: [] });
    expect(matchesOf([sexes], '2', { targetSystem: GENDER })).toMatchObject({ result: true });
  });

  test('with what else holds, but not where that depends on something nobody told', () => {
    const product = [{ property: 'http://example.org/side', system: 'http://example.org/sides', value: 'left' }];
    const dependsOn = [{ property: 'http://example.org/age', value: 'adult' }];
    const map = aMap('http://example.org/ConceptMap/arm', {
      element: [{ code: '1', target: [target('arm', 'wider', { product }), target('wing', 'equal', { dependsOn })] }],
    });

    const library = aLibrary(map);
    const codings = [{ system: SEX, version: undefined, code: '1' }];
    const answer = translate([readConceptMap(map)], { codings, targetSystem: undefined, isReverse: false }, (url) =>
      library.findConceptMap(url),
    );

    expect(JSON.stringify(answer)).toContain('"valueCoding":{"system":"http://example.org/sides","code":"left"}');
    expect(JSON.stringify(answer)).not.toContain('wing');
  });
});

describe('a code that the map does not have', () => {
  const unmapped = (mode: string, more: object = {}) =>
    aMap('http://example.org/ConceptMap/rest', { element: [], unmapped: { mode, ...more } });

  test.each([
    ['stays itself', unmapped('provided'), ['equal 7']],
    ['becomes a fixed one', unmapped('fixed', { code: 'unknown' }), ['inexact unknown']],
    ['is asked of another map', unmapped('other-map', { url: 'http://example.org/ConceptMap/sex' }), []],
    ['has nothing where the other map is not here', unmapped('other-map', { url: 'http://example.org/none' }), []],
  ])('%s', (_what, map, expected) => {
    expect(matchesOf([map, sexes], '7').matches).toEqual(expected);
  });

  test('is found in the other map, and maps that hand on in a circle end', () => {
    const onward = unmapped('other-map', { url: 'http://example.org/ConceptMap/sex' });
    const circle = unmapped('other-map', { url: 'http://example.org/ConceptMap/rest' });

    expect(matchesOf([onward, sexes], '2').matches).toEqual(['equal female']);
    expect(matchesOf([circle], '2')).toEqual({ result: false, matches: [] });
  });

  test('is asked once of each map, however many groups hand on to it', () => {
    const url = 'http://example.org/ConceptMap/many';
    const group = { source: SEX, target: GENDER, element: [], unmapped: { mode: 'other-map', url } };
    const many = { ...aMap(url, {}), group: Array.from({ length: 500 }, () => group) };

    expect(matchesOf([many], '2')).toEqual({ result: false, matches: [] });
  });

  test('or has very many times is read in one go', () => {
    const element = Array.from({ length: 50_000 }, () => ({ code: '1', target: [target('male', 'equal')] }));

    expect(matchesOf([aMap('http://example.org/ConceptMap/long', { element })], '1').matches).toEqual(['equal male']);
  });
});
