import type { Resource } from '../fhir/index.ts';
import type { Problem } from '../kernel/index.ts';

/**
 * What a resource must satisfy to be stored; the first fault, if there is one.
 * @param resolve the resources that references lead to, as far as they come in the same transaction
 */
export type ResourceCheck = (resource: Resource, at: string, resolve?: (reference: string) => unknown) => Problem | undefined;

/** Gets at hand what these resources ask to be held to; undefined where the check at hand will do. */
export type PrepareCheck = (resources: readonly Resource[]) => Promise<ResourceCheck> | undefined;
