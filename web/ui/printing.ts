import { useSyncExternalStore } from 'react';

const printed = window.matchMedia('print');

function subscribe(onChange: () => void): () => void {
  printed.addEventListener('change', onChange);
  return () => printed.removeEventListener('change', onChange);
}

/** Whether the page is being put on paper; what is drawn piece by piece is then drawn whole. */
export const usePrinting = (): boolean => useSyncExternalStore(subscribe, () => printed.matches);
