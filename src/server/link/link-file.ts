import { createWriteStream, existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Problem } from '../../kernel/index.ts';
import {
  type Linkage,
  linkPeople,
  type Model,
  Performer,
  parseModel,
  type Result,
  type Run,
  type Task,
} from '../../matching/index.ts';
import { StartError } from '../start-error.ts';
import { readPeople } from './read-people.ts';
import { type LinkSummary, toReport } from './report.ts';
import { startThreads } from './threads.ts';

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

/** Fewer records than this are linked where they are: starting threads would take longer. */
const WORTH_THREADS = 20_000;
/** Share of the way that reading the file is. */
const READING = 0.4;

/** Links the records of a CSV file and writes their clusters, one line a record in the order of the file. */
export async function linkFile({ file, out, report, model: modelFile, threads, onProgress }: LinkRequest): Promise<LinkSummary> {
  const began = performance.now();
  const known = modelFile !== undefined && existsSync(modelFile) ? await readModel(modelFile) : undefined;
  const { people, layout, id } = await readPeople(file, (read, size) => onProgress((READING * read) / Math.max(1, size)));
  const performer = people.size < WORTH_THREADS ? here(people) : startThreads(people, threads ?? availableParallelism());
  const linkage = await linkPeople(people, performer.run, (share) => onProgress(READING + (1 - READING) * share), known).finally(
    () => performer.close(),
  );
  await writeClusters(out, people.size, linkage.roots, nameClusters(linkage, id), id);
  const seconds = (performance.now() - began) / 1000;
  const idText = (record: number) => Buffer.from(id(record)).toString('utf8');
  const summary: LinkSummary = {
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
  if (report) await writeWhole(report, toReport(summary, linkage, layout, idText));
  if (modelFile && !known) await writeWhole(modelFile, linkage.model);
  return summary;
}

/** Does tasks in this thread, for few records. */
function here(people: Parameters<typeof startThreads>[0]): { readonly run: Run; close(): Promise<void> } {
  const performer = new Performer(people);
  return { run: async <T extends Task>(task: T) => performer.perform(task) as Result<T>, close: async () => {} };
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

/** A cluster is named by the least of its records' ids, so that its name does not depend on the order of the file. */
function nameClusters({ roots }: Linkage, id: (record: number) => Uint8Array): Uint32Array {
  const leastIds = roots.slice();
  for (let record = 0; record < roots.length; record++) {
    const root = roots[record] ?? 0;
    if (record !== root && Buffer.compare(id(record), id(leastIds[root] ?? root)) < 0) leastIds[root] = record;
  }
  return leastIds;
}

const HEADING = Buffer.from('record_id,cluster_id\n');

async function writeClusters(
  file: string,
  size: number,
  roots: Uint32Array,
  leastIds: Uint32Array,
  id: (record: number) => Uint8Array,
): Promise<void> {
  const partial = `${file}.partial`;
  const stream = createWriteStream(partial);
  const failed = new Promise<never>((_, reject) => stream.once('error', reject));
  failed.catch(() => {});
  let buffer = Buffer.alloc(1 << 20);
  let used = HEADING.copy(buffer);
  const put = (bytes: Uint8Array, end: number) => {
    const quoted = bytes.some((byte) => byte === 0x22 || byte === 0x2c || byte === 0x0a);
    const text = quoted ? Buffer.from(`"${Buffer.from(bytes).toString('utf8').replaceAll('"', '""')}"`) : bytes;
    buffer.set(text, used);
    used += text.length;
    buffer[used++] = end;
  };
  try {
    for (let record = 0; record < size; record++) {
      const [own, cluster] = [id(record), id(leastIds[roots[record] ?? 0] ?? 0)];
      if (used + 2 * (own.length + cluster.length) + 16 > buffer.length) {
        const flushed = stream.write(buffer.subarray(0, used));
        buffer = Buffer.alloc(Math.max(1 << 20, 2 * (own.length + cluster.length) + 16));
        used = 0;
        if (!flushed) await Promise.race([new Promise<void>((resolve) => stream.once('drain', () => resolve())), failed]);
      }
      put(own, 0x2c);
      put(cluster, 0x0a);
    }
    await Promise.race([new Promise<void>((resolve) => stream.end(buffer.subarray(0, used), () => resolve())), failed]);
    await rename(partial, file);
  } catch (error) {
    throw new StartError(`${file} cannot be written.`, { cause: error });
  }
}

async function writeWhole(file: string, value: unknown): Promise<void> {
  const partial = `${file}.partial`;
  try {
    await writeFile(partial, `${JSON.stringify(value, null, 1)}\n`);
    await rename(partial, file);
  } catch (error) {
    throw new StartError(`${file} cannot be written.`, { cause: error });
  }
}
