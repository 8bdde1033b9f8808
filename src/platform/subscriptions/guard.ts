import { isObject, parseJson, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import type { Change, Guard } from '../../store/index.ts';
import { readDefinition } from './definition.ts';
import type { EndpointRules } from './endpoint.ts';
import { sealHeader } from './headers.ts';

/** Names the owner of a Subscription inside of it. */
const OWNER = 'urn:minkang:extension:owner';

/** What is wrong with a Subscription, beyond the definitions of R4; undefined for any other resource. */
export function faultOfSubscription(resource: Resource, at: string, rules: EndpointRules): Problem | undefined {
  if (resource.resourceType !== 'Subscription') return undefined;
  try {
    readDefinition(resource, at, rules);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
}

/**
 * A Subscription belongs to whoever made it: what it sends is read under the owner's rights, so nobody else changes where
 * it goes. Its status is the platform's; a client says `off`, or asks for it to begin (again).
 */
export const guardSubscriptions =
  (sealKey: Uint8Array): Guard =>
  (change, current, { bearer }) => {
    const type = change.kind === 'delete' ? change.type : change.resource.resourceType;
    if (type !== 'Subscription' || !bearer) return change;
    if (current !== undefined && ownerIn(parseJson(current)) !== bearer.id)
      return new Problem('right-missing', 'A Subscription is changed by whom it belongs to', { at: type });
    return change.kind === 'delete' ? change : asKept(change, bearer.id, sealKey);
  };

function asKept(change: Change & { kind: 'create' | 'put' }, owner: string, sealKey: Uint8Array): Change | Problem {
  const { error: _error, ...resource } = change.resource;
  const channel = isObject(resource['channel']) ? resource['channel'] : {};
  const headers = Array.isArray(channel['header']) ? channel['header'] : [];
  try {
    const sealed = headers.map((header, index) =>
      sealHeader(sealKey, owner, String(header), `Subscription.channel.header[${index}]`),
    );
    return {
      ...change,
      resource: {
        ...resource,
        extension: [...othersIn(resource), { url: OWNER, valueString: owner }],
        status: resource['status'] === 'off' ? 'off' : channel['type'] === 'websocket' ? 'active' : 'requested',
        channel: sealed.length > 0 ? { ...channel, header: sealed } : channel,
      },
    };
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
}

const extensionsIn = (resource: unknown): readonly unknown[] =>
  isObject(resource) && Array.isArray(resource['extension']) ? resource['extension'] : [];

const isOwner = (extension: unknown): extension is Record<string, unknown> => isObject(extension) && extension['url'] === OWNER;

const othersIn = (resource: Resource): readonly unknown[] => extensionsIn(resource).filter((one) => !isOwner(one));

const ownerIn = (resource: unknown): unknown => extensionsIn(resource).find(isOwner)?.['valueString'];
