import type { FieldView, FormValue, FormValues } from '../../../forms/contract.ts';
import type { Bilingual, Page } from '../../../kernel/contract.ts';

/** What happens to residents and is evidenced. */
export type EventKind = 'birth' | 'death' | 'marriage' | 'divorce' | 'move-in' | 'move-out' | 'identity';

/** GET /api/event-kinds: the forms of the kinds that the account may record. */
export interface EventKindView {
  readonly kind: EventKind;
  readonly name: Bilingual;
  readonly fields: readonly FieldView[];
  /** The event makes the resident: no resident is given with it. */
  readonly creates: boolean;
}

/** One line of GET /api/events. Numbers are masked. */
export interface EventRow {
  /** Composition id. */
  readonly id: string;
  readonly kind: EventKind | 'correction';
  readonly resident: string;
  readonly residentName: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  /** YYYY-MM-DD. */
  readonly birthDate?: string;
  /** YYYY-MM-DD. */
  readonly happenedOn: string;
  /** Division where the resident was at home, and the other one of a move. */
  readonly place: string;
  readonly placeName: Bilingual;
  readonly otherPlace?: string;
  readonly otherPlaceName?: Bilingual;
  readonly certificateMasked?: string;
  /** ISO instant. */
  readonly recordedAt: string;
  readonly correctedBy?: string;
  readonly corrects?: string;
}

/** GET /api/events?kind=&from=&to=&place=&state=&resident=&cursor=&count=: newest first. */
export type EventPage = Page<EventRow>;

/** GET /api/events/:id; POST /api/events/:id/certificate gives it with numbers in full, logged. */
export interface EventDetail extends EventRow {
  readonly name: Bilingual;
  readonly recordedBy: string;
  readonly reason?: string;
  /** The form as it was filled in, with words for its codes; numbers masked. */
  readonly form: readonly EventAnswer[];
  /** Values without numbers: to record it anew. */
  readonly values: FormValues;
  /** Types of the resources that it changed, with how many. */
  readonly changed: readonly { readonly type: string; readonly count: number }[];
  /** Number of the evidence in full, where the certificate was asked for. */
  readonly certificate?: string;
}

export interface EventAnswer {
  readonly key: string;
  readonly name: Bilingual;
  readonly group: Bilingual;
  readonly value: FormValue;
  /** Words of a code. */
  readonly words?: Bilingual;
  readonly unit?: string;
}

/** POST /api/events, POST /api/events/:id/correct. */
export interface EventRecorded {
  readonly id: string;
  readonly resident: string;
}
