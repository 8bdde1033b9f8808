import { expect, test } from 'vitest';
import { decryptBy, encryptFor } from './cipher.ts';
import { newSigningKey } from './keys.ts';

test('what is written for a platform is read by it, and by no other', async () => {
  const [mine, other] = [await newSigningKey('350102-hub'), await newSigningKey('350100-hub')];

  const sealed = await encryptFor(mine.publicJwk, '麻疹 林晓明');

  expect(await decryptBy(mine.privateJwk, sealed)).toBe('麻疹 林晓明');
  expect(await decryptBy(other.privateJwk, sealed)).toBeUndefined();
  expect(Buffer.from(sealed.replaceAll('.', ''), 'base64url').toString()).not.toContain('林晓明');
});

test.each(['', 'a.b.c.d.e', '麻疹'])('%j is nobody’s', async (text) => {
  const { privateJwk } = await newSigningKey('350102-hub');

  expect(await decryptBy(privateJwk, text)).toBeUndefined();
});
