import type { Bilingual } from '../kernel/contract.ts';

/** How a field is filled in. `division` is a code of 6 to 12 digits, `person` the Patient id of a resident here. */
export type FieldType =
  | 'text'
  | 'whole'
  | 'decimal'
  | 'date'
  | 'time'
  | 'flag'
  | 'code'
  /** Several codes, with blanks between. */
  | 'codes'
  | 'division'
  | 'icd10'
  | 'number'
  | 'person';

/** A field of a form as the console draws it. */
export interface FieldView {
  readonly key: string;
  readonly name: Bilingual;
  readonly type: FieldType;
  readonly required: boolean;
  /** Heading under which it stands. */
  readonly group: Bilingual;
  readonly hint?: Bilingual;
  readonly unit?: string;
  readonly maxLength?: number;
  readonly options?: readonly { readonly code: string; readonly name: Bilingual }[];
  /** Data element of WS 363, such as DE02.01.039.00. */
  readonly element?: string;
}

/** What a form holds: a code as its code, a resident as a Patient id with the name, everything else as it is. */
export type FormValue = string | number | boolean | { readonly id: string; readonly name: string };
export type FormValues = Readonly<Record<string, FormValue>>;
