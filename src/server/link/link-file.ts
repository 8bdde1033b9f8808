import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Problem } from '../../kernel/index.ts';
import {
  type Linkage,
  linkPeople,
  type Model,
  type People,
  Performer,
  parseModel,
  type Result,
  type Run,
  type Task,
} from '../../matching/index.ts';
import { StartError } from '../start-error.ts';
import { type LinkState, openLinkState } from './link-state.ts';
import { type ReadPeople, readPeople, sizeOf } from './read-people.ts';
import { type LinkSummary, toReport } from './report.ts';
import { startThreads, type Threads } from './threads.ts';
import { writeClusters, writeJson } from './write-clusters.ts';

export interface LinkRequest {
  readonly file: string;
  /** Where `record_id,cluster_id` goes. */
  readonly out: string;
  readonly report?: string | undefined;
  /** A model to use, or where the one that is learned goes if there is no such file. */
  readonly model?: string | undefined;
  readonly threads?: number | undefined;
  readonly onProgress: (share: number) => void;
  /** Stops it. What it has done so far is kept beside the output, and the same call goes on from there. */
  readonly signal?: AbortSignal | undefined;
  /** Files from so many bytes on keep what was done so far; smaller ones are linked anew in seconds. */
  readonly keptFrom?: number | undefined;
}

/** A file smaller than this is linked where it is: starting threads would take longer. In bytes; gzipped files are a third to a quarter as large. */
const WORTH_THREADS = { plain: 3_000_000, gzipped: 900_000 } as const;
const KEPT_FROM = 50_000_000;
/** Share of the way that reading the file is. */
const READING = 0.4;

/** A linkage was stopped before its end; nothing was written to the output. */
export class LinkStopped extends Error {}

/** Links the records of a CSV file and writes their clusters, one line a record in the order of the file. */
export async function linkFile(request: LinkRequest): Promise<LinkSummary> {
  const { file, out, report, model: modelFile, signal } = request;
  const began = performance.now();
  const known = modelFile !== undefined && existsSync(modelFile) ? await readModel(modelFile) : undefined;
  const size = await sizeOf(file);
  const state =
    size >= (request.keptFrom ?? KEPT_FROM) ? await openLinkState(`${out}.state`, file, known !== undefined) : undefined;
  const threads = threadsFor(request, size);
  const stop = () => threads?.close();
  signal?.addEventListener('abort', stop);
  try {
    const read = await readOrResume(request, threads, state);
    const linkage = await linkRead(request, read, threads, state, known);
    signal?.throwIfAborted();
    await writeClusters(out, read, linkage.roots, signal);
    const summary = summaryOf(read, linkage, (performance.now() - began) / 1000);
    if (report) await writeJson(report, toReport(summary, linkage, read.layout, idTexts(read)));
    if (modelFile && !known) await writeJson(modelFile, linkage.model);
    await state?.remove();
    return summary;
  } catch (error) {
    await state?.keep();
    if (signal?.aborted) throw new LinkStopped('stopped', { cause: error });
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    await threads?.close();
  }
}

async function readOrResume(
  { file, onProgress, signal }: LinkRequest,
  threads: Threads | undefined,
  state: LinkState | undefined,
): Promise<ReadPeople> {
  const before = await state?.readPeople();
  if (before) return before;
  const read = await readPeople(file, threads, (bytes, size) => {
    signal?.throwIfAborted();
    onProgress((READING * bytes) / Math.max(1, size));
  });
  signal?.throwIfAborted();
  state?.writePeople(read);
  return read;
}

async function linkRead(
  { onProgress, signal }: LinkRequest,
  { people }: ReadPeople,
  threads: Threads | undefined,
  state: LinkState | undefined,
  model: Model | undefined,
): Promise<Linkage> {
  await threads?.share(people);
  return linkPeople(people, threads?.run ?? here(people), {
    model,
    compared: await state?.readCompared(),
    onCompared: (compared) => state?.writeCompared(compared),
    onStep: (share) => {
      signal?.throwIfAborted();
      onProgress(READING + (1 - READING) * share);
    },
  });
}

function summaryOf({ people, layout }: ReadPeople, linkage: Linkage, seconds: number): LinkSummary {
  return {
    records: people.size,
    clusters: linkage.clusters,
    pairs: linkage.pairs,
    links: linkage.links,
    review: new Set(linkage.review.flatMap(({ a, b }) => [a, b])).size,
    precision: linkage.expected.precision,
    recall: linkage.expected.recall,
    seconds,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    ignored: layout.ignored,
  };
}

/** As many threads as are asked for; else one for each processor, if the file is worth it. */
function threadsFor({ file, threads }: LinkRequest, size: number): Threads | undefined {
  const count = threads ?? availableParallelism();
  const worth = file.endsWith('.gz') ? WORTH_THREADS.gzipped : WORTH_THREADS.plain;
  return count > 1 && (size >= worth || threads !== undefined) ? startThreads(count) : undefined;
}

/** Does tasks in this thread. */
function here(people: People): Run {
  const performer = new Performer(people);
  return async <T extends Task>(task: T) => performer.perform(task) as Result<T>;
}

/** The id of each person, as it stands in the file. */
function idTexts({ ids, places }: ReadPeople): (person: number) => string {
  const recordOf = new Uint32Array(places.length);
  for (const [record, place] of places.entries()) recordOf[place] = record;
  return (person) => {
    const record = recordOf[person] ?? 0;
    return Buffer.from(ids.bytes.slice(ids.ends[record], ids.ends[record + 1])).toString('utf8');
  };
}

async function readModel(file: string): Promise<Model> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw new StartError(`${file} is not JSON.`);
  }
  const model = parseModel(value);
  if (model instanceof Problem) throw new StartError(`${file} is no model: ${model.at ?? ''} ${model.message}.`);
  return model;
}
