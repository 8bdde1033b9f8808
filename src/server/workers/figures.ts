import { setTimeout as sleep } from 'node:timers/promises';
import type { Figures, FromWorker, ToWorker } from './messages.ts';

/** A process at the other end of a channel. */
export interface Peer {
  send?(message: object): unknown;
  on(event: 'message', listener: (message: FromWorker | ToWorker) => void): unknown;
  off(event: 'message', listener: (message: FromWorker | ToWorker) => void): unknown;
}

const PATIENCE_MS = 2000;
let last = 0;

/** In a worker: gives its own figures when asked for, and asks for those of all. */
export function gatherByPrimary(primary: Peer): (own: () => Promise<Figures>) => () => Promise<readonly Figures[]> {
  return (own) => {
    primary.on('message', async (message) => {
      if (message.kind !== 'figures-wanted') return;
      const answer: FromWorker = { kind: 'figures', request: message.request, figures: await own() };
      primary.send?.(answer);
    });
    return async () => {
      const message = await ask(primary, 'all-figures', 'all-figures-wanted');
      // whoever gathers does not answer: then at least one's own
      return message?.all ?? [await own()];
    };
  };
}

/** In the primary: the figures of all workers; of one that does not answer in time, none. */
export async function figuresOf(workers: readonly Peer[]): Promise<readonly Figures[]> {
  const answers = workers.map((worker) => ask(worker, 'figures', 'figures-wanted'));
  return (await Promise.all(answers)).flatMap((answer) => (answer ? [answer.figures] : []));
}

type Message = FromWorker | ToWorker;
type Answer<Kind extends string> = Extract<Message, { kind: Kind }>;

async function ask<Kind extends Message['kind']>(
  peer: Peer,
  kind: Kind,
  question: Message['kind'],
): Promise<Answer<Kind> | undefined> {
  const request = ++last;
  const isAnswer = (message: Message): message is Answer<Kind> => message.kind === kind && message.request === request;
  const late = new AbortController();
  const answered = Promise.withResolvers<Answer<Kind>>();
  const listener = (message: Message) => {
    if (isAnswer(message)) answered.resolve(message);
  };
  peer.on('message', listener);
  try {
    peer.send?.({ kind: question, request });
    return await Promise.race([answered.promise, sleep(PATIENCE_MS, undefined, { signal: late.signal })]);
  } finally {
    late.abort();
    peer.off('message', listener);
  }
}
