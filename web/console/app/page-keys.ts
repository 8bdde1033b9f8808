import { useEffect, useId, useSyncExternalStore } from 'react';
import { isTyping } from './typing.ts';

/** A key of the page that is open, named in the list of keys. */
export interface PageKey {
  /** As the list names it: `L 1`. */
  readonly key: string;
  readonly text: string;
}

/** By part of the page: each names its own. */
const named = new Map<string, readonly PageKey[]>();
const listeners = new Set<() => void>();
let shown: readonly PageKey[] = [];

function show(part: string, keys: readonly PageKey[]): void {
  if (keys.length === 0) named.delete(part);
  else named.set(part, keys);
  shown = [...named.values()].flat();
  for (const listener of listeners) listener();
}

/** Keys of the page that is open now. */
export function usePageKeys(): readonly PageKey[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
}

interface Act extends PageKey {
  readonly act: () => void;
}

/** Acts on single keys, such as `L 1` for either of two, while nobody types and no dialog is open; `?` lists them. */
export function useKeys(acts: readonly Act[]): void {
  const part = useId();
  const listed = JSON.stringify(acts.map(({ key, text }) => ({ key, text })));
  useEffect(() => {
    show(part, JSON.parse(listed));
    return () => show(part, []);
  }, [part, listed]);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event) || event.repeat || document.querySelector('.ant-modal-wrap:not([style*="display: none"])')) return;
      const found = acts.find(({ key }) => key.split(' ').includes(event.key.toUpperCase()));
      if (!found) return;
      event.preventDefault();
      found.act();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  });
}
