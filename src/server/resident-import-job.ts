import { z } from 'zod';
import { writeRows } from '../databases/population/index.ts';
import { declareJob, type JobKind } from '../jobs/index.ts';
import { Problem } from '../kernel/index.ts';
import { hasRight, subjectToday } from '../security/access/index.ts';
import { type Actor, recordWrites } from '../security/audit/index.ts';
import type { Store } from '../store/index.ts';

export const RESIDENT_IMPORT = 'resident-import';
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** Of every import: the file, and who said that it is to be written; what the account may do is asked when it is done. */
export const importedBy = {
  /** Id of the file that was looked at. */
  file: z.string(),
  rows: z.int(),
  bearer: z.strictObject({ id: z.string(), role: z.string(), scopes: z.array(z.string()) }),
  actor: z.strictObject({
    id: z.string(),
    name: z.strictObject({ zh: z.string(), en: z.string() }),
    role: z.string(),
    from: z.string(),
    purpose: z.string(),
    requestId: z.string(),
  }),
};

const importInput = z.strictObject({ ...importedBy, updates: z.boolean() });
export type ResidentImportInput = z.output<typeof importInput>;

const importCursor = z.strictObject({ line: z.int() });

/** Writes the rows of a file as residents, under what its owner may do. */
export const residentImportKind = ({ store, now }: { readonly store: Store; readonly now: () => Date }): JobKind =>
  declareJob<ResidentImportInput, z.output<typeof importCursor>>({
    kind: RESIDENT_IMPORT,
    title: { zh: '批量导入居民', en: 'Import of residents' },
    keepForMs: WEEK_MS,
    input: importInput,
    cursor: importCursor,
    run: async ({ file, rows, updates, bearer, actor }, run) => {
      const subject = await subjectToday(store.database.sql, bearer, store.catalogue);
      if (!subject || !hasRight(subject, 'resident.write'))
        throw new Problem('right-missing', 'The account may write no residents');
      const writing = {
        sql: store.database.sql,
        store: store.as(subject.scope),
        file,
        updates,
        within: (tx: Parameters<typeof recordWrites>[0], written: Parameters<typeof recordWrites>[2]) =>
          recordWrites(tx, actor satisfies Actor, written),
      };
      let done = run.done;
      for (let line: number | undefined = run.cursor?.line ?? 0; line !== undefined; ) {
        const page: Awaited<ReturnType<typeof writeRows>> = await writeRows({ ...writing, now: now() }, line);
        done += page.count;
        await run.progress({ done, total: rows, cursor: { line: page.last ?? Number.MAX_SAFE_INTEGER } });
        line = page.last;
      }
      return { rows: done };
    },
  });
