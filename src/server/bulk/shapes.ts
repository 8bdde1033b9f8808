import { z } from 'zod';

/** What an export was asked for, and under whose scope: all that a worker needs, in whatever process it runs. */
export const exportInput = z.strictObject({
  /** Address of the kick-off, for the manifest. */
  request: z.string(),
  types: z.array(z.string()),
  /** Type to searches of which one is met. */
  filters: z.record(z.string(), z.array(z.string())),
  since: z.string().optional(),
  until: z.string().optional(),
  elements: z.array(z.string()).optional(),
  of: z.union([z.literal('all'), z.literal('residents'), z.array(z.string())]),
  /** Members of this version of a Group, instead of `of`. */
  group: z.strictObject({ id: z.string(), version: z.int() }).optional(),
  scope: z.strictObject({
    places: z.array(z.string()),
    databases: z.array(z.enum(['population', 'health_records', 'medical_records', 'reference'])),
    readable: z.array(z.string()),
    searchable: z.array(z.string()),
  }),
  actor: z.strictObject({
    id: z.string(),
    name: z.strictObject({ zh: z.string(), en: z.string() }),
    role: z.string(),
    from: z.string(),
    purpose: z.string(),
    requestId: z.string(),
  }),
});
export type ExportInput = z.output<typeof exportInput>;

/** One file of an export; what stands in it beyond `bytes` is of a run that broke off, and counts for nothing. */
const exportFile = z.strictObject({
  name: z.string(),
  kind: z.enum(['output', 'deleted']),
  type: z.string(),
  count: z.int(),
  bytes: z.int(),
});
export type ExportFile = z.output<typeof exportFile>;

/** How far an export has come. */
export const exportCursor = z.strictObject({
  transactionTime: z.string(),
  /** Types that are not finished; the first is begun. */
  types: z.array(z.string()),
  /** Id of the last resource of it. */
  after: z.string(),
  files: z.array(exportFile),
});
export type ExportCursor = z.output<typeof exportCursor>;

export const exportResult = exportCursor.pick({ transactionTime: true, files: true });
export type ExportResult = z.output<typeof exportResult>;
