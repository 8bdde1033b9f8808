const DAY_MS = 86_400_000;
const toNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

/** A case as a cluster sees it. */
export interface Placed {
  readonly id: string;
  /** YYYY-MM-DD. */
  readonly onsetOn: string;
}

export interface Cluster {
  /** Case ids, by onset. */
  readonly cases: readonly string[];
  /** First and last onset, YYYY-MM-DD. */
  readonly from: string;
  readonly to: string;
}

/**
 * Cases of one disease in one place of which at least so many began within so many days: the largest such group that ends last.
 * Days count both ends: within 7 days are the 1st and the 7th, not the 8th.
 */
export function findCluster(
  placed: readonly Placed[],
  { cases, days }: { readonly cases: number; readonly days: number },
): Cluster | undefined {
  const sorted = placed.toSorted((a, b) => a.onsetOn.localeCompare(b.onsetOn) || a.id.localeCompare(b.id));
  let best: readonly Placed[] | undefined;
  for (let end = sorted.length - 1; end >= 0; end--) {
    const last = sorted[end];
    if (!last) continue;
    const window = sorted.slice(0, end + 1).filter(({ onsetOn }) => toNumber(last.onsetOn) - toNumber(onsetOn) < days);
    if (window.length >= cases && window.length > (best?.length ?? 0)) best = window;
  }
  const [first, last] = [best?.[0], best?.at(-1)];
  return best && first && last ? { cases: best.map(({ id }) => id), from: first.onsetOn, to: last.onsetOn } : undefined;
}

/** One spelling of the name of a place: whatever blanks, width of letters and marks it was typed with. */
export const placeKey = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{P}]+/gu, '');
