import type { Bilingual } from '../../../kernel/contract.ts';
import type { SchoolLevel, ToldDose } from '../immunization/contract.ts';

/** Of one dose and division: children of age for it, those who have had it, and those who had it in time. */
export interface CoverageCell {
  readonly division: string;
  readonly dose: string;
  readonly children: number;
  readonly given: number;
  readonly timely: number;
}

/** Answer of `/api/vaccination/coverage`. Days are YYYY-MM-DD. */
export interface Coverage {
  readonly division: string;
  readonly divisionName: Bilingual;
  /** Born from and until. */
  readonly from: string;
  readonly until: string;
  readonly on: string;
  /** Edition of the schedule. */
  readonly edition: string;
  /** Registered children of the cohort. */
  readonly registered: number;
  readonly doses: readonly {
    readonly dose: string;
    readonly series: string;
    readonly title: Bilingual;
    readonly number: number;
  }[];
  readonly parts: readonly { readonly division: string; readonly name: Bilingual }[];
  /** Of the whole division first, then of its parts. */
  readonly cells: readonly CoverageCell[];
}

/** A child behind a figure. */
export interface CoverageChild {
  readonly resident: string;
  readonly name: string;
  readonly birthDate: string;
  readonly division: string;
  readonly given?: string;
  /** Last day in time. */
  readonly by?: string;
  readonly state: 'timely' | 'late' | 'missing';
}

export type DueKind = 'overdue' | 'due' | 'coming';

/** A child of whom something is due. */
export interface DueChild {
  readonly resident: string;
  readonly name: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  readonly birthDate: string;
  readonly division: string;
  readonly divisionName: Bilingual;
  readonly state: DueKind;
  /** The earliest last day of what is due. */
  readonly by: string;
  readonly doses: readonly ToldDose[];
  /** Of the guardian or the child, in full with the right `resident.reveal`. */
  readonly guardian?: string;
  readonly phone?: string;
  /** The latest reminder. */
  readonly reminded?: { readonly on: string; readonly outcome?: string };
}

/** Answer of `/api/vaccination/due`. */
export interface DueChildren {
  readonly today: string;
  readonly counts: Readonly<Record<DueKind, number>>;
  readonly items: readonly DueChild[];
}

/** One line of a class, as it was pasted. */
export interface PupilAsked {
  readonly name: string;
  readonly number?: string | undefined;
  readonly birthDate?: string | undefined;
}

export interface PupilFound extends PupilAsked {
  readonly resident?: string;
  /** Of the schedule; `unknown` where nobody here, or more than one, is meant. */
  readonly result: 'complete' | 'doses-missing' | 'unknown' | 'ambiguous';
  readonly missing: readonly ToldDose[];
  readonly due: readonly ToldDose[];
}

/** Answer of `/api/vaccination/school-list`. */
export interface SchoolList {
  readonly level: SchoolLevel;
  readonly on: string;
  readonly pupils: readonly PupilFound[];
}

/** A reminder. */
export interface Reminder {
  readonly id: string;
  readonly resident: string;
  readonly name: string;
  readonly medium: string;
  readonly plannedOn: string;
  readonly text: Bilingual;
  readonly state: 'planned' | 'reached' | 'not-reached';
  readonly outcome?: string;
}
