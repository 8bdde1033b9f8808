import { isObject, type Resource } from '../../fhir/index.ts';

/** Names the owner of a Subscription inside of it; only the platform sets it. */
const OWNER = 'urn:minkang:extension:owner';

/** User name or client id to whom a Subscription belongs; undefined where it says nothing. */
export function subscriptionOwner(resource: unknown): string | undefined {
  const owner = extensionsIn(resource).find(isOwner)?.['valueString'];
  return typeof owner === 'string' ? owner : undefined;
}

/** The extensions of a Subscription that belongs to this owner, whatever it said before. */
export const extensionsOwnedBy = (resource: Resource, owner: string): readonly unknown[] => [
  ...extensionsIn(resource).filter((one) => !isOwner(one)),
  { url: OWNER, valueString: owner },
];

const extensionsIn = (resource: unknown): readonly unknown[] =>
  isObject(resource) && Array.isArray(resource['extension']) ? resource['extension'] : [];

const isOwner = (extension: unknown): extension is Record<string, unknown> => isObject(extension) && extension['url'] === OWNER;
