interface ViewOptions {
  /** Column name → FHIRPath. */
  readonly columns: Readonly<Record<string, string>>;
  /** Column name → FHIR type. */
  readonly types?: Readonly<Record<string, string>>;
  readonly collections?: readonly string[];
  readonly where?: string;
  readonly [element: string]: unknown;
}

/** A ViewDefinition with one select. */
export function aView(resource: string, { columns, types = {}, collections = [], where, ...elements }: ViewOptions) {
  const column = Object.entries(columns).map(([name, path]) => ({
    name,
    path,
    ...(types[name] ? { type: types[name] } : {}),
    ...(collections.includes(name) ? { collection: true } : {}),
  }));
  return {
    resourceType: 'ViewDefinition',
    status: 'active',
    resource,
    select: [{ column }],
    ...(where ? { where: [{ path: where }] } : {}),
    ...elements,
  };
}

/** Residents' systolic blood pressures. */
export const bloodPressureView = (elements: Record<string, unknown> = {}) =>
  aView('Observation', {
    name: 'blood_pressure',
    columns: {
      patient: 'subject.getReferenceKey(Patient)',
      on: 'effective.ofType(dateTime)',
      systolic: "component.where(code.coding.exists(code = '8480-6')).value.ofType(Quantity).value",
    },
    types: { patient: 'string', on: 'dateTime', systolic: 'decimal' },
    where: "code.coding.exists(system = %loinc and code = '85354-9')",
    ...elements,
  });

/** Residents' immunisations by vaccine. */
export const immunizationView = (elements: Record<string, unknown> = {}) =>
  aView('Immunization', {
    name: 'immunization',
    columns: {
      patient: 'patient.getReferenceKey(Patient)',
      vaccine: 'vaccineCode.coding.first().code',
      name: 'vaccineCode.text',
    },
    types: { patient: 'string', vaccine: 'code', name: 'string' },
    ...elements,
  });
