/** Shapes that the whole project shares, the console included. Types only. */

/** One text in the two languages of the platform. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** What is wrong with one field of a form. An improbable value is taken once it is confirmed. */
export interface Fault {
  /** Key of the field. */
  readonly at: string;
  readonly kind: 'impossible' | 'improbable';
  readonly text: Bilingual;
}

/** RFC 9457, the plain face of every error outside /fhir. */
export interface ProblemDetails {
  readonly type: string;
  readonly status: number;
  readonly title: string;
  readonly titleZh: string;
  readonly detail: string;
  readonly code: string;
  /** The element or field at fault, if one is. */
  readonly at?: string;
  /** All that is wrong with a form, field by field. */
  readonly faults?: readonly Fault[];
  readonly requestId?: string;
}

/** One page of a list; `next` is opaque and given back as `cursor`. */
export interface Page<Row> {
  readonly items: readonly Row[];
  readonly next?: string;
}
