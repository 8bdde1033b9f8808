import { newSigningKey } from '../../src/security/crypto/index.ts';
import { describeSample } from '../../src/server/sample/plan.ts';
import { callerWith, requestToken } from '../../tests/support/network.ts';
import { division } from '../store/bundles.ts';

const client = { clientId: 'hospital', clientSecret: 'its secret' };

/** Settings of one platform, as in a file; and those of the start before, which makes its tables and registers a system. */
export async function settingsOn(database: string, port: number): Promise<{ readonly first: object; readonly later: object }> {
  const { name, level } = describeSample(division);
  const { privateJwk, publicJwk } = await newSigningKey(`${division}-hub`);
  const url = `http://127.0.0.1:${port}`;
  const later = {
    ...{ division, url, port, database, hubKey: privateJwk, logLevel: 'fatal' },
    platforms: [{ division, name, level, url, publicKey: publicJwk }],
  };
  const clients = [{ ...client, institution: { zh: '医院', en: 'Hospital' }, place: division }];
  return { later, first: { ...later, sample: { accounts: [], clients, residents: 0, seed: 'bench', today: '2026-11-01' } } };
}

/** A token of that system: good for some minutes, also after another start. */
export async function takeToken(url: string): Promise<string> {
  const answer = await requestToken(url, client.clientId, client.clientSecret);
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** One search. @throws where it is not answered */
export async function searchOnce(url: string, token: string): Promise<void> {
  const { status } = await callerWith(url, token).fhir(`Patient?name=${encodeURIComponent('陈')}`);
  if (status !== 200) throw new Error(`the search was answered with ${status}`);
}
