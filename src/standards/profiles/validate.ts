import { isObject, isResourceType, type Resource } from '../../fhir/index.ts';
import { firstError } from '../../fhir/validation/index.ts';
import { compileView } from '../../fhir/views/index.ts';
import { Problem } from '../../kernel/index.ts';
import { parseResidentNumber } from '../identifiers/resident-number.ts';
import { identityNumber } from '../identifiers/systems.ts';

/**
 * What every resource must satisfy before it is stored: the base definitions of R4, identity numbers with their check
 * character, and view definitions that can be run.
 * @param at place of the resource, e.g. `Patient` or `Bundle.entry[3].resource`
 */
export function validateResource(resource: Resource, at: string): Problem | undefined {
  const { resourceType } = resource;
  if (!isResourceType(resourceType))
    return new Problem('type-unknown', 'resourceType is none of FHIR R4', { at: `${at}.resourceType` });
  const error = firstError(resource, at);
  if (error) return new Problem('resource-invalid', error.detail, { at: error.at });
  if (resourceType === 'ViewDefinition') return checkView(resource, at);
  return resourceType === 'Patient' ? checkIdentityNumbers(resource, at) : undefined;
}

/** What can be run is kept: paths that can be read, columns that can be told apart. */
function checkView(view: Resource, at: string): Problem | undefined {
  try {
    compileView(view, () => '');
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    return new Problem(thrown.code, thrown.message, { at: thrown.at?.replace('ViewDefinition', at) });
  }
}

function checkIdentityNumbers(patient: Resource, at: string): Problem | undefined {
  const identifiers = patient['identifier'];
  if (!Array.isArray(identifiers)) return undefined;
  for (const [index, identifier] of identifiers.entries()) {
    if (!isObject(identifier) || identifier['system'] !== identityNumber) continue;
    const parsed = parseResidentNumber(String(identifier['value'] ?? ''));
    if (parsed instanceof Problem)
      return new Problem('identifier-malformed', parsed.message, { at: `${at}.identifier[${index}].value` });
  }
  return undefined;
}
