import { describe, expect, test } from 'vitest';
import { isObject, parseJson, toNumber } from '../../src/fhir/index.ts';
import { type Issue, validate } from '../../src/fhir/validation/index.ts';
import { hasSamples, sampleFiles, sampleLines, sampleText } from '../support/samples.ts';

/** Examples that are wrong themselves, with the rule they break. */
const WRONG_EXAMPLES: Readonly<Record<string, RegExp>> = {
  // its display items have no linkId, which R4 requires of every item (1..1)
  'Questionnaire/qs1': /^Questionnaire(?:\.item\[\d+\])+ linkId is required$/,
};

type Owner = Record<string, unknown>;

/** So many elements of an example are changed; the rest are much like them. */
const MAX_PLACES = 60;

/** Elements of a resource with their owners; not what is within an unread number. */
function places(value: unknown, at = ''): readonly (readonly [Owner, string, string])[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => places(one, `${at}[${index}]`));
  if (!isObject(value) || toNumber(value) !== undefined) return [];
  return Object.keys(value).flatMap((key) => [[value, key, `${at}.${key}`] as const, ...places(value[key], `${at}.${key}`)]);
}

function replace(owner: Owner, by: Owner): void {
  for (const key of Object.keys(owner)) delete owner[key];
  Object.assign(owner, by);
}

const written = ({ at, detail }: Issue) => `${at} ${detail}`;

function nameOf(resource: unknown): string {
  return isObject(resource) ? `${resource['resourceType']}/${resource['id']}` : 'no resource';
}

describe.skipIf(!hasSamples)('published resources', () => {
  test.each(['r4-examples', 'us-core'])('in shared/samples/%s are valid', (name) => {
    const resources = sampleLines(`${name}/examples.ndjson.gz`).map((line) => parseJson(line));

    const wrong = resources.filter((resource) => !(nameOf(resource) in WRONG_EXAMPLES) && validate(resource).length > 0);

    expect(wrong.map((resource) => [nameOf(resource), ...validate(resource).map(written)])).toEqual([]);
  });

  test.each(sampleFiles('synthea', '.json.gz'))('in shared/samples/%s are valid', (file) => {
    const issues = validate(parseJson(sampleText(file)));

    expect(issues.map(written)).toEqual([]);
  });

  test('are refused when any one element has another shape, is misspelt, or is empty', () => {
    const changes: readonly [string, (value: unknown, key: string) => [string, unknown]][] = [
      ['another shape', (value, key) => [key, Array.isArray(value) ? { zzz: 1 } : [[value]]]],
      ['misspelt', (value, key) => [`${key}Zzz`, value]],
      ['empty', (value, key) => [key, Array.isArray(value) ? [] : '']],
    ];
    const missed: string[] = [];
    for (const line of sampleLines('r4-examples/examples.ndjson.gz')) {
      const resource = parseJson(line);
      for (const [owner, key, at] of places(resource).slice(0, MAX_PLACES))
        for (const [what, change] of changes) {
          const [changedKey, changed] = change(owner[key], key);
          const { [key]: before, ...rest } = owner;
          replace(owner, { ...rest, [changedKey]: changed });
          if (validate(resource).length === 0) missed.push(`${nameOf(resource)} ${at}: ${what}`);
          replace(owner, { ...rest, [key]: before });
        }
    }

    expect(missed).toEqual([]);
  });

  test.each(Object.entries(WRONG_EXAMPLES))('%s is refused for what is wrong in it', (name, reason) => {
    const resource = sampleLines('r4-examples/examples.ndjson.gz')
      .map((line) => parseJson(line))
      .find((one) => nameOf(one) === name);

    const details = validate(resource).map(written);

    expect(details.length).toBeGreaterThan(0);
    for (const detail of details) expect(detail).toMatch(reason);
  });
});

interface Case {
  readonly name: string;
  readonly body: string;
  readonly expectError: boolean;
  readonly issues?: readonly { readonly expression?: readonly string[]; readonly text: string }[];
}

/** Cases whose error this validator does not look for. */
const NOT_COVERED: Readonly<Record<string, string>> = {
  'dr-example-org': 'a policy of the reference validator: addresses of example.org, which the official examples are full of',
  'pat-example-extensions': 'the same policy, and another: extensions without a known definition',
  'bad-markdown-no-html': 'a policy of the reference validator: no HTML within markdown, which R4 allows',
  'sp-diff-type': 'needs the definition of the search parameter that it is derived from',
  'vs-bad-code': 'needs SNOMED CT',
  'sdoh-type-slice': 'needs the display names of LOINC',
};

const cases: readonly Case[] = sampleLines('validator/cases.ndjson.gz').map((line) => JSON.parse(line));

/** Issues of a body; what is no JSON has one. */
function issuesOf({ body }: Case): readonly Issue[] {
  try {
    return validate(parseJson(body));
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    return [{ severity: 'error', code: 'structure', at: '', detail: 'the body is not JSON' }];
  }
}

/**
 * Whether two places are the same, or one lies within the other. Their place may name the type of an entry, and has been
 * seen to count entries wrongly.
 */
function agree(ours: string, stated: string): boolean {
  const [one, other] = [ours, stated].map((place) => place.replaceAll(/\/\*.*?\*\/|\[\d+\]/g, ''));
  return one !== undefined && other !== undefined && (one.startsWith(other) || other.startsWith(one));
}

describe.skipIf(!hasSamples)('the cases of the reference validator in shared/samples/validator', () => {
  test('are all there', () => {
    expect(cases).toHaveLength(55);
  });

  test.each(cases.filter(({ expectError }) => !expectError))('$name is valid', (one) => {
    expect(issuesOf(one).map(written)).toEqual([]);
  });

  test.each(cases.filter(({ name, expectError }) => expectError && !(name in NOT_COVERED)))(
    '$name is refused at the place that the reference validator states',
    (one) => {
      const issues = issuesOf(one);

      const stated = one.issues?.flatMap(({ expression = [''] }) => expression) ?? [];
      expect(issues.length).toBeGreaterThan(0);
      for (const { at } of issues) expect([at, stated.some((place) => agree(at, place))]).toEqual([at, true]);
    },
  );

  test.each(Object.entries(NOT_COVERED))('%s is not covered: %s', (name) => {
    const one = cases.find((other) => other.name === name);

    expect(one && issuesOf(one)).toEqual([]);
  });
});
