import additional from '../../data/fhir/additional-types.json' with { type: 'json' };
import r4 from '../../data/fhir/r4.json' with { type: 'json' };
import { type LocalReference, parseLocalReference } from './references.ts';
import { isObject, type Resource, valuesAt } from './resource.ts';

type Paths = Readonly<Record<string, readonly string[]>>;
const table = r4 as { types: readonly string[]; patient: Paths; compartment: Paths };

/** The 146 resource types of FHIR R4 (4.0.1), and those that are kept and searched like them. */
export const resourceTypes: readonly string[] = [...table.types, ...additional.types].sort();
const types = new Set(resourceTypes);
/** Of R4B: the definitions of R4 carry it for the sake of the Subscriptions backport, the value set of types does not. */
const LATER = 'SubscriptionStatus';
const official = new Set(table.types.filter((type) => type !== LATER));

/** Whether a type is one of R4's own, which every client knows. */
export const isOfficialType = (type: string): boolean => official.has(type);
export const isResourceType = (type: string): boolean => types.has(type);

/** Whether resources of the type can lie in the compartment of a Patient. https://hl7.org/fhir/R4/compartmentdefinition-patient.html */
export const canBeOfPatient = (type: string): boolean => type === 'Patient' || type in table.patient || type in table.compartment;

/** Reads a reference text: local ones by default; a bundle also knows its own `urn:uuid:` names. */
export type ResolveReference = (reference: string) => LocalReference | undefined;

/** Ids of the Patients in whose compartment the resource lies (CompartmentDefinition/patient), each once. */
export function patientsOf(resource: Resource, resolve: ResolveReference = parseLocalReference): string[] {
  if (resource.resourceType === 'Patient') return resource.id ? [resource.id] : [];
  return patientIds([...at(table.patient, resource), ...at(table.compartment, resource)], resolve);
}

/**
 * The one Patient that the resource is about, by the R4 search parameter `patient`; undefined where there is none or
 * where there are several (a household, an account of a family).
 */
export function ownerOf(resource: Resource, resolve: ResolveReference = parseLocalReference): string | undefined {
  if (resource.resourceType === 'Patient') return resource.id;
  const owners = patientIds(at(table.patient, resource), resolve);
  return owners.length === 1 ? owners[0] : undefined;
}

function at(paths: Paths, resource: Resource): unknown[] {
  return (paths[resource.resourceType] ?? []).flatMap((path) => valuesAt(resource, path));
}

function patientIds(references: unknown[], resolve: ResolveReference): string[] {
  const ids = new Set<string>();
  for (const value of references) {
    const reference = isObject(value) && typeof value['reference'] === 'string' ? resolve(value['reference']) : undefined;
    if (reference?.type === 'Patient') ids.add(reference.id);
  }
  return [...ids];
}
