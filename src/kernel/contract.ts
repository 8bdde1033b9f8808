/** Shapes that the whole project shares, the console included. Types only. */

/** One text in the two languages of the platform. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
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
  readonly requestId?: string;
}

/** One page of a list; `next` is opaque and given back as `cursor`. */
export interface Page<Row> {
  readonly items: readonly Row[];
  readonly next?: string;
}
