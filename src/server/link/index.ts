/** Linking a CSV file of people: reading, threads, clusters and report. */
export { readRows } from './csv-rows.ts';
export { LinkStopped, linkFile } from './link-file.ts';
export { readClusters } from './read-clusters.ts';
export type { LinkSummary } from './report.ts';
