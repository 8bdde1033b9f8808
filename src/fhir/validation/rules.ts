/** A rule in FHIRPath, from the base definitions or from a profile. */
export interface Constraint {
  readonly key: string;
  readonly severity: string;
  readonly expression: string;
  readonly text: string;
}

/** Rules that R4 states in its text only, by the structure they hold for. */
const written: Readonly<Record<string, readonly (readonly [key: string, expression: string, text: string])[]>> = {
  // https://hl7.org/fhir/R4/bundle-definitions.html#Bundle.entry.fullUrl, https://hl7.org/fhir/R4/bundle.html#references
  'Bundle.entry': [
    ['bdl-url', "fullUrl.empty() or fullUrl.matches('^[A-Za-z][A-Za-z0-9+.-]*:.')", 'the full URL is absolute'],
    [
      'bdl-id',
      "resource.id.exists() or resource.empty() or %resource.type != 'searchset' or resource is OperationOutcome",
      'a result of a search has an id',
    ],
  ],
  // https://hl7.org/fhir/R4/searchparameter-definitions.html#SearchParameter.component
  SearchParameter: [
    ['spd-parts', "type != 'composite' or component.count() > 1", 'a composite parameter has two or more components'],
  ],
  // https://hl7.org/fhir/R4/codesystem-definitions.html#CodeSystem.property
  CodeSystem: [
    ['csd-codes', 'property.code.isDistinct()', 'each property is defined once under a code'],
    ['csd-uris', 'property.uri.isDistinct()', 'each property is defined once under a URI'],
  ],
};

export const rulesOf = (structure: string): readonly Constraint[] =>
  (written[structure] ?? []).map(([key, expression, text]) => ({ key, severity: 'error', expression, text }));
