import { useQuery } from '@tanstack/react-query';
import type { FormValues } from '../../../src/forms/contract.ts';
import { keeperOf } from '../app/offline/account.ts';
import { readQueue, removeFromQueue } from '../app/offline/queue.ts';
import { useSession } from '../app/session.tsx';

/**
 * What was recorded without network under a key, to be looked at again in its form; away from the queue once it was settled there.
 * @param id '' where there is none
 */
export function useQueued(id: string) {
  const session = useSession();
  const found = useQuery({
    queryKey: ['queued', id],
    queryFn: async (): Promise<FormValues | null> => {
      const keeper = await keeperOf(session);
      const one = keeper && (await readQueue(keeper)).find((each) => each.id === id);
      if (!one) return null;
      return Object.fromEntries(Object.entries(one.values).flatMap(([key, value]) => (value === null ? [] : [[key, value]])));
    },
    enabled: id !== '',
    staleTime: Number.POSITIVE_INFINITY,
  });
  const settle = async () => {
    if (id !== '') await removeFromQueue([id]);
  };
  return { values: found.data ?? undefined, isPending: id !== '' && found.isPending, settle };
}
