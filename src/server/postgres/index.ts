/** PostgreSQL brought along by npm, for the sample network, tests and small installations. */
export { type EmbeddedPostgres, startPostgres } from './server.ts';
