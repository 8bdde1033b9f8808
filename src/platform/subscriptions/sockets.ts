import { keepDoing } from '../../jobs/index.ts';
import { Problem } from '../../kernel/index.ts';
import { subjectToday } from '../../security/access/index.ts';
import { Binding, type Socket } from './binding.ts';
import { type Delivery, nextContents, reasonToEnd } from './deliver.ts';
import { noteDelivered } from './leases.ts';
import { notification } from './notification.ts';
import { writeStatus } from './status.ts';
import { findSubscriber, type ReadSubscribers, type Subscriber, subscriberColumns } from './subscribers.ts';
import { openToken } from './token.ts';

/** Websockets of one process. */
export interface Sockets {
  /** Takes a socket in, or closes it where there are too many. */
  open(socket: Socket): Connection;
  readonly count: () => number;
  wake(): void;
  stop(): Promise<void>;
}

/** What the server tells of a socket. */
export interface Connection {
  received(text: string): void;
  ponged(data: string): void;
  closed(): void;
}

const IDLE_MS = 500;
const BIND_WITHIN_MS = 30_000;
const MOST_BINDINGS = 100;
/** Close codes of RFC 6455, 7.4.1. */
const [POLICY, TRY_LATER] = [1008, 1013];
const BIND = /^bind-with-token ([A-Za-z0-9_-]{20,12000})$/;

interface Open {
  readonly socket: Socket;
  readonly bindings: Map<string, Binding>;
  readonly openedAt: number;
}

/**
 * Notifications over websockets: a client binds with a token and is told what waits for it, then what comes. A pong after
 * a notification says that it arrived; only then does the subscription move on, so a broken line loses nothing.
 * http://hl7.org/fhir/uv/subscriptions-backport/channels.html#websockets
 */
export function openSockets(
  delivery: Delivery,
  read: ReadSubscribers,
  most: number,
  onFailure: (thrown: unknown) => void,
): Sockets {
  const all = new Set<Open>();
  const close = (open: Open, code: number, reason: string) => {
    all.delete(open);
    open.socket.close(code, reason);
  };
  const loop = keepDoing({ pauseMs: IDLE_MS }, onFailure, async () => {
    for (const open of all) closeOverdue(open, delivery.now().getTime(), close);
    await serveAll(delivery, read, all, close);
    return false;
  });
  return {
    count: () => all.size,
    wake: loop.wake,
    stop: async () => {
      await loop.stop();
      for (const open of all) close(open, 1001, 'the platform stops');
    },
    open: (socket) => {
      const open: Open = { socket, bindings: new Map(), openedAt: delivery.now().getTime() };
      if (all.size >= most) close(open, TRY_LATER, 'too many sockets');
      else all.add(open);
      return {
        received: (text) => {
          bind(delivery, read, open, text, close).then(loop.wake, (thrown: unknown) => {
            onFailure(thrown);
            close(open, 1011, 'the platform failed');
          });
        },
        ponged: (data) => acknowledge(delivery, open, data).catch(onFailure),
        closed: () => void all.delete(open),
      };
    },
  };
}

type Close = (open: Open, code: number, reason: string) => void;

/** A binding ends with its token; a socket that is bound to nothing is closed. */
function closeOverdue(open: Open, now: number, close: Close): void {
  const bound = [...open.bindings.values()];
  for (const { id, until } of bound) if (until <= now) open.bindings.delete(id);
  if (bound.some((binding) => binding.isDeaf(now))) close(open, POLICY, 'no pong within a minute');
  else if (open.bindings.size > 0) return;
  else if (bound.length > 0) close(open, POLICY, 'the token has expired');
  else if (now - open.openedAt > BIND_WITHIN_MS) close(open, POLICY, 'bind-with-token is expected');
}

async function bind(delivery: Delivery, read: ReadSubscribers, open: Open, text: string, close: Close): Promise<void> {
  const sealed = BIND.exec(text)?.[1];
  const token = sealed ? openToken(delivery.sealKey, sealed, delivery.now()) : undefined;
  if (!token) return close(open, POLICY, 'the token is not valid, or has expired');
  for (const id of token.subscriptions) {
    const subscriber = await findSubscriber(delivery.store.database.sql, read, id, token.owner);
    if (subscriber?.definition instanceof Problem || subscriber?.definition.channel !== 'websocket') continue;
    if (subscriber.status === 'off') continue;
    const known = open.bindings.get(id);
    if (!known && open.bindings.size >= MOST_BINDINGS) return close(open, POLICY, 'too many subscriptions on one socket');
    open.socket.send(notification({ base: delivery.base, at: delivery.now(), subscriber, type: 'handshake' }));
    open.bindings.set(id, known?.renewed(token.until) ?? new Binding(subscriber, token.until, delivery.now()));
  }
  if (open.bindings.size === 0) close(open, POLICY, 'none of the subscriptions is here');
}

/** One look at all that are bound here, then those who have something to hear. */
async function serveAll(delivery: Delivery, read: ReadSubscribers, all: ReadonlySet<Open>, close: Close): Promise<void> {
  const ids = [...new Set([...all].flatMap(({ bindings }) => [...bindings.keys()]))];
  if (ids.length === 0) return;
  const { sql } = delivery.store.database;
  const rows = await sql`select ${subscriberColumns(sql)} from subscriptions.subscription s where id = any(${ids}::text[])`;
  const known = new Map(read(rows).map((subscriber) => [subscriber.id, subscriber]));
  const served = [...all].flatMap((open) =>
    [...open.bindings.values()].map((binding) => serve(delivery, open, binding, known.get(binding.id), close)),
  );
  await Promise.all(served);
}

async function serve(
  delivery: Delivery,
  open: Open,
  binding: Binding,
  subscriber: Subscriber | undefined,
  close: Close,
): Promise<void> {
  if (!subscriber || subscriber.status === 'off' || subscriber.owner.id !== binding.owner) {
    open.bindings.delete(binding.id);
    if (open.bindings.size === 0) close(open, POLICY, 'the subscription has ended');
    return;
  }
  const { store, now, division, base } = delivery;
  const { definition } = subscriber;
  const subject = await subjectToday(store.database.sql, subscriber.owner, store.catalogue);
  const ending = reasonToEnd(subscriber, subject, now());
  if (ending !== undefined || definition instanceof Problem || !subject)
    return writeStatus(store, division, subscriber, 'off', ending);
  while (binding.cursor < subscriber.events && binding.hasRoom(open.socket)) {
    const contents = await nextContents(delivery, subscriber, definition, subject, binding.cursor);
    if (contents.told.length > 0)
      open.socket.send(notification({ base, at: now(), subscriber, type: 'event-notification' }, contents));
    binding.sent(open.socket, contents.upTo, now());
    delivery.counted('accepted');
  }
  if (binding.isSilentFor(definition.heartbeatSeconds, now())) {
    open.socket.send(notification({ base, at: now(), subscriber, type: 'heartbeat' }));
    binding.sent(open.socket, binding.cursor, now());
  }
}

async function acknowledge({ store, now }: Delivery, { bindings }: Open, data: string): Promise<void> {
  for (const binding of bindings.values()) {
    const upTo = binding.acknowledgedBy(data);
    if (upTo !== undefined) await noteDelivered(store.database.sql, binding, upTo, now());
  }
}
