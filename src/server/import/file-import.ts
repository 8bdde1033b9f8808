import { isObject } from '../../fhir/index.ts';
import type { Connection } from './connection.ts';
import type { ImportFile } from './files.ts';
import type { ImportState } from './state.ts';
import type { Tally } from './summary.ts';

/** What the import of one file needs. */
export interface FileImport {
  readonly file: ImportFile;
  readonly digest: string;
  /** Makes the keys of a repeated import differ from those of the first. */
  readonly round: string;
  readonly connection: Connection;
  readonly state: ImportState;
  readonly tally: Tally;
  readonly signal: AbortSignal;
  readonly onProgress: () => void;
}

/** Code, place and text of the first issue of an OperationOutcome; of any other answer, its status. */
export function problemIn(status: number, outcome: unknown): { code: string; at: string; detail: string } {
  const issues = isObject(outcome) && Array.isArray(outcome['issue']) ? outcome['issue'] : [];
  const issue: unknown = issues[0];
  if (!isObject(issue)) return { code: `http-${status}`, at: '', detail: 'no reason given' };
  const { details, diagnostics, expression } = issue;
  const coding: unknown = isObject(details) && Array.isArray(details['coding']) ? details['coding'][0] : undefined;
  const code = isObject(coding) && typeof coding['code'] === 'string' ? coding['code'] : `http-${status}`;
  const place: unknown = Array.isArray(expression) ? expression[0] : '';
  return { code, at: typeof place === 'string' ? place : '', detail: typeof diagnostics === 'string' ? diagnostics : '' };
}
