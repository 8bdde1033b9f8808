import type { FieldView } from '../../../forms/contract.ts';
import type { Bilingual, Page } from '../../../kernel/contract.ts';

export type NoteKind = 'lead' | 'inspection';

/** A lead that was found, or an inspection. */
export interface SupervisionNote {
  readonly id: string;
  readonly kind: NoteKind;
  readonly topic: string;
  readonly topicName: Bilingual;
  /** What was looked at: a school, a waterworks. */
  readonly unit: string;
  readonly found: string;
  /** YYYY-MM-DD. */
  readonly foundOn: string;
  readonly division: string;
  readonly byName: string;
  readonly reportedOn?: string;
  readonly reportedTo?: string;
}

/** GET /api/supervision/notes?kind=&topic=&state=&cursor=. */
export interface SupervisionPage extends Page<SupervisionNote> {
  readonly topics: readonly { readonly code: string; readonly name: Bilingual }[];
  /** Of a new note, and of a report. */
  readonly fields: readonly FieldView[];
  readonly reportFields: readonly FieldView[];
  /** Leads that were not reported yet. */
  readonly waiting: number;
}
