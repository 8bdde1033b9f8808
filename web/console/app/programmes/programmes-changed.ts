import { useQueryClient } from '@tanstack/react-query';

/** What is due follows what was written a moment later: it is asked for at once, and again. */
const AGAIN_AFTER_MS = [0, 1500, 4000] as const;

/** Told when something of a programme was written: lists, standings and forms are no longer what they were. */
export function useProgrammesChanged(): () => void {
  const queries = useQueryClient();
  const follows = (path: unknown) => /^\/api\/(?:due|residents\/[^/]+\/programmes)/.test(String(path));
  const isForm = (path: unknown) => /^\/api\/residents\/[^/]+\/contact-form/.test(String(path));
  return () => {
    void queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => isForm(path), refetchType: 'none' });
    for (const afterMs of AGAIN_AFTER_MS)
      setTimeout(() => void queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => follows(path) }), afterMs);
  };
}
