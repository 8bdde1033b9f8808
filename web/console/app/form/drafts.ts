import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { KeptDraft } from '../../../../src/drafts/contract.ts';
import type { FormValue } from '../../../../src/forms/contract.ts';
import { address, call, postLeaving } from '../api.ts';

/** What stands in the fields of a form, as it was typed. */
export type Draft = Readonly<Record<string, FormValue>>;

const SAVE_MS = 1000;

/** What was typed since the console was opened: at hand before the platform has answered. */
const kept = new Map<string, Draft>();

/**
 * The draft of a form under its name: kept at the platform as it is typed, until it is forgotten. Nothing of it lies in the
 * browser when the console is closed: it holds residents' data.
 */
export function useDraft(
  name: string,
  initial: Draft,
): { draft: Draft; isKept: boolean; set: (key: string, value: FormValue) => void; forget: () => void } {
  const [isKept, setKept] = useState(() => kept.has(name));
  const [draft, setDraft] = useState<Draft>(() => ({ ...initial, ...kept.get(name) }));
  const { soon, stop } = useSaving(name);
  useLeftDraft(name, (left) => {
    setKept(true);
    // what was typed meanwhile goes before what was left
    setDraft((before) => ({ ...before, ...left, ...kept.get(name) }));
    kept.set(name, { ...left, ...kept.get(name) });
  });
  const set = useCallback(
    (key: string, value: FormValue) => {
      setDraft((before) => ({ ...before, [key]: value }));
      kept.set(name, { ...kept.get(name), [key]: value });
      soon();
    },
    [name, soon],
  );
  const forget = () => {
    stop();
    kept.delete(name);
    setKept(false);
    setDraft(initial);
    postLeaving('/api/drafts/forget', { name });
  };
  return { draft, isKept, set, forget };
}

/** Sends what was typed a second after the first key, and what is unsent when the page is left. */
function useSaving(name: string) {
  const saving = useMemo(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = () => {
      clearTimeout(timer);
      timer = undefined;
    };
    const send = () => {
      if (timer === undefined) return;
      stop();
      postLeaving('/api/drafts', { name, values: kept.get(name) ?? {} });
    };
    const soon = () => {
      timer ??= setTimeout(send, SAVE_MS);
    };
    return { soon, send, stop };
  }, [name]);
  useEffect(() => {
    window.addEventListener('pagehide', saving.send);
    return () => {
      window.removeEventListener('pagehide', saving.send);
      saving.send();
    };
  }, [saving]);
  return saving;
}

/** Asks once for what was left under the name in another session. */
function useLeftDraft(name: string, onLeft: (left: Draft) => void) {
  const told = useRef(onLeft);
  told.current = onLeft;
  useEffect(() => {
    if (kept.has(name)) return;
    const stopping = new AbortController();
    call<KeptDraft>(address('/api/drafts', { name }), { signal: stopping.signal }).then(
      ({ values }) => values && told.current(values),
      // a form can be filled in without its draft
      () => {},
    );
    return () => stopping.abort();
  }, [name]);
}
