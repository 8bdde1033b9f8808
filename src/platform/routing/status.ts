import { Problem } from '../../kernel/index.ts';
import type { Directory, NetworkNode } from '../directory/index.ts';
import { type Caller, callNeighbour, type Neighbour } from '../exchange/index.ts';
import { withFallback } from './fallback.ts';

export const STATUS_PATH = '/platform/status';

export interface StatusRequest {
  readonly direction: 'up' | 'down';
  readonly budgetMs: number;
}

export interface StatusOptions {
  readonly caller: Caller;
  readonly directory: Directory;
  /** What this platform says of itself. */
  readonly own: () => Promise<NetworkNode>;
}

const MARGIN_MS = 80;

/**
 * The state of the whole tree, asked hop by hop like a record: up to the nation, and from there down. Where the way up
 * is broken, of this platform and those below; the rest is unknown.
 */
export async function networkStatus(options: StatusOptions, { direction, budgetMs }: StatusRequest): Promise<NetworkNode[]> {
  const { caller, directory } = options;
  const upper = directory.find(directory.find(caller.division)?.upper ?? '');
  if (direction === 'down' || !upper) return below(options, budgetMs);
  const outcome = await withFallback(
    budgetMs,
    () => ask(caller, upper, 'up', budgetMs),
    (leftMs) => below(options, leftMs),
  );
  if ('first' in outcome) return outcome.first;
  const { thrown, second: known } = outcome;
  const seen = new Set(known.map(({ division }) => division));
  const others = directory.platforms.filter(({ division }) => !seen.has(division));
  return [
    ...others.map((platform) => unseen(platform, platform.division === upper.division ? 'down' : 'unknown', reasonOf(thrown))),
    ...known,
  ];
}

async function below({ caller, directory, own }: StatusOptions, budgetMs: number): Promise<NetworkNode[]> {
  const answers = directory.lowerOf(caller.division).map(async (lower) => {
    try {
      return await ask(caller, lower, 'down', budgetMs);
    } catch (thrown) {
      const lost = directory.platforms.filter(
        ({ division }) => division !== lower.division && directory.pathTo(division).includes(lower),
      );
      return [
        unseen(lower, 'down', reasonOf(thrown)),
        ...lost.map((platform) => unseen(platform, 'unknown', 'upper-unreachable')),
      ];
    }
  });
  return [await own(), ...(await Promise.all(answers)).flat()];
}

async function ask(caller: Caller, neighbour: Neighbour, direction: 'up' | 'down', budgetMs: number): Promise<NetworkNode[]> {
  const left = budgetMs - MARGIN_MS;
  const answer = await callNeighbour(caller, neighbour, STATUS_PATH, JSON.stringify({ direction, budgetMs: left }), left);
  return JSON.parse(answer) as NetworkNode[];
}

function unseen(
  { division, name, level, upper, url }: Directory['platforms'][number],
  state: 'down' | 'unknown',
  reason: string,
): NetworkNode {
  const records = { population: 0, healthRecords: 0, medicalRecords: 0, reference: 0 };
  return { division, name, level, url, state, reason, residents: 0, indexed: 0, records, ...(upper ? { upper } : {}) };
}

const reasonOf = (thrown: unknown) =>
  thrown instanceof Problem ? (thrown.code === 'deadline-passed' ? 'timeout' : 'refused') : 'refused';
