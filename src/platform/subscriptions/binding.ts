import { randomUUID } from 'node:crypto';
import type { Subscriber } from './subscribers.ts';

/** What is needed of a websocket. */
export interface Socket {
  send(text: string): void;
  ping(data: string): void;
  close(code: number, reason: string): void;
  /** Bytes that wait to be sent. */
  readonly bufferedAmount: number;
}

const MOST_BUFFERED = 4 * 1024 * 1024;
/** Notifications sent and not yet answered by a pong. */
const MOST_OPEN = 8;
const ANSWER_WITHIN_MS = 60_000;

/** A subscription bound to a socket: how far it was told, and how far it was heard. */
export class Binding {
  readonly id: string;
  readonly shard: number;
  readonly owner: string;
  /** End of the token, epoch milliseconds. */
  until: number;
  /** Number of the last event sent. */
  cursor: number;
  #sentAt: number;
  /** Data of pings under way, and up to which event each says that everything arrived. */
  readonly #pings = new Map<string, { readonly upTo: number; readonly at: number }>();

  constructor({ id, shard, owner, delivered }: Subscriber, until: number, now: Date) {
    this.id = id;
    this.shard = shard;
    this.owner = owner.id;
    this.until = until;
    this.cursor = delivered;
    this.#sentAt = now.getTime();
  }

  /** The same with a later token. */
  renewed(until: number): Binding {
    this.until = Math.max(this.until, until);
    return this;
  }

  /** Whether more may be put into the socket now; a slow reader gets it later. */
  hasRoom({ bufferedAmount }: Socket): boolean {
    return bufferedAmount < MOST_BUFFERED && this.#pings.size < MOST_OPEN;
  }

  /** Notes what was sent, and asks for a sign that it arrived. */
  sent(socket: Socket, upTo: number, now: Date): void {
    this.cursor = Math.max(this.cursor, upTo);
    this.#sentAt = now.getTime();
    if (this.#pings.size >= MOST_OPEN) return;
    const data = randomUUID();
    this.#pings.set(data, { upTo, at: now.getTime() });
    socket.ping(data);
  }

  isSilentFor(seconds: number | undefined, now: Date): boolean {
    return seconds !== undefined && now.getTime() - this.#sentAt >= seconds * 1000;
  }

  /** Up to which event everything arrived, if this pong answers one of the pings. */
  acknowledgedBy(data: string): number | undefined {
    const ping = this.#pings.get(data);
    this.#pings.delete(data);
    return ping?.upTo;
  }

  /** Whether the other side has not answered for so long that it must be gone. */
  isDeaf(now: number): boolean {
    return [...this.#pings.values()].some(({ at }) => now - at > ANSWER_WITHIN_MS);
  }
}
