import { isDeepStrictEqual } from 'node:util';
import { isObject, parseJson, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import type { Change, Guard } from '../../store/index.ts';
import { readDefinition } from './definition.ts';
import type { EndpointRules } from './endpoint.ts';
import { sealHeader } from './headers.ts';
import { extensionsOwnedBy, subscriptionOwner } from './owner.ts';

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
 * A Subscription belongs to whoever made it: what it sends is read under the owner's rights, so nobody else changes what it
 * asks for and where it goes. An administrator may delete it, or change its status. The status is the platform's; a client says `off`,
 * or asks for it to begin (again).
 */
export const guardSubscriptions =
  (sealKey: Uint8Array): Guard =>
  (change, current, { bearer, owned }) => {
    const type = change.kind === 'delete' ? change.type : change.resource.resourceType;
    if (type !== 'Subscription' || !bearer) return change;
    const owner = current === undefined ? bearer.id : subscriptionOwner(parseJson(current));
    const isForeign = owner !== bearer.id;
    if (isForeign && (owned !== 'everybody' || (change.kind !== 'delete' && !isSameButStatus(change.resource, current))))
      return new Problem('right-missing', 'A Subscription is changed by whom it belongs to', { at: type });
    return change.kind === 'delete' ? change : asKept(change, owner ?? bearer.id, sealKey);
  };

/** But for what the platform writes into it. */
function isSameButStatus(given: Resource, current: string | undefined): boolean {
  const stored = current === undefined ? {} : (parseJson(current) as Resource);
  const [one, other] = [given, stored].map(
    ({ status: _status, meta: _meta, error: _error, ...rest }: Record<string, unknown>) => rest,
  );
  return isDeepStrictEqual(one, other);
}

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
        extension: extensionsOwnedBy(resource, owner),
        status: resource['status'] === 'off' ? 'off' : channel['type'] === 'websocket' ? 'active' : 'requested',
        channel: sealed.length > 0 ? { ...channel, header: sealed } : channel,
      },
    };
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
}
