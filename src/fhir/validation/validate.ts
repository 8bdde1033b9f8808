import type { Issue } from './issue.ts';
import { checkResource } from './resources.ts';
import { Run } from './run.ts';

/**
 * What is wrong with a resource by the base definitions of R4; empty where nothing is. At most 200 issues are listed.
 * @param at place of the resource: `Bundle.entry[3].resource`; its type by default
 */
export function validate(resource: unknown, at = placeOf(resource)): readonly Issue[] {
  const run = new Run(at, () => new Date().toISOString());
  checkResource(resource, run, false);
  return run.issues;
}

export const firstError = (resource: unknown, at?: string): Issue | undefined =>
  validate(resource, at).find(({ severity }) => severity === 'error');

function placeOf(resource: unknown): string {
  const type: unknown = typeof resource === 'object' && resource !== null && 'resourceType' in resource ? resource.resourceType : undefined;
  return typeof type === 'string' && /^[A-Za-z]{1,50}$/.test(type) ? type : 'Resource';
}
