import type { Bilingual } from '../../../../kernel/index.ts';
import type { Span } from '../forecast/days.ts';
import type { VaccineId } from './vaccines.ts';

/** What is given for a dose, the first that the age allows and nothing forbids. */
export interface Offer {
  readonly vaccine: VaccineId;
  /** Only before this age. */
  readonly before?: Span;
}

/** One dose of a series, as the schedule numbers it. */
export interface DoseRule {
  readonly id: string;
  readonly number: number;
  readonly give: readonly Offer[];
  /** Age from which it counts: 起始年龄. */
  readonly from: Span;
  /** The same for vaccines that may be given sooner by their own instructions. */
  readonly fromOf?: Partial<Record<VaccineId, Span>>;
  /** The same for doses given abroad under another country's schedule. */
  readonly abroadFrom?: Span;
  /** Age at which it is planned, where that is later. */
  readonly planned?: Span;
  /** Age before which it should be done; it is overdue from then on. */
  readonly by?: Span;
  /** Time before which it should be done after the dose before. */
  readonly within?: Span;
  /** Least time after earlier doses of the series, by their number. */
  readonly after?: Readonly<Record<number, Span>>;
  /** Least time between two doses of these vaccines, where their own instructions allow less. */
  readonly afterOf?: Partial<Record<VaccineId, Span>>;
  /** Age from which it is no longer given. */
  readonly ends?: { readonly at: Span; readonly as: 'not-needed' | 'too-late'; readonly why: Reason };
  /** Given beside the series: it does not count among its doses. */
  readonly beside?: true;
}

/** Why something is not needed, too late, or does not count: one text each in `explanations.ts`. */
export type Reason =
  | 'grown-up'
  | 'bcg-from-4-years'
  | 'tuberculin-positive'
  | 'a-replaced-by-ac'
  | 'catch-up-complete'
  | 'girls-only'
  | 'born-before'
  | 'birth-dose-past';

export interface Track {
  readonly id: string;
  readonly vaccines: readonly VaccineId[];
  readonly doses: readonly DoseRule[];
  /** Least time after a dose of another track. */
  readonly afterOther?: Span;
}

/** Requirement of a birth cohort: so many doses against each. */
export interface Cohort {
  readonly bornFrom: string;
  readonly needs: Readonly<Record<string, number>>;
}

export interface Series {
  readonly id: string;
  readonly title: Bilingual;
  /** Outside the programme it is recommended, and no school asks for it. */
  readonly programme: boolean;
  readonly clause: string;
  readonly tracks: readonly Track[];
  /** Another track for children of whom this holds. */
  readonly exception?: {
    readonly birthWeightBelow: number;
    readonly motherHBsAg: readonly ('positive' | 'negative' | 'unknown')[];
    readonly track: Track;
  };
  readonly onlyFor?: { readonly sex?: 'female'; readonly bornFrom?: string };
  /** Catch-up of older children: by how many doses there were, whatever they were. */
  readonly older?: {
    readonly from: Span;
    readonly give: readonly Offer[];
    /** Vaccines that end the series once three doses are there. */
    readonly closing: string;
    /** Least time after the last of so many doses; where closed, only if none of the closing ones was given. */
    readonly next: readonly { readonly total: number; readonly after?: Span; readonly unlessClosed?: true }[];
  };
  /** What counts is the number of doses against each component, by birth cohort, the youngest first. */
  readonly cohorts?: readonly Cohort[];
  /** These come first, until there are so many of them; none is needed where another was given before. */
  readonly first?: {
    readonly vaccine: VaccineId;
    readonly component: string;
    readonly doses: readonly { readonly bornFrom: string; readonly count: number }[];
    readonly unless: string;
  };
  /** The first dose where the series before it has fewer doses than it should. */
  readonly follows?: {
    readonly series: string;
    readonly after: Span;
    readonly fewer: { readonly than: number; readonly from: Span; readonly after: Span };
  };
  /** A newborn of such a mother gets antibodies beside the first dose. */
  readonly antibodiesOf?: 'positive';
  /** From this age only after a negative tuberculin test. */
  readonly tuberculinFrom?: Span;
  /** Small newborns wait: until the weight is reached as recorded, or to this age where nothing is recorded. */
  readonly weightFrom?: { readonly grams: number; readonly assumedAt: Span };
  /** Once a year in a season. */
  readonly season?: {
    /** Month and day, MM-DD. */
    readonly starts: string;
    readonly by: string;
    readonly ends: string;
    /** Below this age two doses when it is the first season. */
    readonly twiceBefore: Span;
    readonly interval: Span;
    readonly from: Partial<Record<VaccineId, Span>>;
    readonly once: readonly VaccineId[];
  };
}

/** The schedule of a time. */
export interface Edition {
  readonly id: string;
  readonly title: Bilingual;
  readonly source: string;
  /** First day in force, YYYY-MM-DD. The earliest of a schedule also judges what was given before it. */
  readonly from: string;
  /** Days by which a dose may be early and still count. China has none; other countries' four days are a matter of this number. */
  readonly graceDays: number;
  readonly until: Span;
  /** Overdue so long after its planned age, where the schedule names no age. */
  readonly overdueAfter: Span;
  readonly liveApart: Span;
  readonly afterAntibodies: Span;
  /** A dose that did not count is repeated no sooner than this. */
  readonly repeatAfter: Span;
  readonly series: readonly Series[];
}

/** A series that was begun under an earlier edition goes on under its ages and intervals. */
export interface Transition {
  readonly series: string;
  readonly begunBefore: string;
  readonly doses: readonly number[];
  readonly keeps: string;
}

/** What a province does otherwise: series added or left out, and what it buys. */
export interface Layer {
  readonly id: string;
  readonly title: Bilingual;
  readonly source: string;
  /** Prefixes of division codes (GB/T 2260). */
  readonly divisions: readonly string[];
  readonly from: string;
  readonly without?: readonly string[];
  readonly adds?: readonly Series[];
  /** Track that is offered first, by series. */
  readonly prefers?: Readonly<Record<string, string>>;
}

export interface Schedule {
  readonly editions: readonly Edition[];
  readonly transitions: readonly Transition[];
  readonly layers: readonly Layer[];
}
