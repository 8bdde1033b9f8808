import { useCallback, useState } from 'react';
import type { FormValue } from '../../../../src/forms/contract.ts';

/** What stands in the fields of a form, as it was typed. */
export type Draft = Readonly<Record<string, FormValue>>;

/** Drafts outlive the leaving of a page, not that of the console: they hold residents' data. */
const kept = new Map<string, Draft>();

/** The draft of a form under its name: kept as typed, until it is forgotten. */
export function useDraft(
  name: string,
  initial: Draft,
): { draft: Draft; isKept: boolean; set: (key: string, value: FormValue) => void; forget: () => void } {
  const [isKept, setKept] = useState(() => kept.has(name));
  const [draft, setDraft] = useState<Draft>(() => ({ ...initial, ...kept.get(name) }));
  const set = useCallback(
    (key: string, value: FormValue) =>
      setDraft((before) => {
        const next = { ...before, [key]: value };
        kept.set(name, next);
        return next;
      }),
    [name],
  );
  return {
    draft,
    isKept,
    set,
    forget: () => {
      kept.delete(name);
      setKept(false);
      setDraft(initial);
    },
  };
}
