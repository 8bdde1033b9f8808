import { setTimeout as sleep } from 'node:timers/promises';

/** What became of the first way, and where it failed, what the second one brought. */
export type Outcome<First, Second> = { readonly first: First } | { readonly thrown: unknown; readonly second: Second };

/**
 * Goes the first way; where it fails, the second, within the same budget. A first way that hangs leaves no time for the
 * second after it, so after half of the budget the second is begun beside it.
 * @param first gets the whole budget, and is expected to fail when it is used up
 * @param second gets what is left of it
 */
export async function withFallback<First, Second>(
  budgetMs: number,
  first: () => Promise<First>,
  second: (leftMs: number) => Promise<Second>,
): Promise<Outcome<First, Second>> {
  const began = performance.now();
  let begun: Promise<Second> | undefined;
  const begin = () => {
    begun ??= second(Math.max(0, budgetMs - (performance.now() - began)));
    return begun;
  };
  const answered = new AbortController();
  void sleep(budgetMs / 2, undefined, { signal: answered.signal }).then(
    // its failure is the caller's to see, if it comes to that
    () => void begin().catch(() => {}),
    () => {},
  );
  try {
    return { first: await first() };
  } catch (thrown) {
    return { thrown, second: await begin() };
  } finally {
    answered.abort();
  }
}
