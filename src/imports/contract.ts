import type { Bilingual, Page } from '../kernel/contract.ts';

/** What a row is before it is written (`new`, `known`, `wrong`), and what became of it. */
export type RowOutcome = 'new' | 'known' | 'wrong' | 'created' | 'updated' | 'unchanged' | 'refused';

export interface CellFault {
  /** Key of the column. */
  readonly at: string;
  /** `improbable`: it is written all the same. */
  readonly kind: 'impossible' | 'improbable';
  readonly text: Bilingual;
}

export interface ImportColumn {
  readonly key: string;
  readonly name: Bilingual;
  /** Data element of WS 363. */
  readonly element?: string;
  readonly required: boolean;
  /** Of a code: what each means. */
  readonly options?: readonly { readonly code: string; readonly name: Bilingual }[];
}

/** One row of the file; numbers of documents and telephones are masked. */
export interface ImportRow {
  /** In the sheet, the first being 1. */
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
  readonly faults: readonly CellFault[];
  readonly outcome: RowOutcome;
  readonly resident?: string;
  readonly problem?: Bilingual;
}

/** GET /api/imports/residents/:id?outcome=&cursor=&count=, /api/imports/contacts/:id */
export interface ImportPreview extends Page<ImportRow> {
  readonly id: string;
  readonly name: string;
  readonly columns: readonly ImportColumn[];
  readonly counts: Readonly<Partial<Record<RowOutcome, number>>>;
  readonly total: number;
  /** Rows that are written though something in them is improbable. */
  readonly doubtful: number;
  /** The job that writes it. */
  readonly job?: string;
}

/** A file in an answer of JSON. */
export interface FileAnswer {
  readonly name: string;
  /** Base64. */
  readonly content: string;
}
