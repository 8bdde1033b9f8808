/** Materialised view definitions: a table each, filled from what is there and kept up to date from the change feed. */
export type { BuildProblem } from './builds.ts';
export type { TablePage } from './read.ts';
export { type BuildStatus, openViews, type Views } from './views.ts';
