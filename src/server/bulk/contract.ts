import type { JobRow } from '../../jobs/contract.ts';

/** One file of a finished export: a resource a line. */
export interface ExportFileRow {
  readonly name: string;
  /** Where it is fetched, below the address of the platform, with a token. */
  readonly path: string;
  /** Resources, or Bundles that name what was deleted. */
  readonly kind: 'output' | 'deleted';
  readonly type: string;
  /** Lines. */
  readonly count: number;
  readonly bytes: number;
}

/** What an export was asked for. Names no patient: those asked for one by one, and searches, are counted. */
export interface ExportRow {
  readonly of: 'all' | 'residents' | 'group' | 'patients';
  /** Named one by one. */
  readonly patients: number;
  readonly types: readonly string[];
  readonly filters: number;
  readonly elements: readonly string[];
  /** ISO instants: only what changed in between. */
  readonly since?: string;
  readonly until?: string;
  /** ISO instant that everything is exported as of; once it is finished. */
  readonly transactionTime?: string;
  readonly files: readonly ExportFileRow[];
}

/** GET /api/jobs/:id */
export interface JobDetail extends JobRow {
  readonly export?: ExportRow;
}

/** GET /api/exports/choices: types that an export of everything, or of the residents alone, may hold. */
export interface ExportChoices {
  readonly all: readonly string[];
  readonly residents: readonly string[];
}
