/** PostgreSQL brought along by npm, for the sample network, tests and small installations. */
export { stopLeftover } from './leftover.ts';
export { type EmbeddedPostgres, type PostgresOptions, startPostgres } from './server.ts';
