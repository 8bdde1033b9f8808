import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Failure } from '../../ui/failure.ts';
import { setConnection } from './offline/connection.ts';
import { markedAccount } from './offline/marker.ts';
import { outOfReach, toFailure } from './refusal.ts';
import { accessToken, isFresh, signIn } from './signing-in.ts';

/** One call to the platform as the signed-in account, and its answer as it comes; throws `Failure`. */
export async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const token = await accessToken();
  const headers = { Accept: 'application/json', ...init.headers, Authorization: `Bearer ${token}` };
  const response = await fetch(path, { ...init, headers }).catch((cause: unknown) => {
    throw unreachable(cause);
  });
  setConnection({ isReached: true, isLocal: false });
  if (response.status === 401 && !isFresh()) return signIn();
  if (!response.ok) throw await toFailure(response);
  return response;
}

/** The same for an answer in JSON, or none. Where the platform is out of reach, what was taken along may answer. */
export async function call<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  try {
    const response = await send(path, init);
    return response.status === 204 ? (undefined as Answer) : await response.json();
  } catch (error) {
    if (!isOutOfReach(error) || (init.method ?? 'GET') !== 'GET' || markedAccount() === undefined) throw error;
    const { answerHere } = await import('./offline/answers.ts');
    const answer = await answerHere(path);
    if (answer === undefined) throw error;
    setConnection({ isLocal: true });
    return answer as Answer;
  }
}

/** Whether an error says that nobody answered. */
export const isOutOfReach = (error: unknown): boolean => error instanceof Failure && error.status === 0;

/** POST of a JSON body, or of none. */
export function post<Answer>(path: string, body?: object): Promise<Answer> {
  if (!body) return call(path, { method: 'POST' });
  return call(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
}

/** The same, also when the page is left meanwhile; nobody has to wait for the answer. @returns whether it was taken */
export function postLeaving(path: string, body: object): Promise<boolean> {
  const headers = { 'Content-Type': 'application/json' };
  return call(path, { method: 'POST', headers, body: JSON.stringify(body), keepalive: true }).then(
    () => true,
    () => false,
  );
}

/** PUT of a JSON body over the version that was read. */
export function putOver<Answer>(path: string, version: number, body: object): Promise<Answer> {
  const headers = { 'Content-Type': 'application/json', 'If-Match': `W/"${version}"` };
  return call(path, { method: 'PUT', headers, body: JSON.stringify(body) });
}

interface AskOptions<Answer> {
  readonly enabled?: boolean;
  /** In milliseconds, or what it is after an answer. */
  readonly refetchInterval?: number | ((last: Answer | undefined) => number);
  /** Shows the last answer of another address while this one is on its way. */
  readonly keepPrevious?: boolean;
}

/** The answer of one GET, kept under its address. */
export function useAnswer<Answer>(path: string, { enabled = true, refetchInterval, keepPrevious }: AskOptions<Answer> = {}) {
  const again = typeof refetchInterval === 'function' ? refetchInterval : () => refetchInterval;
  return useQuery<Answer>({
    queryKey: [path],
    queryFn: ({ signal }) => call<Answer>(path, { signal }),
    enabled,
    refetchInterval: ({ state }) => again(state.data) ?? false,
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

/** `/api/residents?q=li&count=50`; empty values are left out. */
export function address(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return search ? `${path}?${search}` : path;
}

function unreachable(cause: unknown): unknown {
  if (cause instanceof DOMException && cause.name === 'AbortError') return cause;
  setConnection({ isReached: false });
  return outOfReach();
}
