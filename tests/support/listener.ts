import { createServer, type Server } from 'node:http';
import { freePort } from './ports.ts';

/** A notification Bundle as a subscriber reads it. */
export interface Notification {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly type: string;
  readonly status: string;
  readonly topic: string | undefined;
  /** events-since-subscription-start */
  readonly events: number;
  readonly told: readonly { readonly number: number; readonly focus: string | undefined }[];
  /** Resources after the status. */
  readonly resources: readonly { readonly resourceType: string; readonly id: string; readonly [element: string]: unknown }[];
  readonly body: string;
}

interface Part {
  readonly name: string;
  readonly valueCode?: string;
  readonly valueString?: string;
  readonly valueCanonical?: string;
  readonly valueReference?: { readonly reference: string };
  readonly part?: readonly Part[];
}

/** Reads a notification; throws where it has not the form of the guide. */
export function readNotification(body: string, headers: Notification['headers'] = {}): Notification {
  const bundle = JSON.parse(body);
  const [first, ...others] = bundle.entry;
  if (bundle.type !== 'history' || first.resource.resourceType !== 'Parameters') throw new Error('no notification Bundle');
  const parameters: readonly Part[] = first.resource.parameter;
  const named = (name: string, parts: readonly Part[] = parameters) => parts.find((part) => part.name === name);
  return {
    headers,
    body,
    type: named('type')?.valueCode ?? '',
    status: named('status')?.valueCode ?? '',
    topic: named('topic')?.valueCanonical,
    events: Number(named('events-since-subscription-start')?.valueString),
    told: parameters
      .filter(({ name }) => name === 'notification-event')
      .map(({ part }) => ({
        number: Number(named('event-number', part)?.valueString),
        focus: named('focus', part)?.valueReference?.reference,
      })),
    resources: others.flatMap(({ resource }: { resource?: unknown }) => (resource ? [resource] : [])),
  };
}

/** A subscriber's endpoint on this machine. */
export interface Listener extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly received: Notification[];
  /** Notifications of events. */
  events(): Notification[];
  /** Numbers of all events told, in the order in which they came. */
  numbers(): number[];
  /** What it answers: a status, or nothing at all. */
  answer: number | 'silence';
  down(): Promise<void>;
  up(): Promise<void>;
}

export async function openListener(): Promise<Listener> {
  const port = await freePort();
  const received: Notification[] = [];
  let server: Server | undefined;
  const listener: Listener = {
    url: `http://127.0.0.1:${port}/notify`,
    port,
    received,
    answer: 200,
    events: () => received.filter(({ type }) => type === 'event-notification'),
    numbers: () => received.flatMap(({ told }) => told.map(({ number }) => number)),
    down: async () => {
      const closing = server;
      server = undefined;
      if (!closing) return;
      closing.closeAllConnections();
      await new Promise((done) => closing.close(done));
    },
    up: async () => {
      server = createServer((request, response) => {
        const parts: Buffer[] = [];
        request.on('data', (part) => parts.push(part));
        request.on('end', () => {
          received.push(readNotification(Buffer.concat(parts).toString(), request.headers));
          if (listener.answer !== 'silence') response.writeHead(listener.answer).end();
        });
      });
      await new Promise<void>((done) => server?.listen(port, '127.0.0.1', done));
    },
    [Symbol.asyncDispose]: () => listener.down(),
  };
  await listener.up();
  return listener;
}
