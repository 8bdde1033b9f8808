import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FromLoader, ToLoader } from './messages.ts';

const PROGRAM = fileURLToPath(new URL('../growth-loader.ts', import.meta.url));

export interface Written {
  readonly bundles: number;
  readonly resources: number;
  readonly seconds: number;
}

/** Processes that write bundles into one database, each its share. */
export interface Loaders {
  /** Writes about so many resources. */
  load(resources: number): Promise<Written>;
  /** The same, generated before the time is taken. */
  loadPrepared(resources: number): Promise<Written>;
  stop(): Promise<void>;
}

/** @param onWritten told of resources as they are written */
export async function startLoaders(count: number, url: string, onWritten: (resources: number) => void): Promise<Loaders> {
  const children = Array.from({ length: count }, () => fork(PROGRAM));
  const all = async (message: (index: number) => ToLoader): Promise<Written> => {
    const began = performance.now();
    const done = await Promise.all(children.map((child, index) => ask(child, message(index), onWritten)));
    const sum = (pick: (one: (typeof done)[number]) => number) => done.reduce((total, one) => total + pick(one), 0);
    return {
      bundles: sum(({ bundles }) => bundles),
      resources: sum(({ resources }) => resources),
      seconds: (performance.now() - began) / 1000,
    };
  };
  const share = (resources: number) => Math.ceil(resources / count);
  await all((index) => ({ kind: 'open', url, index, of: count }));
  return {
    load: (resources) => all(() => ({ kind: 'load', resources: share(resources) })),
    loadPrepared: async (resources) => {
      await all(() => ({ kind: 'prepare', resources: share(resources) }));
      return all(() => ({ kind: 'write' }));
    },
    stop: async () => void (await Promise.all(children.map(end))),
  };
}

/** A loading process ends when it is let go. */
async function end(child: ChildProcess): Promise<void> {
  if (!child.connected) return;
  const exit = once(child, 'exit');
  child.disconnect();
  await exit;
}

type Done = FromLoader & { readonly kind: 'done' };

function ask(child: ChildProcess, message: ToLoader, onWritten: (resources: number) => void): Promise<Done> {
  return new Promise((resolve, reject) => {
    const fail = (code: number | null) => reject(new Error(`a loading process ended with ${code}`));
    const listen = (answer: FromLoader) => {
      if (answer.kind === 'written') return onWritten(answer.resources);
      child.off('message', listen).off('exit', fail);
      resolve(answer);
    };
    child.on('message', listen).once('exit', fail);
    child.send(message);
  });
}
