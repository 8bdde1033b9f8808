import { z } from 'zod';
import { onBehalf } from '../databases/population/index.ts';
import { declareJob, type JobKind } from '../jobs/index.ts';
import { Problem } from '../kernel/index.ts';
import { findNationalTable } from '../platform/terminology/index.ts';
import { contactSheet, writeContacts } from '../programmes/index.ts';
import { hasRight, subjectToday } from '../security/access/index.ts';
import { recordWrites } from '../security/audit/index.ts';
import type { Store } from '../store/index.ts';
import { importTask } from './import-task.ts';
import type { Programmes } from './programmes.ts';
import { importedBy } from './resident-import-job.ts';

export const CONTACT_IMPORT = 'contact-import';
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

const importInput = z.strictObject({
  ...importedBy,
  task: z.strictObject({ programme: z.string(), version: z.string(), activity: z.string(), form: z.string() }),
  /** Organization id. */
  place: z.string().optional(),
});
export type ContactImportInput = z.output<typeof importInput>;

const importCursor = z.strictObject({ line: z.int() });

export interface ContactImportOptions {
  readonly store: Store;
  readonly programmes: () => Programmes;
  readonly now: () => Date;
}

/** Writes the rows of a workbook as contacts of an activity, under what its owner may do. */
export const contactImportKind = ({ store, programmes, now }: ContactImportOptions): JobKind =>
  declareJob<ContactImportInput, z.output<typeof importCursor>>({
    kind: CONTACT_IMPORT,
    title: { zh: '批量录入服务记录', en: 'Import of contacts' },
    keepForMs: WEEK_MS,
    input: importInput,
    cursor: importCursor,
    run: async ({ file, rows, bearer, actor, task, place }, run) => {
      const { sql } = store.database;
      const subject = await subjectToday(sql, bearer, store.catalogue);
      const { book, today } = programmes();
      const found = importTask(book, task);
      const isOpen = found.programme.restricted !== true || (subject !== undefined && hasRight(subject, 'programme.restricted'));
      if (!subject || !hasRight(subject, 'programme.write') || !isOpen)
        throw new Problem('right-missing', 'The account may record no such contacts');
      const writing = {
        ...{ sql, file, place, scope: subject.scope, store: store.as(onBehalf(subject.scope)) },
        ...{ sheet: contactSheet(found, findNationalTable), findTable: findNationalTable },
        by: { id: subject.id, name: subject.name.zh },
        within: (tx: Parameters<typeof recordWrites>[0], written: Parameters<typeof recordWrites>[2]) =>
          recordWrites(tx, actor, written),
      };
      let done = run.done;
      for (let line: number | undefined = run.cursor?.line ?? 0; line !== undefined; ) {
        const page: Awaited<ReturnType<typeof writeContacts>> = await writeContacts(
          { ...writing, now: now(), today: today() },
          line,
        );
        done += page.count;
        await run.progress({ done, total: rows, cursor: { line: page.last ?? Number.MAX_SAFE_INTEGER } });
        line = page.last;
      }
      return { rows: done };
    },
  });
