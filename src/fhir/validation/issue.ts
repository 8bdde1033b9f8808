/** What is wrong with a resource, as OperationOutcome.issue says it. */
export interface Issue {
  readonly severity: 'error' | 'warning' | 'information';
  /** https://hl7.org/fhir/R4/valueset-issue-type.html */
  readonly code: 'structure' | 'required' | 'value' | 'code-invalid' | 'invariant' | 'too-costly' | 'not-found' | 'conflict';
  /** FHIRPath of the element: `Patient.name[0].use`. */
  readonly at: string;
  /** Which rule is broken, which element it names, and what was expected; never a value of the record. */
  readonly detail: string;
  /** Canonical address of the profile that says so; undefined where R4 itself does. */
  readonly profile?: string;
}

/** The rule with the profile that it is of. */
export const textOf = ({ detail, profile }: Issue): string => (profile === undefined ? detail : `${detail} (${profile})`);
