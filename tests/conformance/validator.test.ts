import { describe, expect, test } from 'vitest';
import { isObject, parseJson } from '../../src/fhir/index.ts';
import { type Issue, validate } from '../../src/fhir/validation/index.ts';
import { hasSamples, sampleFiles, sampleLines, sampleText } from '../support/samples.ts';

/** Examples that are wrong themselves, with the rule they break. */
const WRONG_EXAMPLES: Readonly<Record<string, RegExp>> = {
  // its display items have no linkId, which R4 requires of every item (1..1)
  'Questionnaire/qs1': /^Questionnaire(?:\.item\[\d+\])+ linkId is required$/,
};

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
