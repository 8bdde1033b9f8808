/** Keys, signatures, sealing and password hashes, on Node's OpenSSL and jose. */
export { decryptBy, encryptFor } from './cipher.ts';
export { importKey, newSigningKey, type SigningKey } from './keys.ts';
export { digestOf, type Letter, signLetter, verifyLetter } from './letter.ts';
export { hashPassword, verifyPassword } from './password.ts';
export { seal, unseal } from './seal.ts';
