import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NetworkFile } from '../sample/supervisor.ts';
import { StartError } from '../start-error.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A platform to which an institution's system has signed in. */
export interface Connection {
  readonly url: string;
  /** Posts a bundle. The same key twice is carried out once. Waits and tries again while the platform does not answer. */
  postBundle(json: string, key: string, signal: AbortSignal): Promise<Answer>;
}

/** By `network.json` of the sample network. @throws StartError */
export async function connectByNetworkFile(dataFolder: string, division: string): Promise<Connection> {
  let network: NetworkFile;
  try {
    network = JSON.parse(await readFile(join(dataFolder, 'network.json'), 'utf8')) as NetworkFile;
  } catch {
    throw new StartError(`No network runs on ${dataFolder}; start it with "npm start", or name a platform with --url.`);
  }
  const platform = network.platforms.find((one) => one.division === division);
  const client = network.clients.find((one) => one.division === division);
  if (!platform || !client)
    throw new StartError(`No platform ${division}; there are ${network.platforms.map((one) => one.division).join(', ')}.`);
  return connectBySecret(platform.url, client.clientId, client.clientSecret);
}

/** By client id and secret (RFC 6749, client credentials). @throws StartError */
export function connectBySecret(address: string, clientId: string, clientSecret: string): Connection {
  const url = address.replace(/\/+$/, '');
  if (!clientId || !clientSecret) throw new StartError('--client-id and the secret in MINKANG_CLIENT_SECRET are needed.');
  let token: { value: string; until: number } | undefined;
  const currentToken = async () => {
    if (!token || token.until < Date.now()) token = await fetchToken(url, clientId, clientSecret);
    return token.value;
  };
  const postOnce = async (json: string, key: string): Promise<Answer> => {
    const headers = {
      'content-type': 'application/fhir+json',
      authorization: `Bearer ${await currentToken()}`,
      'idempotency-key': key,
    };
    const response = await fetch(`${url}/fhir`, { method: 'POST', headers, body: json });
    return { status: response.status, body: await response.text() };
  };
  return { url, postBundle: (json, key, signal) => patiently(() => postOnce(json, key), signal) };
}

async function fetchToken(url: string, clientId: string, clientSecret: string): Promise<{ value: string; until: number }> {
  const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64');
  const answer = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'system/*.cruds' }),
  });
  if (!answer.ok) throw new StartError(`${url} does not accept the client id and secret (${answer.status}).`);
  const { access_token: value, expires_in: seconds } = (await answer.json()) as { access_token: string; expires_in: number };
  return { value, until: Date.now() + (seconds - 60) * 1000 };
}

const TRIES = 6;

/** The platform may restart under an import: what is not answered is sent again, under the same key. */
async function patiently(work: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await work();
      if (answer.status < 500 || attempt === TRIES) return answer;
    } catch (thrown) {
      if (thrown instanceof StartError || attempt === TRIES)
        throw new StartError(
          thrown instanceof StartError ? thrown.message : 'The platform does not answer; the same command goes on from here.',
        );
    }
    await sleep(2 ** attempt * 250, undefined, { signal }).catch(() => {});
    if (signal.aborted) throw new StartError('Cancelled.');
  }
}
