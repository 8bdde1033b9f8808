import { z } from 'zod';
import { lookAtResidents, previewResidents, RESIDENTS, residentTemplate } from '../../databases/population/index.ts';
import {
  countRows,
  type FileAnswer,
  getFile,
  type ImportPreview,
  MOST_BYTES,
  resultOf,
  takeFile,
  templateOf,
  totalOf,
} from '../../imports/index.ts';
import { Problem } from '../../kernel/index.ts';
import { RESIDENT_IMPORT, type ResidentImportInput } from '../resident-import-job.ts';
import { operation } from './context.ts';

const needs = { right: 'resident.write', purpose: 'HOPERAT' } as const;
const anId = z.string().max(64);
const language = z.enum(['zh', 'en']).default('zh');

/** GET /api/imports/residents/template */
export const importTemplateOperation = operation({
  method: 'GET',
  path: '/imports/residents/template',
  title: 'An empty workbook (xlsx, base64) to fill in with residents, with its tables of codes',
  needs,
  input: z.object({ language }),
  run: async ({ input }): Promise<FileAnswer> => ({
    name: input.language === 'zh' ? '居民导入模板.xlsx' : 'residents-template.xlsx',
    content: templateOf(residentTemplate, input.language).toString('base64'),
  }),
});

/** POST /api/imports/residents */
export const lookAtImportOperation = operation({
  method: 'POST',
  path: '/imports/residents',
  title: 'Looks at a workbook of residents and keeps it for a week; writes no resident',
  needs,
  input: z.object({
    name: z.string().min(1).max(200),
    content: z
      .base64()
      .max(Math.ceil(MOST_BYTES / 3) * 4)
      .describe('The file (xlsx), at most 10 megabytes'),
  }),
  async run({ input: { name, content }, platform, subject }): Promise<{ readonly id: string }> {
    const importing = {
      owner: subject.id,
      scope: subject.scope,
      home: platform.settings.division,
      now: platform.clock.now(),
    };
    return { id: await lookAtResidents(platform.database, { name, content: Buffer.from(content, 'base64') }, importing) };
  },
});

/** GET /api/imports/residents/:id */
export const importPreviewOperation = operation({
  method: 'GET',
  path: '/imports/residents/:id',
  title: 'Rows of a workbook that was looked at, with what is wrong in them or became of them',
  needs,
  input: z.object({
    id: anId,
    outcome: z.enum(['new', 'known', 'wrong', 'created', 'updated', 'unchanged', 'refused']).optional(),
    count: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.coerce.number().int().min(0).default(0),
  }),
  run: ({ input: { id, outcome, count, cursor }, platform, subject }): Promise<ImportPreview> =>
    previewResidents(platform.database.sql, id, subject.id, { outcome, after: cursor, count }),
});

/** POST /api/imports/residents/:id/write */
export const writeImportOperation = operation({
  method: 'POST',
  path: '/imports/residents/:id/write',
  title: 'Writes the rows that are not wrong, in the background; residents who are known are left alone or updated',
  needs,
  input: z.object({ id: anId, known: z.enum(['leave', 'update']).default('leave') }),
  async run({ input: { id, known }, platform, subject, actor }): Promise<{ readonly job: string }> {
    const { sql } = platform.database;
    await getFile(sql, RESIDENTS, id, subject.id);
    const total = totalOf((await countRows(sql, id)).counts);
    const bearer = { id: subject.id, role: subject.role, scopes: [...subject.scopes] };
    const input: ResidentImportInput = { file: id, rows: total, updates: known === 'update', bearer, actor };
    return platform.database.begin(async (tx) => {
      const job = await platform.jobs.add({ kind: RESIDENT_IMPORT, owner: subject.id, input }, tx);
      if (!(await takeFile(tx, id, job))) throw new Problem('job-state', 'It is being written, or was', { at: 'id' });
      return { job };
    });
  },
});

/** GET /api/imports/residents/:id/result */
export const importResultOperation = operation({
  method: 'GET',
  path: '/imports/residents/:id/result',
  title: 'What became of each row (xlsx, base64): which resident it is, or why it was not written',
  needs,
  input: z.object({ id: anId, language }),
  async run({ input, platform, subject }): Promise<FileAnswer> {
    const { name } = await getFile(platform.database.sql, RESIDENTS, input.id, subject.id);
    const content = await resultOf(platform.database.sql, input.id, residentTemplate, input.language);
    return {
      name: `${name.replace(/\.xlsx$/i, '')}-${input.language === 'zh' ? '结果' : 'result'}.xlsx`,
      content: content.toString('base64'),
    };
  },
});
