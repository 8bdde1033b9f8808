import { Problem } from '../../kernel/index.ts';
import type { Database } from '../../store/index.ts';
import type { Directory } from '../directory/index.ts';
import { type Caller, callNeighbour, type Neighbour } from '../exchange/index.ts';
import { locateResident } from '../resident-index/index.ts';
import { disagreeingLine, joinLines, missingLine } from './answer.ts';
import { withFallback } from './fallback.ts';
import { HOP_MARGIN_MS, RECORD_PATH, type RecordRequest, type Warrant } from './request.ts';

/** Answers from this platform's own store: resources of these Patients as lines. */
export type ServeRecord = (patients: readonly string[], warrant: Warrant) => Promise<string>;

export interface RouterOptions {
  readonly database: Database;
  readonly caller: Caller;
  readonly directory: Directory;
  readonly serve: ServeRecord;
}

export interface Router {
  /**
   * Carries a record request on: up to whoever knows all places, else from here down to those below who have it.
   * Never throws for a place that does not answer: the answer says so.
   */
  route(request: RecordRequest, warrant: Warrant): Promise<string>;
}

const MAX_HOPS = 10;

export function openRouter({ database, caller, directory, serve }: RouterOptions): Router {
  const here = caller.division;
  const upper = directory.find(directory.find(here)?.upper ?? '');

  const call = (neighbour: Neighbour, request: RecordRequest) => {
    const budgetMs = request.budgetMs - HOP_MARGIN_MS;
    if (budgetMs <= 0) throw new Problem('deadline-passed', 'No time is left for another hop', { at: neighbour.division });
    return callNeighbour(
      caller,
      neighbour,
      RECORD_PATH,
      JSON.stringify({ ...request, budgetMs, hops: [...request.hops, here] }),
      budgetMs,
    );
  };

  const up = async (request: RecordRequest, warrant: Warrant): Promise<string> => {
    if (!upper) return fromHere(request, warrant);
    const outcome = await withFallback(
      request.budgetMs,
      () => call(upper, request),
      // what lies below can still be had
      (budgetMs) => fromHere({ ...request, budgetMs }, warrant),
    );
    if ('first' in outcome) return outcome.first;
    return joinLines([missingLine({ platform: upper.division, code: codeOf(outcome.thrown) }), outcome.second]);
  };

  const fromHere = async (request: RecordRequest, warrant: Warrant): Promise<string> => {
    const { found, disagreeing } = await locateResident(database.sql, here, warrant.identifiers, warrant.like);
    // a card seen elsewhere may lead back to records of the asker's own platform
    const elsewhere = found.filter(({ home, patient }) => home !== warrant.division || !request.known.includes(patient));
    const targets = [...Map.groupBy(elsewhere, ({ home }) => home)].map(([home, group]) => ({
      home,
      patients: group.map(({ patient }) => patient),
    }));
    return joinLines([disagreeingLine(disagreeing), await down({ ...request, direction: 'down', targets }, warrant)]);
  };

  const down = async (request: RecordRequest, warrant: Warrant): Promise<string> => {
    const own = request.targets.filter(({ home }) => home === here);
    const others = Map.groupBy(
      request.targets.filter(({ home }) => home !== here),
      ({ home }) => directory.nextDown(here, home)?.division ?? '',
    );
    const answers = [...others].map(([division, targets]) => ask(directory.find(division), { ...request, targets }));
    const served =
      own.length > 0
        ? [
            serve(
              own.flatMap(({ patients }) => patients),
              warrant,
            ),
          ]
        : [];
    return joinLines(await Promise.all([...served, ...answers]));
  };

  const ask = async (neighbour: Neighbour | undefined, request: RecordRequest): Promise<string> => {
    const missing = (platform: string, thrown?: unknown) =>
      joinLines(
        request.targets.map(({ home }) =>
          missingLine({ platform, home, code: thrown ? codeOf(thrown) : 'platform-unreachable' }),
        ),
      );
    if (!neighbour)
      return joinLines(request.targets.map(({ home }) => missingLine({ platform: home, home, code: 'platform-unreachable' })));
    try {
      return await call(neighbour, request);
    } catch (thrown) {
      return missing(neighbour.division, thrown);
    }
  };

  return {
    route: async (request, warrant) => {
      // up and down again through the same platform is the normal way; a third visit is a loop
      const visits = request.hops.filter((hop) => hop === here).length;
      if (visits > 1 || request.hops.length >= MAX_HOPS)
        throw new Problem('input-invalid', 'The request goes round in circles', { at: 'hops' });
      return request.direction === 'up' ? up(request, warrant) : down(request, warrant);
    },
  };
}

const codeOf = (thrown: unknown) => (thrown instanceof Problem ? thrown.code : 'platform-unreachable');
