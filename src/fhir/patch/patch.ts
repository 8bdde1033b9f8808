import { Problem } from '../../kernel/index.ts';
import { parseJson } from '../json.ts';
import { isObject, type Resource } from '../resource.ts';
import { applyFhirPathPatch } from './fhirpath-patch.ts';
import { applyJsonPatch } from './json-patch.ts';

/** What a patch makes of a resource. @param now ISO instant @throws Problem patch-invalid */
export type Patch = (resource: unknown, now: () => string) => unknown;

export const JSON_PATCH = 'application/json-patch+json';

/**
 * A patch as it comes in the resource of a bundle entry: a Binary that holds a JSON Patch, or Parameters.
 * https://hl7.org/fhir/R4/http.html#patch
 * @param at how the place of the patch is told
 * @throws Problem patch-invalid where it is none of them
 */
export function readPatch(given: unknown, at: string): Patch {
  const type = isObject(given) ? given['resourceType'] : undefined;
  if (isObject(given) && type === 'Binary') {
    const steps = stepsIn(given, at);
    return (resource) => applyJsonPatch(resource, steps, `${at}.data`);
  }
  if (type === 'Parameters') return (resource, now) => applyFhirPathPatch(resource, given, now, at);
  throw new Problem('patch-invalid', 'A patch is a Binary with a JSON Patch, or Parameters', { at });
}

function stepsIn({ contentType, data }: Readonly<Record<string, unknown>>, at: string): unknown {
  if (contentType !== JSON_PATCH)
    throw new Problem('patch-invalid', `The content type of a JSON Patch is ${JSON_PATCH}`, { at: `${at}.contentType` });
  if (typeof data !== 'string') throw new Problem('patch-invalid', 'The patch is in data', { at: `${at}.data` });
  try {
    return parseJson(Buffer.from(data, 'base64').toString('utf8'));
  } catch {
    throw new Problem('patch-invalid', 'data holds JSON in base64', { at: `${at}.data` });
  }
}

/**
 * The resource as the patch leaves it.
 * @throws Problem patch-invalid, also where it becomes another resource
 */
export function applyPatch(resource: Resource, patch: Patch, now: () => string, at: string): Resource {
  const patched = patch(resource, now);
  if (!isObject(patched) || patched['resourceType'] !== resource.resourceType || patched['id'] !== resource.id)
    throw new Problem('patch-invalid', 'A patch leaves type and id as they are', { at });
  return { ...patched, resourceType: resource.resourceType };
}
