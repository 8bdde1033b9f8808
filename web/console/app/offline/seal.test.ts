import { expect, test } from 'vitest';
import { digest, newKey, seal, unseal } from './seal.ts';

test('what is sealed opens with its key, at its place, and nowhere else', async () => {
  const [key, other] = await Promise.all([newKey(), newKey()]);
  const value = { name: '林晓明', systolic: 146 };
  const sealed = await seal(key, 'taken a 1', value);

  expect(await unseal(key, 'taken a 1', sealed)).toEqual(value);
  expect(new TextDecoder().decode(sealed.bytes)).not.toContain('林');
  await expect(unseal(other, 'taken a 1', sealed)).rejects.toThrow();
  await expect(unseal(key, 'taken a 2', sealed)).rejects.toThrow();
  const bytes = new Uint8Array(sealed.bytes.slice(0));
  bytes[3] = (bytes[3] ?? 0) ^ 1;
  await expect(unseal(key, 'taken a 1', { iv: sealed.iv, bytes: bytes.buffer })).rejects.toThrow();
});

test('the key cannot be read, and a digest does not show its text', async () => {
  await expect(crypto.subtle.exportKey('raw', await newKey())).rejects.toThrow();
  expect(await digest('minkang 350102 village')).toMatch(/^[0-9a-f]{64}$/);
});
