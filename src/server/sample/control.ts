import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

export interface Control {
  readonly access: { readonly url: string; readonly token: string };
  close(): Promise<void>;
}

const PATH = /^\/platforms\/(\d{6})\/(stop|start)$/;

/** A door for the command line on the same machine: `npx minkang network stop 350100`. Opens with the token of `network.json` only. */
export async function openControl(operate: (division: string, action: 'stop' | 'start') => Promise<void>): Promise<Control> {
  const token = randomBytes(24).toString('base64url');
  const server = createServer((request, response) => {
    const [, division, action] = PATH.exec(request.url ?? '') ?? [];
    const isAllowed = isSame(request.headers.authorization ?? '', `Bearer ${token}`);
    if (!isAllowed || request.method !== 'POST' || !division || (action !== 'stop' && action !== 'start')) {
      response.writeHead(isAllowed ? 404 : 401).end();
      return;
    }
    operate(division, action).then(
      () => response.writeHead(204).end(),
      (thrown: unknown) => response.writeHead(409).end(thrown instanceof Error ? thrown.message : ''),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  return {
    access: { url: `http://127.0.0.1:${port}`, token },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function isSame(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
