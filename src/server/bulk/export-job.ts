import { declareJob, type JobKind, type Run } from '../../jobs/index.ts';
import { Problem } from '../../kernel/index.ts';
import { type AuditLog, summary } from '../../security/audit/index.ts';
import {
  countForExport,
  type ExportPage,
  membersOf,
  openExport,
  parseSearch,
  type Scope,
  type Store,
  settledInstant,
} from '../../store/index.ts';
import { type ExportFiles, openExportFiles, removeExportFiles } from './export-files.ts';
import { type ExportCursor, type ExportFile, type ExportInput, type ExportResult, exportCursor, exportInput } from './shapes.ts';

export const EXPORT = 'export';

export interface ExportOptions {
  readonly store: Store;
  readonly audit: AuditLog;
  readonly division: string;
  /** Address of the FHIR interface. */
  readonly base: string;
  readonly now: () => Date;
  /** Where files are kept; undefined: this process exports nothing. */
  readonly folder: string | undefined;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const CHECKPOINT_MS = 1000;

/** Bulk export. https://hl7.org/fhir/uv/bulkdata/STU2/export.html */
export const exportKind = (options: ExportOptions): JobKind =>
  declareJob<ExportInput, ExportCursor>({
    kind: EXPORT,
    title: { zh: '批量导出', en: 'Bulk export' },
    keepForMs: DAY_MS,
    input: exportInput,
    cursor: exportCursor,
    run: (input, run) => runExport(options, input, run),
    discard: async (id) => {
      if (options.folder !== undefined) await removeExportFiles(options.folder, id);
    },
  });

async function runExport(options: ExportOptions, input: ExportInput, run: Run<ExportCursor>): Promise<ExportResult> {
  if (options.folder === undefined) throw new Problem('setting-missing', 'The setting exportFolder says where files go');
  const begun = await begin(options, input, run);
  const files = await openExportFiles(options.folder, run.id, run.attempt, begun.files);
  try {
    const work: Work = { options, input, run, files, scope: toScope(input), of: await reachOf(options, input) };
    let done = run.done;
    let { after } = begun;
    for (const [index, type] of begun.types.entries()) {
      const cursor = { transactionTime: begun.transactionTime, types: begun.types.slice(index) };
      done = await exportType(work, type, cursor, after, done);
      after = '';
    }
    const all = await files.sync();
    await enterAudit(options, input, all);
    return { transactionTime: begun.transactionTime, files: [...all] };
  } finally {
    await files.close();
  }
}

interface Work {
  readonly options: ExportOptions;
  readonly input: ExportInput;
  readonly run: Run<ExportCursor>;
  readonly files: ExportFiles;
  readonly scope: Scope;
  readonly of: ExportInput['of'];
}

/** Settles the instant that everything is exported as of, and which types there are; or goes on where an earlier run was. */
async function begin({ store, now }: ExportOptions, input: ExportInput, run: Run<ExportCursor>): Promise<ExportCursor> {
  if (run.cursor) return run.cursor;
  const { sql } = store.database;
  const transactionTime = await settledInstant(sql, now);
  const counts = await countForExport(sql, store.catalogue, toScope(input), input.types);
  const cursor = { transactionTime, types: [...counts.keys()], after: '', files: [] };
  await run.progress({ done: 0, total: [...counts.values()].reduce((sum, one) => sum + one, 0), cursor });
  return cursor;
}

/** Pages of one type, the next one being read while this one is written. @returns resources so far */
async function exportType(
  { options: { store, base }, input, run, files, scope, of }: Work,
  type: string,
  cursor: Pick<ExportCursor, 'transactionTime' | 'types'>,
  from: string,
  already: number,
): Promise<number> {
  const { since, until, elements } = input;
  const asOf = until !== undefined && until < cursor.transactionTime ? until : cursor.transactionTime;
  const filters = (input.filters[type] ?? []).map((query) =>
    parseSearch(type, new URLSearchParams(query), true, { base, own: store.parameters }),
  );
  const question = { type, asOf, since, of, filters, elements };
  const read = await openExport(store.database.sql, store.catalogue, scope, question, store.terminology);
  let [done, checked] = [already, Date.now()];
  let page: ExportPage | undefined = await read(from);
  while (page) {
    const { last, count }: ExportPage = page;
    const next: Promise<ExportPage> | undefined = last === undefined ? undefined : read(last);
    next?.catch(() => {});
    await writePage(files, type, page);
    done += count;
    if (Date.now() - checked > CHECKPOINT_MS && last !== undefined) {
      await run.progress({ done, cursor: { ...cursor, after: last, files: [...(await files.sync())] } });
      checked = Date.now();
    }
    page = await next;
  }
  await run.progress({ done, cursor: { ...cursor, types: cursor.types.slice(1), after: '', files: [...(await files.sync())] } });
  return done;
}

async function writePage(files: ExportFiles, type: string, { lines, count, deleted }: ExportPage): Promise<void> {
  await files.write({ kind: 'output', type }, lines, count);
  if (deleted.length === 0) return;
  const entry = deleted.map((id) => ({ request: { method: 'DELETE', url: `${type}/${id}` } }));
  const bundle = { resourceType: 'Bundle', type: 'transaction', entry };
  await files.write({ kind: 'deleted', type }, Buffer.from(JSON.stringify(bundle)), 1);
}

function toScope({ scope: { places, databases, readable, searchable }, actor }: ExportInput): Scope {
  const [reads, searches] = [new Set(readable), new Set(searchable)];
  return {
    places,
    databases,
    owned: { by: actor.id },
    allows: (type, interaction) => (interaction === 'r' ? reads.has(type) : interaction === 's' && searches.has(type)),
  };
}

const reachOf = async ({ store }: ExportOptions, input: ExportInput): Promise<ExportInput['of']> =>
  input.group ? membersOf(store.database.sql, store.catalogue, toScope(input), input.group) : input.of;

/** Who exported what, and how many: one entry a type. */
async function enterAudit(
  { audit, division }: ExportOptions,
  { actor }: ExportInput,
  files: readonly ExportFile[],
): Promise<void> {
  const byType = Map.groupBy(
    files.filter(({ kind }) => kind === 'output'),
    ({ type }) => type,
  );
  const acts = [...byType].map(([type, some]) => ({
    action: 'export' as const,
    what: summary([type]),
    count: some.reduce((sum, { count }) => sum + count, 0),
    resident: undefined,
    place: division,
  }));
  await audit.record(actor, acts);
}
