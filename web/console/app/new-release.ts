const RELOADED = 'minkang.reloaded';
/** Not again within so long: then something else is wrong. */
const AGAIN_MS = 30_000;

/** A page whose chunk is gone was opened from a former release: loading it anew brings the present one. Drafts are kept. */
export function reloadForNewRelease(): void {
  window.addEventListener('vite:preloadError', () => {
    const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
    if (!navigator.onLine || Date.now() - last < AGAIN_MS) return;
    sessionStorage.setItem(RELOADED, String(Date.now()));
    window.location.reload();
  });
}
