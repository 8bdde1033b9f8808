/**
 * Calls that come close together are one: the work is done `withinMs` after the first of them, for all that came until
 * then. A timer that runs keeps no process alive.
 */
export function gathered(withinMs: number, work: () => void): () => void {
  let isDue = false;
  const act = () => {
    isDue = false;
    work();
  };
  return () => {
    if (isDue) return;
    isDue = true;
    setTimeout(act, withinMs).unref();
  };
}
