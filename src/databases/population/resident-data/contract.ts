import type { FieldView, FormValues } from '../../../forms/contract.ts';
import type { Bilingual } from '../../../kernel/contract.ts';

/** A data element as it is kept: where in the Patient, and what it was before. */
export interface ElementView extends FieldView {
  /** FHIRPath in the Patient. */
  readonly path: string;
  /** The value is only shown masked; what is written replaces it, what is left empty keeps it. */
  readonly secret: boolean;
}

/** What was before, and when it changed. Days YYYY-MM-DD; empty text where there was nothing. */
export interface LastValue {
  readonly value: string;
  readonly words?: Bilingual;
  /** Day on which the present value came. */
  readonly changedOn: string;
}

export interface DocumentView {
  readonly type: string;
  readonly typeName: Bilingual;
  readonly numberMasked: string;
  /** YYYY-MM-DD. */
  readonly from?: string;
  readonly until?: string;
  readonly state: 'valid' | 'expired' | 'old';
}

export interface PastName {
  readonly text: string;
  readonly until?: string;
}

/** GET /api/residents/:id/data: the elements of WS 365-2011 5.2.1 and of the resident index that are kept in the Patient. */
export interface ResidentData {
  /** Version of the Patient: given back as If-Match. */
  readonly version: number;
  readonly elements: readonly ElementView[];
  readonly values: FormValues;
  /** Masked values of secret elements. */
  readonly masked: Readonly<Record<string, string>>;
  readonly last: Readonly<Record<string, LastValue>>;
  readonly documents: readonly DocumentView[];
  readonly pastNames: readonly PastName[];
  readonly pastAddresses: readonly PastName[];
  readonly recordNumber?: string;
  /** Elements of the data set that other resources keep. */
  readonly elsewhere: readonly { readonly element: string; readonly name: Bilingual; readonly where: Bilingual }[];
}

/** PUT /api/residents/:id/data. */
export interface ResidentDataWritten {
  readonly version: number;
}
