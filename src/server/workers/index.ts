/** Several processes for one platform: on one port, with one database. */
export { gatherByPrimary } from './figures.ts';
export type { Figures } from './messages.ts';
export { startWorkers } from './primary.ts';
