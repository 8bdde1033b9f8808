import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { KeptDraft } from '../../../../src/drafts/contract.ts';
import type { FormValue } from '../../../../src/forms/contract.ts';
import { address, call, postLeaving } from '../api.ts';
import { markedAccount } from '../offline/marker.ts';

/** What stands in the fields of a form, as it was typed. */
export type Draft = Readonly<Record<string, FormValue>>;

const SAVE_MS = 1000;

/** What was typed since the console was opened: at hand before the platform has answered. */
const kept = new Map<string, Draft>();

/**
 * The draft of a form under its name: kept at the platform as it is typed, until it is forgotten. Nothing of it lies in the
 * browser when the console is closed: it holds residents' data. Only who took something along, and is out of reach of the
 * platform, has it in the browser, sealed.
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
    void postLeaving('/api/drafts/forget', { name });
    void forgetDraftHere(name);
  };
  return { draft, isKept, set, forget };
}

// where something was taken along, drafts can lie in the browser as well: sealed, while the platform is out of reach
async function keepDraftHere(name: string, values: Draft): Promise<void> {
  if (markedAccount()) await (await import('../offline/local-drafts.ts')).keepHere(name, values);
}
async function draftHere(name: string): Promise<Draft | undefined> {
  return markedAccount() ? (await import('../offline/local-drafts.ts')).leftHere(name) : undefined;
}
async function forgetDraftHere(name: string): Promise<void> {
  if (markedAccount()) await (await import('../offline/local-drafts.ts')).forgetHere(name);
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
      const values = kept.get(name) ?? {};
      // one place has the latest
      void postLeaving('/api/drafts', { name, values }).then((isTaken) =>
        isTaken ? forgetDraftHere(name) : keepDraftHere(name, values),
      );
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
    const left = async () => {
      // what was typed without network is the later one
      const here = await draftHere(name);
      if (here) return here;
      return (await call<KeptDraft>(address('/api/drafts', { name }), { signal: stopping.signal })).values;
    };
    left().then(
      (values) => values && !stopping.signal.aborted && told.current(values),
      // a form can be filled in without its draft
      () => {},
    );
    return () => stopping.abort();
  }, [name]);
}
