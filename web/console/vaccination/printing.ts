import { useEffect } from 'react';

/** Prints what stands on the page for it, once it is drawn; told when that is over. */
export function usePrinting(isPrinting: boolean, onDone: () => void): void {
  useEffect(() => {
    if (!isPrinting) return;
    window.addEventListener('afterprint', onDone, { once: true });
    const frame = requestAnimationFrame(() => window.print());
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('afterprint', onDone);
    };
  }, [isPrinting, onDone]);
}
