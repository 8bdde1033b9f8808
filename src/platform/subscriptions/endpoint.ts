import { BlockList, isIP } from 'node:net';

/** Where notifications may go. */
export interface EndpointRules {
  /** `host` or `host:port` of endpoints that may be inside the own network, and without TLS. */
  readonly trusted: readonly string[];
  /** Listeners on the machine itself, without TLS: in the sample network only. */
  readonly loopback: boolean;
}

/** Addresses of own networks and of nobody. https://www.iana.org/assignments/iana-ipv4-special-registry, -ipv6-special-registry */
const internal = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  internal.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const)
  internal.addSubnet(network, prefix, 'ipv6');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Whether a connection to this address may be made on behalf of a subscriber. */
export function isReachable({ host, hostname }: URL, address: string, rules: EndpointRules): boolean {
  if (isTrusted({ host, hostname }, rules)) return true;
  if (rules.loopback && loopback.check(address, familyOf(address))) return true;
  return !internal.check(address, familyOf(address));
}

const isTrusted = ({ host, hostname }: Pick<URL, 'host' | 'hostname'>, { trusted }: EndpointRules): boolean =>
  trusted.includes(host) || trusted.includes(hostname);

/** The address of a host that is written as one; undefined for a name. */
export function literalOf({ hostname }: URL): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? undefined : bare;
}

/**
 * What is wrong with an endpoint by its text alone; what its name leads to is looked at when a connection is made.
 * @returns undefined where nothing is
 */
export function faultOfEndpoint(text: unknown, rules: EndpointRules): string | undefined {
  const url = typeof text === 'string' && text.length <= 2000 && URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return 'an address that begins with https';
  if (url.username || url.password) return 'an address without a password: that goes into a header';
  const address = url.hostname === 'localhost' ? '127.0.0.1' : literalOf(url);
  if (address && !isReachable(url, address, rules)) return 'not an address inside of networks; the settings can name exceptions';
  const mayBePlain =
    isTrusted(url, rules) || (rules.loopback && address !== undefined && loopback.check(address, familyOf(address)));
  return url.protocol === 'https:' || mayBePlain ? undefined : 'an address that begins with https';
}
