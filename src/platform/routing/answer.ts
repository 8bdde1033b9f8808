import { isObject } from '../../fhir/index.ts';
import { type OperationOutcome, PROBLEM_SYSTEM, type ProblemCode, problems } from '../../kernel/index.ts';

/**
 * The answer to a record request: lines of JSON. A hop joins the lines of several answers and reads none of them.
 * A resource is a line of its own; what could not be had is a line `{"missing":…}`.
 */
export interface Missing {
  /** Division of the platform that did not answer. */
  readonly platform: string;
  /** Division of the platform whose records are therefore missing, where known. */
  readonly home?: string;
  readonly code: ProblemCode;
}

export const missingLine = (missing: Missing): string => JSON.stringify({ missing });

export const joinLines = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n');

/** Takes an answer apart: resources as text, and what is missing. */
export function splitAnswer(text: string): { resources: string[]; missing: Missing[] } {
  const lines = text.split('\n').filter((line) => line !== '');
  const isMissing = (line: string) => line.startsWith('{"missing":');
  return { resources: lines.filter((line) => !isMissing(line)), missing: lines.filter(isMissing).flatMap(parseMissing) };
}

function parseMissing(line: string): Missing[] {
  const { missing } = JSON.parse(line) as { missing: unknown };
  if (!isObject(missing) || typeof missing['platform'] !== 'string') return [];
  const code =
    typeof missing['code'] === 'string' && missing['code'] in problems
      ? (missing['code'] as ProblemCode)
      : 'platform-unreachable';
  return [{ platform: missing['platform'], code, ...(typeof missing['home'] === 'string' ? { home: missing['home'] } : {}) }];
}

const PLATFORM = 'urn:minkang:extension:platform';
const PLATFORM_NAME = 'urn:minkang:extension:platform-name';

/** An OperationOutcome that names which platform did not answer, and whose records are missing because of it. */
export function toMissingOutcome(missing: readonly Missing[], nameOf: (division: string) => string): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: missing.map(({ platform, home, code }) => ({
      severity: 'warning',
      code: problems[code].issue,
      details: { coding: [{ system: PROBLEM_SYSTEM, code }], text: problems[code].title },
      diagnostics:
        home && home !== platform ? `Records of ${home} are missing: ${platform} does not answer` : `${platform} does not answer`,
      extension: [
        { url: PLATFORM, valueCode: platform },
        { url: PLATFORM_NAME, valueString: nameOf(platform) },
        ...(home && home !== platform
          ? [
              { url: 'urn:minkang:extension:records-of', valueCode: home },
              { url: 'urn:minkang:extension:records-of-name', valueString: nameOf(home) },
            ]
          : []),
      ],
    })),
  };
}

/** Two records carry the same number but another birth date or sex: they are not shown as one person's. */
export function toDisagreementOutcome(count: number): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: [
      {
        severity: 'warning',
        code: 'business-rule',
        details: {
          coding: [{ system: PROBLEM_SYSTEM, code: 'identity-disagrees' }],
          text: 'Records with the same number name another birth date or sex',
        },
        diagnostics: `${count} left out; they need review`,
      },
    ],
  };
}
