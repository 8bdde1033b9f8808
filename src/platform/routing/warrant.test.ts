import { beforeAll, describe, expect, test } from 'vitest';
import { importKey, newSigningKey, type SigningKey } from '../../security/crypto/index.ts';
import type { Warrant } from './request.ts';
import { makeRequest, readWarrant } from './warrant.ts';

let jinjiang: SigningKey;
let fuqing: SigningKey;
beforeAll(async () => {
  [jinjiang, fuqing] = await Promise.all([newSigningKey('510104-hub'), newSigningKey('350181-hub')]);
});

const aWarrant = (changes: Partial<Warrant> = {}): Warrant => ({
  division: '510104',
  actor: 'doctor',
  actorName: { zh: '陈静', en: 'Chen Jing' },
  role: 'doctor',
  purpose: 'TREAT',
  requestId: 'request-1',
  identifiers: [{ system: 'urn:oid:2.16.156.10011.1.3', value: '110105194912310021' }],
  ...changes,
});
const keyOf = (division: string) => ({ '510104': jinjiang.publicJwk, '350181': fuqing.publicJwk })[division];
const asked = async (warrant = aWarrant(), key = jinjiang) => makeRequest(await importKey(key.privateJwk), warrant, 1000);

describe('warrant of a record request', () => {
  test('holds as its platform signed it', async () => {
    const request = await asked();

    const warrant = await readWarrant(request, keyOf);

    expect(warrant).toEqual(aWarrant());
  });

  test.each<[string, Partial<Warrant>]>([
    ['for another resident', { identifiers: [{ system: 'urn:oid:2.16.156.10011.1.3', value: '35010219840506001X' }] }],
    ['by somebody else', { actor: 'director' }],
    ['for another purpose', { purpose: 'PUBHLTH' }],
    ['in the name of another platform', { division: '350181' }],
  ])('altered on the way, %s, is refused', async (_, changes) => {
    const request = await asked();

    const result = readWarrant({ ...request, warrant: JSON.stringify(aWarrant(changes)) }, keyOf);

    await expect(result).rejects.toMatchObject({ code: 'platform-untrusted' });
  });

  test('forged by another platform is refused', async () => {
    const request = await asked(aWarrant(), fuqing);

    const result = readWarrant(request, keyOf);

    await expect(result).rejects.toMatchObject({ code: 'platform-untrusted' });
  });

  test('of a platform that nobody knows is refused', async () => {
    const request = await asked(aWarrant({ division: '990000' }));

    const result = readWarrant(request, keyOf);

    await expect(result).rejects.toMatchObject({ code: 'platform-untrusted' });
  });

  test.each(['', '{', 'null', '[]', '{"division":"510104"}'])('%j is none', async (text) => {
    const request = await asked();

    const result = readWarrant({ ...request, warrant: text }, keyOf);

    await expect(result).rejects.toMatchObject({ code: 'input-invalid' });
  });

  test('says nothing that its platform did not sign', async () => {
    const request = await asked(aWarrant({ identifiers: [] }));

    const result = readWarrant(request, keyOf);

    await expect(result).rejects.toMatchObject({ code: 'input-invalid', at: 'identifiers' });
  });
});
