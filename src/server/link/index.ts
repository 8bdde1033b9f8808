/** Linking a CSV file of people: reading, threads, clusters and report. */
export { LinkStopped, linkFile } from './link-file.ts';
export type { LinkSummary } from './report.ts';
