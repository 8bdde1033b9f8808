import type { Bilingual } from '../../../kernel/contract.ts';

/** Of whom it is asked. Days are YYYY-MM-DD. */
export interface Child {
  readonly birthDate: string;
  readonly sex: 'female' | 'male' | 'unknown';
  readonly birthWeightGrams?: number | undefined;
  /** Of the mother when the child was born; not told is as unknown. */
  readonly motherHBsAg?: 'positive' | 'negative' | 'unknown' | undefined;
  /** When a small newborn was first weighed with 2,500 g or more. */
  readonly weightReachedOn?: string | undefined;
  /** Tuberculin tests. */
  readonly tuberculin?: readonly { readonly on: string; readonly result: 'negative' | 'positive' }[] | undefined;
}

/** A dose as it was recorded. */
export interface GivenDose {
  readonly id?: string | undefined;
  /** One of the vaccines of the schedule (`MMR`), `cvx:03`, or `cn:11` of WS 364.15 CV08.50.001. */
  readonly vaccine: string;
  /** YYYY-MM-DD; anything else, or nothing, is a day unknown. */
  readonly date?: string | undefined;
  /** Given under another country's schedule. */
  readonly abroad?: boolean | undefined;
}

export interface Contraindication {
  readonly condition: string;
  /** Vaccines or series that it concerns, where the condition does not say so itself. */
  readonly vaccines?: readonly string[] | undefined;
  /** First day; from birth where left out. */
  readonly from?: string | undefined;
  /** Last day; for good where left out. */
  readonly until?: string | undefined;
}

/**
 * - given-valid, given-invalid: recorded, and counts or does not;
 * - given-extra: recorded, and nothing more was needed, or nothing in the schedule asks for it;
 * - due: may be given and should be; overdue: should have been before; upcoming: not yet;
 * - contraindicated: not now, or not at all; not-needed; too-late.
 */
export type DoseState =
  | 'given-valid'
  | 'given-invalid'
  | 'given-extra'
  | 'due'
  | 'overdue'
  | 'upcoming'
  | 'contraindicated'
  | 'not-needed'
  | 'too-late';

/** One step of the reasoning. `rule` is the rule's own name, `kind` its text. */
export interface Step {
  /** As `2026/hepb-3/after-1`. */
  readonly rule: string;
  readonly kind: string;
  /** Of a requirement: whether it was met. */
  readonly holds?: boolean | undefined;
  /** The day that follows from it. */
  readonly on?: string | undefined;
  /** The length of time that it names. */
  readonly span?: string | undefined;
  /** The vaccine, dose or condition that it names. */
  readonly of?: string | undefined;
}

export interface DoseForecast {
  readonly series?: string | undefined;
  /** As `hepb-1`; none where it has no place in the schedule. */
  readonly dose?: string | undefined;
  readonly number?: number | undefined;
  readonly state: DoseState;
  /** Given, or to be given. */
  readonly vaccine: string;
  readonly record?: string | undefined;
  readonly given?: string | undefined;
  /** Why it does not count, is not needed or too late: the kind of the deciding step. */
  readonly why?: string | undefined;
  readonly earliest?: string | undefined;
  readonly recommended?: string | undefined;
  /** The last day on which it is in time. */
  readonly latest?: string | undefined;
  /** Last day of a contraindication; none where it is for good. */
  readonly until?: string | undefined;
  readonly steps: readonly Step[];
}

export interface SeriesForecast {
  readonly series: string;
  readonly title: Bilingual;
  /** Of the programme of the nation or the province; others are recommended. */
  readonly programme: boolean;
  /** Nothing is left to be given. */
  readonly complete: boolean;
  readonly doses: readonly DoseForecast[];
}

export interface Forecast {
  readonly today: string;
  /** Of the schedule in force. */
  readonly edition: string;
  readonly series: readonly SeriesForecast[];
  /** Records that no series of the schedule can judge. */
  readonly others: readonly DoseForecast[];
}

export type SchoolLevel = 'kindergarten' | 'primary-school' | 'middle-school';

/** The check of a certificate at a kindergarten or school. */
export interface SchoolCheck {
  readonly level: SchoolLevel;
  readonly on: string;
  readonly edition: string;
  readonly result: 'complete' | 'doses-missing' | 'no-certificate';
  /** To be made up; the parents are told, and the school looks again. */
  readonly missing: readonly DoseForecast[];
  /** On record without counting. */
  readonly uncounted: readonly DoseForecast[];
  readonly barred: readonly DoseForecast[];
  /** Due, and still in time. */
  readonly due: readonly DoseForecast[];
  /** Not yet due. */
  readonly next: readonly DoseForecast[];
}

/** A step with its words. */
export interface ToldStep extends Step {
  readonly text: Bilingual;
}

/** A dose as the console shows it. */
export interface ToldDose extends Omit<DoseForecast, 'steps'> {
  readonly vaccineName: Bilingual;
  readonly steps: readonly ToldStep[];
}

export interface ToldSeries extends Omit<SeriesForecast, 'doses'> {
  readonly doses: readonly ToldDose[];
}

/** Answer of `/api/residents/:id/immunizations/forecast`. */
export interface ResidentForecast {
  readonly resident: string;
  readonly today: string;
  readonly edition: { readonly id: string; readonly title: Bilingual; readonly source: string };
  readonly series: readonly ToldSeries[];
  readonly others: readonly ToldDose[];
}

/** Answer of `/api/residents/:id/immunizations/school-check`. */
export interface ResidentSchoolCheck extends Omit<SchoolCheck, 'missing' | 'uncounted' | 'barred' | 'due' | 'next'> {
  readonly resident: string;
  readonly missing: readonly ToldDose[];
  readonly uncounted: readonly ToldDose[];
  readonly barred: readonly ToldDose[];
  readonly due: readonly ToldDose[];
  readonly next: readonly ToldDose[];
}
