import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { disagreeingLine, joinLines, type Missing, missingLine, splitAnswer, toMissingOutcome } from './answer.ts';

const division = fc.stringMatching(/^\d{6}$/);
const missing: fc.Arbitrary<Missing> = fc.record(
  { platform: division, home: division, code: fc.constantFrom('deadline-passed', 'right-missing', 'platform-unreachable') },
  { requiredKeys: ['platform', 'code'] },
);
const resource = fc.record({ id: fc.string() }).map(({ id }) => JSON.stringify({ resourceType: 'Patient', id }));

describe('answer to a record request', () => {
  test('joined by any hops and taken apart, is whole', () => {
    fc.assert(
      fc.property(fc.array(resource), fc.array(missing), fc.array(fc.nat({ max: 9 })), (resources, gaps, left) => {
        const lines = [...resources, ...gaps.map(missingLine), ...left.map(disagreeingLine)];
        const half = Math.floor(lines.length / 2);
        const hops = joinLines([joinLines(lines.slice(0, half)), '', joinLines(lines.slice(half))]);

        const answer = splitAnswer(hops);

        expect(answer.resources).toEqual(resources);
        expect(answer.missing).toEqual(gaps);
        expect(answer.disagreeing).toBe(left.reduce((sum, count) => sum + count, 0));
      }),
    );
  });

  test('a code of a newer platform still says that something is missing', () => {
    const answer = splitAnswer('{"missing":{"platform":"350100","code":"quota-used-up"}}');

    expect(answer.missing).toEqual([{ platform: '350100', code: 'platform-unreachable' }]);
  });

  test.each([
    [{ platform: '350100', home: '350102', code: 'deadline-passed' }, 'Records of 350102 are missing: 350100 does not answer'],
    [{ platform: '350102', home: '350102', code: 'platform-unreachable' }, '350102 does not answer'],
    [{ platform: '350102', home: '350102', code: 'right-missing' }, '350102 does not give them'],
  ] as const)('%j is told as %j', (gap, text) => {
    const outcome = toMissingOutcome([gap], (code) => code);

    expect(outcome.issue[0]).toMatchObject({ severity: 'warning', diagnostics: text });
  });
});
