import { isObject } from '../../fhir/index.ts';
import { type OperationOutcome, PROBLEM_SYSTEM, type ProblemCode, problems } from '../../kernel/index.ts';

/**
 * The answer to a record request: lines of JSON. A hop joins the lines of several answers and reads none of them.
 * A resource is a line of its own; what could not be had is a line `{"missing":…}`; how many records were left out because
 * they name another person is a line `{"disagreeing":…}`.
 */
export interface Missing {
  /** Division of the platform that did not answer. */
  readonly platform: string;
  /** Division of the platform whose records are therefore missing, where known. */
  readonly home?: string;
  readonly code: ProblemCode;
}

export const missingLine = (missing: Missing): string => JSON.stringify({ missing });

export const disagreeingLine = (disagreeing: number): string => (disagreeing > 0 ? JSON.stringify({ disagreeing }) : '');

export const joinLines = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n');

export interface Answer {
  /** Resources as JSON text. */
  readonly resources: readonly string[];
  readonly missing: readonly Missing[];
  /** Records left out because they name another birth date or sex. */
  readonly disagreeing: number;
}

/** Takes an answer apart. */
export function splitAnswer(text: string): Answer {
  const kinds = Map.groupBy(
    text.split('\n').filter((line) => line !== ''),
    (line) => (line.startsWith('{"missing":') ? 'missing' : line.startsWith('{"disagreeing":') ? 'disagreeing' : 'resource'),
  );
  return {
    resources: kinds.get('resource') ?? [],
    missing: (kinds.get('missing') ?? []).flatMap(parseMissing),
    disagreeing: (kinds.get('disagreeing') ?? []).map(parseDisagreeing).reduce((sum, count) => sum + count, 0),
  };
}

function parseDisagreeing(line: string): number {
  const { disagreeing } = JSON.parse(line) as { disagreeing: unknown };
  return typeof disagreeing === 'number' ? disagreeing : 0;
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
      diagnostics: `${home && home !== platform ? `Records of ${home} are missing: ` : ''}${platform} ${wordsFor(code)}`,
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

const wordsFor = (code: ProblemCode) => (REFUSALS.has(code) ? 'does not give them' : 'does not answer');
const REFUSALS: ReadonlySet<ProblemCode> = new Set(['right-missing', 'platform-untrusted', 'input-invalid']);

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
