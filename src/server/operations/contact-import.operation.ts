import { z } from 'zod';
import {
  countRows,
  type FileAnswer,
  getFile,
  type ImportPreview,
  MOST_BYTES,
  previewOf,
  resultOf,
  takeFile,
  templateOf,
  totalOf,
} from '../../imports/index.ts';
import { Problem } from '../../kernel/index.ts';
import { dayText } from '../../life-course/index.ts';
import { findNationalTable } from '../../platform/terminology/index.ts';
import { CONTACTS, contactSheet, lookAtContacts, WHO } from '../../programmes/index.ts';
import { hasRight, type Subject } from '../../security/access/index.ts';
import { CONTACT_IMPORT, type ContactImportInput } from '../contact-import-job.ts';
import { type ImportTaskName, importTask } from '../import-task.ts';
import type { Platform } from '../platform.ts';
import { operation } from './context.ts';

const needs = { right: 'programme.write', purpose: 'PUBHLTH' } as const;
const anId = z.string().max(64);
const aCode = z.string().max(60);
const language = z.enum(['zh', 'en']).default('zh');
const aTask = { programme: aCode, activity: aCode, form: aCode.optional() };
const kept = z.object({ programme: aCode, version: aCode, activity: aCode, form: aCode });

/** Columns of the workbook of an activity. @throws Problem programme-unknown */
function sheetOf({ programmes }: Platform, subject: Subject, name: ImportTaskName) {
  const task = importTask(programmes.book, { on: dayText(programmes.today()), ...name });
  if (task.programme.restricted === true && !hasRight(subject, 'programme.restricted'))
    throw new Problem('programme-unknown', 'No such programme here', { at: 'programme' });
  return contactSheet(task, findNationalTable);
}

/** A file of this account with the columns that it was looked at by. @throws Problem resource-unknown */
async function openFile(platform: Platform, subject: Subject, id: string) {
  const file = await getFile(platform.database.sql, CONTACTS, id, subject.id);
  const task = kept.parse(file.about);
  return { file, task, sheet: sheetOf(platform, subject, task) };
}

/** GET /api/imports/contacts/template */
const templateOperation = operation({
  method: 'GET',
  path: '/imports/contacts/template',
  title: 'An empty workbook (xlsx, base64) for the contacts of an activity, with its tables of codes',
  needs,
  input: z.object({ ...aTask, language }),
  run: async ({ input: { language: of, ...task }, platform, subject }): Promise<FileAnswer> => {
    const sheet = sheetOf(platform, subject, task);
    return { name: `${sheet.sheet[of]}.xlsx`, content: templateOf(sheet, of).toString('base64') };
  },
});

/** POST /api/imports/contacts */
const lookAtOperation = operation({
  method: 'POST',
  path: '/imports/contacts',
  title: 'Looks at a workbook of contacts and keeps it for a week: whose each row is, and what is wrong in it; writes none',
  needs,
  input: z.object({
    ...aTask,
    name: z.string().min(1).max(200),
    content: z
      .base64()
      .max(Math.ceil(MOST_BYTES / 3) * 4)
      .describe('The file (xlsx), at most 10 megabytes'),
  }),
  async run({ input: { name, content, ...task }, platform, subject }): Promise<{ readonly id: string }> {
    const { database, clock, programmes } = platform;
    const checking = { scope: subject.scope, now: clock.now(), today: programmes.today() };
    const file = { name, content: Buffer.from(content, 'base64'), owner: subject.id };
    return { id: await lookAtContacts(database, sheetOf(platform, subject, task), file, checking) };
  },
});

const MASKED: ReadonlySet<string> = new Set([WHO.number]);

/** GET /api/imports/contacts/:id */
const previewOperation = operation({
  method: 'GET',
  path: '/imports/contacts/:id',
  title: 'Rows of a workbook that was looked at, with what is wrong in them or became of them',
  needs,
  input: z.object({
    id: anId,
    outcome: z.enum(['new', 'known', 'wrong', 'created', 'unchanged', 'refused']).optional(),
    count: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.coerce.number().int().min(0).default(0),
  }),
  async run({ input: { id, outcome, count, cursor }, platform, subject }): Promise<ImportPreview> {
    const { file, sheet } = await openFile(platform, subject, id);
    const asked = { outcome, after: cursor, count };
    return previewOf(platform.database.sql, { file, columns: sheet.columns, masked: MASKED }, asked);
  },
});

/** POST /api/imports/contacts/:id/write */
const writeOperation = operation({
  method: 'POST',
  path: '/imports/contacts/:id/write',
  title: 'Records the contacts of the rows that are not wrong, in the background; who has one of that day keeps it',
  needs,
  input: z.object({ id: anId, place: anId.optional().describe('Organization id') }),
  async run({ input: { id, place }, platform, subject, actor }): Promise<{ readonly job: string }> {
    const { task } = await openFile(platform, subject, id);
    const rows = totalOf((await countRows(platform.database.sql, id)).counts);
    const bearer = { id: subject.id, role: subject.role, scopes: [...subject.scopes] };
    const input: ContactImportInput = { file: id, rows, bearer, actor, task, ...(place === undefined ? {} : { place }) };
    return platform.database.begin(async (tx) => {
      const job = await platform.jobs.add({ kind: CONTACT_IMPORT, owner: subject.id, input }, tx);
      if (!(await takeFile(tx, id, job))) throw new Problem('job-state', 'It is being written, or was', { at: 'id' });
      return { job };
    });
  },
});

/** GET /api/imports/contacts/:id/result */
const resultOperation = operation({
  method: 'GET',
  path: '/imports/contacts/:id/result',
  title: 'What became of each row (xlsx, base64): whose contact it is, or why it was not written',
  needs,
  input: z.object({ id: anId, language }),
  async run({ input, platform, subject }): Promise<FileAnswer> {
    const { file, sheet } = await openFile(platform, subject, input.id);
    const content = await resultOf(platform.database.sql, input.id, sheet, input.language);
    return {
      name: `${file.name.replace(/\.xlsx$/i, '')}-${input.language === 'zh' ? '结果' : 'result'}.xlsx`,
      content: content.toString('base64'),
    };
  },
});

/** Operations of contacts from workbooks. */
export const contactImportOperations = [
  templateOperation,
  lookAtOperation,
  previewOperation,
  writeOperation,
  resultOperation,
] as const;
