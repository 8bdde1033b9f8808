import { isId, isObject, isResourceType, parseDateInterval, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { parseResidentNumber } from '../identifiers/resident-number.ts';
import { identityNumber } from '../identifiers/systems.ts';

const GENDERS: ReadonlySet<unknown> = new Set(['male', 'female', 'other', 'unknown', undefined]);
const MAX_DEPTH = 60;

/**
 * What every resource must satisfy before it is stored: a type of R4, a well-formed id and meta, no element without a
 * value, identity numbers with their check character. Cardinalities, types and bindings of all elements are not checked yet.
 * @param at place of the resource, e.g. `Patient` or `Bundle.entry[3].resource`
 */
export function validateResource(resource: Resource, at: string): Problem | undefined {
  const { resourceType, id, meta } = resource;
  if (!isResourceType(resourceType))
    return new Problem('type-unknown', 'resourceType is none of FHIR R4', { at: `${at}.resourceType` });
  if (id !== undefined && (typeof id !== 'string' || !isId(id)))
    return invalid('an id has 1 to 64 letters, digits, hyphens or dots', `${at}.id`);
  if (meta !== undefined && !isObject(meta)) return invalid('meta is an object', `${at}.meta`);
  return validateShape(resource, at, 0) ?? (resourceType === 'Patient' ? validatePatient(resource, at) : undefined);
}

/** FHIR JSON has no empty object, no empty list, and null only inside lists. https://hl7.org/fhir/R4/json.html */
function validateShape(value: unknown, at: string, depth: number): Problem | undefined {
  if (depth > MAX_DEPTH) return invalid(`elements are nested deeper than ${MAX_DEPTH}`, at);
  if (Array.isArray(value)) {
    if (value.length === 0) return invalid('an empty list is not allowed', at);
    for (let index = 0; index < value.length; index++) {
      const problem = value[index] === null ? undefined : validateShape(value[index], `${at}[${index}]`, depth + 1);
      if (problem) return problem;
    }
    return undefined;
  }
  if (value === null) return invalid('null is not a value', at);
  if (value === '') return invalid('an empty text is not a value', at);
  if (typeof value === 'string' && !isText(value)) return invalid('a text has no NUL and no half of a character', at);
  return isObject(value) ? validateObject(value, at, depth) : undefined;
}

function validateObject(value: Record<string, unknown>, at: string, depth: number): Problem | undefined {
  let isEmpty = true;
  for (const key in value) {
    isEmpty = false;
    if (!isText(key)) return invalid('an element has a name', at);
    const problem = validateShape(value[key], `${at}.${key}`, depth + 1);
    if (problem) return problem;
  }
  return isEmpty ? invalid('an empty element is not allowed', at) : undefined;
}

function validatePatient(patient: Resource, at: string): Problem | undefined {
  if (!GENDERS.has(patient['gender'])) return invalid('gender is male, female, other or unknown', `${at}.gender`);
  const birthDate = patient['birthDate'];
  if (birthDate !== undefined && (typeof birthDate !== 'string' || birthDate.length > 10 || !parseDateInterval(birthDate)))
    return invalid('birthDate is YYYY, YYYY-MM or YYYY-MM-DD', `${at}.birthDate`);
  const identifiers = patient['identifier'];
  if (identifiers !== undefined && !Array.isArray(identifiers)) return invalid('identifier is a list', `${at}.identifier`);
  for (const [index, identifier] of (identifiers ?? []).entries()) {
    if (!isObject(identifier) || identifier['system'] !== identityNumber) continue;
    const parsed = parseResidentNumber(String(identifier['value'] ?? ''));
    if (parsed instanceof Problem)
      return new Problem('identifier-malformed', parsed.message, { at: `${at}.identifier[${index}].value` });
  }
  return undefined;
}

/** What a database can keep as text. https://hl7.org/fhir/R4/datatypes.html#string */
const isText = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

const invalid = (detail: string, at: string) => new Problem('resource-invalid', detail, { at });
