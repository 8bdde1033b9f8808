/** Linking a CSV file of people: reading, threads, clusters and report. */
export { readRows } from './csv-rows.ts';
export { LinkStopped, linkFile } from './link-file.ts';
export type { LinkSummary } from './report.ts';
