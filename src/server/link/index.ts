/** Linking a CSV file of people: reading, threads, clusters and report. */
export { linkFile } from './link-file.ts';
export type { LinkSummary } from './report.ts';
