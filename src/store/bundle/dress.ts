import { type OperationOutcome, Problem, toOutcome } from '../../kernel/index.ts';
import type { SearchEntry } from '../search/entry.ts';

/** `Prefer: return=…`: what a write answers beside its headers. https://hl7.org/fhir/R4/http.html#ops */
export type Preference = 'minimal' | 'representation' | 'OperationOutcome';

export interface Dressing {
  /** A version of a resource, as a read shows it. @throws Problem */
  version(type: string, id: string, version: number): Promise<SearchEntry>;
}

interface Wanted {
  readonly prefer: Preference | undefined;
  /** What the request wrote itself, by location. */
  readonly bodies: ReadonlyMap<string, string>;
  readonly store: Dressing;
}

interface Response {
  readonly status: string;
  readonly location?: string;
  readonly outcome?: OperationOutcome;
}

/**
 * Adds to the answers of writes what the caller prefers: the resource, or an outcome in words.
 * @returns the answers, and what had to be read for them since the request did not write it
 */
export async function dress(
  answers: readonly string[],
  { prefer, bodies, store }: Wanted,
): Promise<{ answers: readonly string[]; shown: readonly SearchEntry[] }> {
  if (prefer !== 'representation' && prefer !== 'OperationOutcome') return { answers, shown: [] };
  const shown: SearchEntry[] = [];
  const dressed: string[] = [];
  for (const answer of answers) {
    const { response }: { response: Response } = JSON.parse(answer);
    const body = prefer === 'representation' ? await bodyAt(response.location, bodies, store, shown) : undefined;
    if (body) dressed.push(`{"resource":${body},${answer.slice(1)}`);
    else if (prefer === 'representation' || response.outcome) dressed.push(answer);
    else dressed.push(JSON.stringify({ response: { ...response, outcome: outcomeOf(response.status) } }));
  }
  return { answers: dressed, shown };
}

async function bodyAt(
  location: string | undefined,
  bodies: ReadonlyMap<string, string>,
  store: Dressing,
  shown: SearchEntry[],
): Promise<string | undefined> {
  const written = location === undefined ? undefined : bodies.get(location);
  const [type, id, , version] = location?.split('/') ?? [];
  if (written !== undefined || !type || !id || !version) return written;
  try {
    const read = await store.version(type, id, Number(version));
    shown.push(read);
    return read.body;
  } catch (thrown) {
    // who may write and not read gets the location alone
    if (thrown instanceof Problem) return undefined;
    throw thrown;
  }
}

const DONE: Readonly<Record<string, string>> = { '201': 'Created', '204': 'Nothing is there now' };

/** What was done, in words. */
export const outcomeOf = (status: string): OperationOutcome => toOutcome(DONE[status] ?? 'Done');
