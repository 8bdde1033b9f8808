/**
 * Resource ids that carry their shard. A resident's key is 48 bits, written as the first 12 hexadecimal digits of the
 * Patient's id; every id that we assign to a record of that resident begins with the same 12 digits. So an id alone
 * leads to the shard that holds the row, and the records of one resident lie side by side in every index.
 * The rest of the id is random; version 8 (RFC 9562, custom) says that the first bits have a meaning of their own.
 */
import { createHash, randomBytes } from 'node:crypto';

/** Source of randomness: fills and returns `length` bytes. The sample network gives a seeded one. */
export type RandomBytes = (length: number) => Uint8Array;

const OWN_ID = /^([0-9a-f]{8})-([0-9a-f]{4})-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A new id with a key of its own: for a Patient, or for what belongs to no resident. */
export function newId(random: RandomBytes = pooledBytes): string {
  return compose(hex(random(6)), random);
}

/** A new id for a record of the resident whose Patient id is given: same key, same shard. */
export function newIdBeside(residentId: string, random: RandomBytes = pooledBytes): string {
  return compose(shardOf(residentId).toString(16).padStart(12, '0'), random);
}

/**
 * The 48-bit key of an id: read from ids of our own making, the first 48 bits of SHA-256 for any other.
 * @returns an integer below 2^48, exact in a number and in a Postgres bigint.
 */
export function shardOf(id: string): number {
  const own = OWN_ID.exec(id);
  const digits = own ? `${own[1]}${own[2]}` : createHash('sha256').update(id).digest('hex').slice(0, 12);
  return Number.parseInt(digits, 16);
}

/** Whether an id has the shape of those of our own making; a client may give such a one too. */
export const isOwnId = (id: string): boolean => OWN_ID.test(id);

function compose(key: string, random: RandomBytes): string {
  const rest = hex(random(10));
  const variant = '89ab'.charAt(Number.parseInt(rest.charAt(3), 16) % 4);
  return `${key.slice(0, 8)}-${key.slice(8)}-8${rest.slice(0, 3)}-${variant}${rest.slice(4, 7)}-${rest.slice(7, 19)}`;
}

// a call to the operating system for each id would cost more than the id
const POOL_BYTES = 8192;
let pool = Buffer.alloc(0);

/** Random bytes, each given out once. */
function pooledBytes(length: number): Uint8Array {
  if (pool.length < length) pool = randomBytes(POOL_BYTES);
  const bytes = pool.subarray(0, length);
  pool = pool.subarray(length);
  return bytes;
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
