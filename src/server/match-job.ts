import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import {
  askAbout,
  countPeople,
  fillPage,
  isFillDue,
  keepModel,
  keepRun,
  linkGroups,
  type Models,
  readPeoplePage,
} from '../databases/population/index.ts';
import { declareJob, type JobKind, JobStopped, type Jobs, type Run } from '../jobs/index.ts';
import { Problem } from '../kernel/index.ts';
import { parseModel } from '../matching/index.ts';
import { type Store, wholePlatform } from '../store/index.ts';
import { LinkStopped, linkFile, readClusters } from './link/index.ts';

export const MATCH = 'match-residents';

export interface MatchOptions {
  readonly store: Store;
  readonly models: Models;
  readonly now: () => Date;
  /** Where what is compared lies while it is; undefined: this process matches nothing in bulk. */
  readonly folder: string | undefined;
}

export const matchInput = z.strictObject({
  /** Whether weights and thresholds are learned from these residents; the model is kept, and put in force by somebody. */
  learn: z.boolean().default(false),
  /** Only what registrations are found by is filled in, for those from before; nothing is linked. */
  onlyFill: z.boolean().default(false),
});
type MatchInput = z.output<typeof matchInput>;
const matchCursor = z.strictObject({ stage: z.enum(['fill', 'read', 'apply']), after: z.string() });
type MatchCursor = z.output<typeof matchCursor>;

const DAY_MS = 24 * 60 * 60 * 1000;
const FILLED = 200;
const READ = 5000;
/** Residents that are made in one transaction. */
const APPLIED = 50;
const HEADINGS = ['record_id', 'name', 'sex', 'birth_date', 'id_no', 'id_no_2', 'phone', 'email', 'division', 'address'] as const;
const FIELDS = ['name', 'sex', 'birthDate', 'number', 'number2', 'phone', 'email', 'division', 'address'] as const;

/** Matches all Patients of the platform with one another, by the engine that decides about single registrations. */
export const matchKind = (options: MatchOptions): JobKind =>
  declareJob<MatchInput, MatchCursor>({
    kind: MATCH,
    title: { zh: '居民主索引批量匹配', en: 'Matching all registrations' },
    keepForMs: 30 * DAY_MS,
    input: matchInput,
    cursor: matchCursor,
    run: (input, run) => runMatch(options, input, run),
    discard: async (id) => {
      if (options.folder !== undefined) await rm(folderOf(options.folder, id), { recursive: true, force: true });
    },
  });

const folderOf = (folder: string, id: string) => join(folder, 'matching', id);

interface Work {
  readonly options: MatchOptions;
  readonly input: MatchInput;
  readonly run: Run<MatchCursor>;
  readonly folder: string;
}

async function runMatch(options: MatchOptions, input: MatchInput, run: Run<MatchCursor>): Promise<object> {
  const { stage = 'fill', after = '' } = run.cursor ?? {};
  if (stage === 'fill') await fill(options, run, after);
  if (input.onlyFill) return { records: await countPeople(options.store.database.sql) };
  if (options.folder === undefined) throw new Problem('setting-missing', 'The setting exportFolder says where files go');
  const work = { options, input, run, folder: folderOf(options.folder, run.id) };
  // what people are called lies here while it is compared
  await mkdir(work.folder, { recursive: true, mode: 0o700 });
  if (stage !== 'apply') await compare(work);
  const result = await apply(work, stage === 'apply' ? after : '');
  await rm(work.folder, { recursive: true, force: true });
  return result;
}

/** Patients from before they were matched. */
async function fill({ store, models, now }: MatchOptions, run: Run<MatchCursor>, from: string): Promise<void> {
  let done = run.done;
  for (let after: string | undefined = from; after !== undefined; ) {
    const start: string = after;
    after = await store.database.begin(async (tx) => {
      const { count, last } = await fillPage(tx, models.current().matcher, start, FILLED, now().toISOString());
      done += count;
      await run.progress({ done, cursor: { stage: 'fill', after: last ?? '\uffff' } }, tx);
      return last;
    });
  }
}

/** Writes all that is compared to a file, and links it. Going on, the linkage itself is gone on with. */
async function compare(work: Work): Promise<void> {
  const { options, input, run, folder } = work;
  const { sql } = options.store.database;
  const total = await countPeople(sql);
  const cursor = { stage: 'read', after: '' } as const;
  await run.progress({ done: 0, total, cursor });
  await writePeople(work);
  let told = 0;
  const linking = new AbortController();
  const stop = (why?: unknown) => linking.abort(why);
  const stopBySignal = () => stop();
  run.signal.addEventListener('abort', stopBySignal);
  try {
    await linkFile({
      file: join(folder, 'people.csv'),
      out: join(folder, 'clusters.csv'),
      report: join(folder, 'report.json'),
      model: await modelFile(work),
      signal: linking.signal,
      onProgress: (share) => {
        if (Date.now() - told < 1000) return;
        told = Date.now();
        run.progress({ done: Math.round(share * total), total, cursor }).catch(stop);
      },
    });
  } catch (thrown) {
    if (!(thrown instanceof LinkStopped)) throw thrown;
    // a report that was refused says why; else the next one does
    if (linking.signal.reason instanceof JobStopped) throw linking.signal.reason;
    await run.progress({ done: 0, total, cursor });
    throw thrown;
  } finally {
    run.signal.removeEventListener('abort', stopBySignal);
  }
  await rm(join(folder, 'people.csv'), { force: true });
  if (input.learn) await keepLearned(work);
}

/** The model in force, or where the one that is learned is to go. */
async function modelFile({ options, input, folder }: Work): Promise<string> {
  const file = join(folder, 'model.json');
  if (input.learn) return file;
  await writeFile(file, JSON.stringify(options.models.current().model), { mode: 0o600 });
  return file;
}

async function keepLearned({ options: { store, now }, run, folder }: Work): Promise<void> {
  const model = parseModel(JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')));
  if (model instanceof Problem) throw model;
  await keepModel(store.database.sql, model, run.owner, now().toISOString());
}

async function writePeople({ options, run, folder }: Work): Promise<void> {
  const stream = createWriteStream(join(folder, 'people.csv'), { mode: 0o600 });
  const written = new Promise<void>((resolve, reject) => stream.once('finish', resolve).once('error', reject));
  written.catch(() => {});
  stream.write(`${HEADINGS.join(',')}\n`);
  for (let after: string | undefined = ''; after !== undefined; ) {
    run.signal.throwIfAborted();
    const rows = await readPeoplePage(options.store.database.sql, after, READ);
    const lines = rows.map(({ id, fields }) => {
      const known = JSON.parse(fields) as Partial<Record<(typeof FIELDS)[number], string>>;
      return [id, ...FIELDS.map((field) => known[field] ?? '')].map(quoted).join(',');
    });
    if (lines.length > 0 && !stream.write(`${lines.join('\n')}\n`))
      await new Promise<void>((resolve) => stream.once('drain', () => resolve()));
    after = rows.length < READ ? undefined : rows.at(-1)?.id;
  }
  stream.end();
  await written;
}

const quoted = (text: string) => `"${text.replaceAll('"', '""').replaceAll(/[\r\n]+/g, ' ')}"`;

const aReport = z.looseObject({
  summary: z.looseObject({ records: z.number(), clusters: z.number(), links: z.number() }),
  review: z.array(
    z.looseObject({
      records: z.tuple([z.string(), z.string()]),
      reason: z.string(),
      score: z.number(),
      prior: z.number(),
      parts: z.array(z.looseObject({ field: z.string(), level: z.string(), weight: z.number(), frequency: z.number() })),
    }),
  ),
});

/** Makes residents of what was found to be one person, puts what is doubtful before people, and keeps the report. */
async function apply({ options, run, folder }: Work, from: string): Promise<object> {
  const { store, models, now } = options;
  const { sql } = store.database;
  const { matcher, version: modelVersion } = models.current();
  const at = now().toISOString();
  const groups = (await readClusters(join(folder, 'clusters.csv'))).filter(([first = '']) => first > from);
  const linking = { store: store.as(wholePlatform), matcher, modelVersion, at };
  let links = 0;
  for (let start = 0; start < groups.length; start += APPLIED) {
    const page = groups.slice(start, start + APPLIED);
    links += await linkGroups(linking, page);
    const after = page.at(-1)?.[0] ?? '';
    await run.progress({ done: start + page.length, total: groups.length, cursor: { stage: 'apply', after } });
  }
  const { summary, review, ...rest } = aReport.parse(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')));
  const doubtful = review.map(({ records: [a, b], reason, score, prior, parts }) => ({ a, b, reason, score, prior, parts }));
  let asked = 0;
  for (let start = 0; start < doubtful.length; start += 500)
    asked += await askAbout(sql, doubtful.slice(start, start + 500) as Parameters<typeof askAbout>[1], modelVersion, at);
  const result = { ...summary, newLinks: links, doubtful: asked, modelVersion };
  await keepRun(sql, run.id, { ...rest, summary: result }, at);
  return result;
}

const PLATFORM = 'platform';

/** Asks for filling in where there are registrations from before anything was matched. */
export async function fillIfDue({ sql }: Store['database'], jobs: Jobs): Promise<void> {
  if ((await isFillDue(sql)) && (await jobs.countOpen(PLATFORM, MATCH)) === 0)
    await jobs.add({ kind: MATCH, owner: PLATFORM, input: { onlyFill: true } });
}
