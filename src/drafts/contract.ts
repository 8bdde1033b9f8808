import type { FormValues } from '../forms/contract.ts';

/** GET /api/drafts?name= */
export interface KeptDraft {
  /** What was typed, by key of the field; undefined where nothing is kept. */
  readonly values?: FormValues;
}
