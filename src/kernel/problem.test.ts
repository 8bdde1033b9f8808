import { describe, expect, test } from 'vitest';
import {
  asProblem,
  PROBLEM_SYSTEM,
  Problem,
  type ProblemCode,
  problems,
  toOperationOutcome,
  toProblemDetails,
} from './problem.ts';

// https://hl7.org/fhir/R4/valueset-issue-type.html
const ISSUE_TYPES = new Set(
  `invalid structure required value invariant security login unknown expired forbidden suppressed processing not-supported
   duplicate multiple-matches not-found deleted too-long code-invalid extension too-costly business-rule conflict transient
   lock-error no-store exception timeout incomplete throttled informational`.split(/\s+/),
);

const isCode = (text: string): text is ProblemCode => text in problems;
const codes = Object.keys(problems).filter(isCode);

describe('problem', () => {
  test.each(codes)('%s has an error status, an issue type of FHIR and a title in both languages', (code) => {
    const { status, issue, title, zh } = problems[code];

    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(ISSUE_TYPES).toContain(issue);
    expect(title).toMatch(/^[A-Z][ -~]+$/);
    expect(zh).toMatch(/\p{Script=Han}/u);
  });

  test('is an OperationOutcome below /fhir', () => {
    const problem = new Problem('version-conflict', 'The version here is 3', { at: 'Patient' });

    expect(toOperationOutcome(problem)).toEqual({
      resourceType: 'OperationOutcome',
      issue: [
        {
          severity: 'error',
          code: 'conflict',
          details: {
            coding: [{ system: PROBLEM_SYSTEM, code: 'version-conflict' }],
            text: 'The record changed since it was read',
          },
          diagnostics: 'The version here is 3',
          expression: ['Patient'],
        },
      ],
    });
  });

  test('without a place has no expression, since FHIR knows no empty list', () => {
    const [issue] = toOperationOutcome(new Problem('unavailable', 'Not yet')).issue;

    expect(issue).not.toHaveProperty('expression');
  });

  test('is RFC 9457 elsewhere', () => {
    const problem = new Problem('input-invalid', 'A whole number', { at: 'count' });

    expect(toProblemDetails(problem, 'request-1')).toEqual({
      type: 'urn:minkang:problem:input-invalid',
      code: 'input-invalid',
      status: 400,
      title: 'The request does not have the declared form',
      titleZh: '请求格式不正确',
      detail: 'A whole number',
      at: 'count',
      requestId: 'request-1',
    });
  });

  test('of our own making says nothing of what went wrong inside', () => {
    const bug = new Error('Patient 林晓明 has no row');

    const problem = asProblem(bug);

    expect(problem).toMatchObject({ code: 'internal', status: 500, cause: bug });
    expect(JSON.stringify([toOperationOutcome(problem), toProblemDetails(problem)])).not.toContain('林晓明');
  });

  test('that is known stays what it is', () => {
    const problem = new Problem('resource-gone', 'It was deleted');

    expect(asProblem(problem)).toBe(problem);
  });
});
