import { SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { importKey, newSigningKey, type SigningKey } from './keys.ts';
import { digestOf, signLetter, verifyLetter } from './letter.ts';

const LETTER = { sender: '350102', receiver: '350100', path: '/platform/batches' };
const BODY = '{"sequence":1,"entries":[]}';

let county: SigningKey;
let stranger: SigningKey;
beforeAll(async () => {
  [county, stranger] = await Promise.all([newSigningKey('350102-hub'), newSigningKey('350102-hub')]);
});

const signed = async (letter = LETTER, body: string | Uint8Array = BODY) =>
  signLetter(await importKey(county.privateJwk), letter, body);

/** A token with claims of one's own choosing, under the county's key. */
const forged = async (make: (token: SignJWT) => SignJWT, claims: Record<string, unknown> = {}) =>
  make(
    new SignJWT({ path: LETTER.path, digest: digestOf(BODY), ...claims })
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer(LETTER.sender)
      .setAudience(LETTER.receiver)
      .setIssuedAt()
      .setExpirationTime('120s'),
  ).sign(await importKey(county.privateJwk));

const verified = async (token: string, expected = LETTER, body: string | Uint8Array = BODY, key = county.publicJwk) =>
  verifyLetter(await importKey(key), expected, body, token);

describe('letter of one platform to another', () => {
  test('holds for the receiver, the call and the bytes it was signed for', async () => {
    const token = await signed();

    const result = verified(token);

    await expect(result).resolves.toBeUndefined();
  });

  test('is over bytes: text and its UTF-8 are the same', async () => {
    const token = await signed(LETTER, '{"name":"林"}');

    const result = verified(token, LETTER, new TextEncoder().encode('{"name":"林"}'));

    await expect(result).resolves.toBeUndefined();
  });

  test.each([
    ['another receiver', { receiver: '350000' }],
    ['another sender', { sender: '350181' }],
    ['another call', { path: '/platform/records' }],
    ['the call with a query after it', { path: '/platform/batches?x' }],
  ])('is refused for %s', async (_, change) => {
    const token = await signed();

    const result = verified(token, { ...LETTER, ...change });

    await expect(result).rejects.toMatchObject({ code: 'platform-untrusted' });
  });

  test('is refused for a body that differs in one blank', async () => {
    const token = await signed();

    const result = verified(token, LETTER, `${BODY} `);

    await expect(result).rejects.toMatchObject({ code: 'platform-untrusted' });
  });

  test('is refused under another key, be its key id the same', async () => {
    const token = await signed();

    const result = verified(token, LETTER, BODY, stranger.publicJwk);

    await expect(result).rejects.toMatchObject({ code: 'platform-untrusted' });
  });

  test.each([
    ['has expired', (token: SignJWT) => token.setIssuedAt('10 minutes ago').setExpirationTime('2 minutes ago')],
    ['is not valid yet', (token: SignJWT) => token.setNotBefore('10 minutes')],
    ['names no receiver', (token: SignJWT) => token.setAudience([])],
  ])('is refused when it %s', async (_, change) => {
    const token = await forged(change);

    const result = verified(token);

    await expect(result).rejects.toMatchObject({ code: 'platform-untrusted' });
  });

  test.each([
    ['no digest', { digest: undefined }],
    ['no path', { path: undefined }],
  ])('is refused with %s, though well signed', async (_, claims) => {
    const token = await forged((one) => one, claims);

    const result = verified(token);

    await expect(result).rejects.toMatchObject({ code: 'platform-untrusted' });
  });

  test.each(['', 'abc', 'a.b.c', `${btoa('{"alg":"none"}')}.${btoa('{"iss":"350102","aud":"350100"}')}.`])(
    '%j is no letter',
    async (token) => {
      const result = verified(token);

      await expect(result).rejects.toMatchObject({ code: 'platform-untrusted' });
    },
  );
});
