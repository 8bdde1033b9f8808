import { useNavigate, useRouterState, useSearch } from '@tanstack/react-router';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Cursors of the pages before this one, oldest first; the first page is ''. */
    trail?: readonly string[];
  }
}

type Change<State> = (next: Partial<State>, options?: { readonly replace?: boolean }) => void;

/** The part of a page's state that can be linked to. Values are strings; '' is left out of the address. */
export function useUrlState<State extends Record<string, string>>(initial: State): [State, Change<State>] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const state = { ...initial, ...onlyKnown(search, initial) };
  const change: Change<State> = (next, { replace = false } = {}) => {
    void navigate({ to: '.', search: (before: object) => withoutEmpty({ ...before, ...next }), replace, resetScroll: false });
  };
  return [state, change];
}

/** Next and previous of a keyset: the cursor stands in the address, the way back in the history entry. */
export function useKeyset(cursor: string, next: string | undefined) {
  const navigate = useNavigate();
  const trail = useRouterState({ select: ({ location }) => location.state.trail ?? [] });
  const go = (to: string, way: readonly string[]) =>
    void navigate({ to: '.', search: (before: object) => withoutEmpty({ ...before, cursor: to }), state: { trail: way } });
  return {
    onFirst: cursor ? () => go('', []) : undefined,
    onPrevious: trail.length > 0 ? () => go(trail.at(-1) ?? '', trail.slice(0, -1)) : undefined,
    onNext: next ? () => go(next, [...trail, cursor]) : undefined,
  };
}

function onlyKnown<State extends Record<string, string>>(search: Record<string, unknown>, initial: State): Partial<State> {
  return Object.fromEntries(
    Object.entries(search).filter(([key, value]) => key in initial && typeof value === 'string'),
  ) as Partial<State>;
}

function withoutEmpty(search: object): object {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== '' && value !== undefined));
}
