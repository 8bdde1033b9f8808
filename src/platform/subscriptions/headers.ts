import { Problem } from '../../kernel/index.ts';
import { seal, unseal } from '../../security/crypto/index.ts';

const HEADER = /^([A-Za-z0-9!#$%&'*+\-.^_`|~]{1,100}):[ \t]*([\t\x20-\x7e]{0,2000})$/;
/** What the connection decides by itself. RFC 9110, 7.6.1 */
const OURS: ReadonlySet<string> = new Set([
  ...['host', 'connection', 'content-length', 'content-type', 'content-encoding', 'transfer-encoding', 'expect'],
  ...['keep-alive', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'upgrade'],
]);
const SEALED_HEADER = /^([A-Za-z0-9!#$%&'*+\-.^_`|~]{1,100}): sealed ([A-Za-z0-9_-]{1,8000})$/;
const FOR_EVER = Number.MAX_SAFE_INTEGER;

/** What is wrong with a header of a channel, `Name: value`. */
export function faultOfHeader(header: unknown): string | undefined {
  const text = typeof header === 'string' ? header : '';
  const name = (SEALED_HEADER.exec(text) ?? HEADER.exec(text))?.[1];
  if (name === undefined) return 'A header is Name: value, in ASCII, at most 2000 characters';
  return OURS.has(name.toLowerCase()) ? 'This header is set by the platform' : undefined;
}

/**
 * A header as it is kept. Its value is usually a secret of the subscriber, and a Subscription is read, searched and
 * exported like anything else; so it is sealed, with the owner's name inside. What is sealed stays as it is.
 * @throws Problem where it was sealed for somebody else: nobody sends another's secret to an endpoint of his own
 */
export function sealHeader(key: Uint8Array, owner: string, header: string, at: string): string {
  if (SEALED_HEADER.test(header)) {
    if (openHeader(key, owner, header) === undefined)
      throw new Problem('subscription-refused', 'The value of this header was not sealed here for its owner', { at });
    return header;
  }
  const [, name = '', value = ''] = HEADER.exec(header) ?? [];
  return `${name}: sealed ${seal(key, JSON.stringify([owner, value]), FOR_EVER)}`;
}

/** Name and value to be sent; undefined where the seal does not hold. */
export function openHeader(key: Uint8Array, owner: string, header: string): readonly [string, string] | undefined {
  const [, name, sealed] = SEALED_HEADER.exec(header) ?? [];
  const text = name && sealed ? unseal(key, sealed, 0) : undefined;
  if (!name || text === undefined) return undefined;
  const [sealedFor, value]: unknown[] = JSON.parse(text);
  return sealedFor === owner && typeof value === 'string' ? [name, value] : undefined;
}
