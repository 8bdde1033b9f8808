import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Problem } from '../../kernel/index.ts';
import {
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
}

/** A file smaller than this is linked where it is: starting threads would take longer. In bytes; gzipped files are a third to a quarter as large. */
const WORTH_THREADS = { plain: 3_000_000, gzipped: 900_000 } as const;
/** Share of the way that reading the file is. */
const READING = 0.4;

/** Links the records of a CSV file and writes their clusters, one line a record in the order of the file. */
export async function linkFile(request: LinkRequest): Promise<LinkSummary> {
  const { file, out, report, model: modelFile, onProgress } = request;
  const began = performance.now();
  const known = modelFile !== undefined && existsSync(modelFile) ? await readModel(modelFile) : undefined;
  const threads = await threadsFor(request);
  try {
    const read = await readPeople(file, threads, (bytes, size) => onProgress((READING * bytes) / Math.max(1, size)));
    const { people, layout } = read;
    await threads?.share(people);
    const onStep = (share: number) => onProgress(READING + (1 - READING) * share);
    const linkage = await linkPeople(people, threads?.run ?? here(people), onStep, known);
    await writeClusters(out, read, linkage.roots);
    const summary: LinkSummary = {
      records: people.size,
      clusters: linkage.clusters,
      pairs: linkage.pairs,
      links: linkage.links,
      review: new Set(linkage.review.flatMap(({ a, b }) => [a, b])).size,
      precision: linkage.expected.precision,
      recall: linkage.expected.recall,
      seconds: (performance.now() - began) / 1000,
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
      ignored: layout.ignored,
    };
    if (report) await writeJson(report, toReport(summary, linkage, layout, idTexts(read)));
    if (modelFile && !known) await writeJson(modelFile, linkage.model);
    return summary;
  } finally {
    await threads?.close();
  }
}

/** As many threads as are asked for; else one for each processor, if the file is worth it. */
async function threadsFor({ file, threads }: LinkRequest): Promise<Threads | undefined> {
  const count = threads ?? availableParallelism();
  const worth = file.endsWith('.gz') ? WORTH_THREADS.gzipped : WORTH_THREADS.plain;
  const isWorth = (await sizeOf(file)) >= worth || threads !== undefined;
  return count > 1 && isWorth ? startThreads(count) : undefined;
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
