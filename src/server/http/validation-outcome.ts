import { type Issue, textOf, toChinese } from '../../fhir/validation/index.ts';
import { type OperationOutcome, PROBLEM_SYSTEM } from '../../kernel/index.ts';

type OutcomeIssue = OperationOutcome['issue'][number];

/** The codes of the validator as those of https://hl7.org/fhir/R4/valueset-issue-type.html */
const toIssue = (issue: Issue): OutcomeIssue => ({
  severity: issue.severity,
  code: issue.code,
  details: inBoth('resource-invalid', issue.detail, toChinese(issue.detail)),
  diagnostics: textOf(issue),
  expression: [issue.at],
});

/** What a validation found; that all is well, where it found nothing. */
export function validationOutcome(issues: readonly Issue[]): OperationOutcome {
  const well: OutcomeIssue = {
    severity: 'information',
    code: 'informational',
    details: inBoth('resource-valid', 'No issues were found', '未发现问题'),
  };
  return { resourceType: 'OperationOutcome', issue: issues.length > 0 ? issues.map(toIssue) : [well] };
}

const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation';

/** A text in English with its Chinese translation beside it. */
const inBoth = (code: string, text: string, chinese: string) => ({
  coding: [{ system: PROBLEM_SYSTEM, code }],
  text,
  _text: {
    extension: [
      {
        url: TRANSLATION,
        extension: [
          { url: 'lang', valueCode: 'zh' },
          { url: 'content', valueString: chinese },
        ],
      },
    ],
  },
});
