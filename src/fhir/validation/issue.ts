/** What is wrong with a resource, as OperationOutcome.issue says it. */
export interface Issue {
  readonly severity: 'error' | 'warning';
  /** https://hl7.org/fhir/R4/valueset-issue-type.html */
  readonly code: 'structure' | 'required' | 'value' | 'code-invalid' | 'invariant' | 'too-costly' | 'not-found';
  /** FHIRPath of the element: `Patient.name[0].use`. */
  readonly at: string;
  /** Which rule is broken and which element it names; never a value of the record. */
  readonly detail: string;
}
