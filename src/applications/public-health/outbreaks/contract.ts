import type { Bilingual, Page } from '../../../kernel/contract.ts';
import type { CaseRow, Timeliness } from '../diseases/contract.ts';

export type Relation = 'household' | 'school' | 'work' | 'care' | 'travel' | 'other';
/** Very large, large, fairly large, ordinary. */
export type EmergencyLevel = 'I' | 'II' | 'III' | 'IV';
export type EntryKind = 'log' | 'initial' | 'progress' | 'final';

/** A line of GET /api/outbreaks */
export interface OutbreakRow {
  readonly id: string;
  readonly title: string;
  readonly disease: string;
  readonly diseaseName: Bilingual;
  readonly place: string;
  readonly placeName: Bilingual;
  readonly setting?: string;
  readonly state: 'open' | 'closed';
  /** ISO instants. */
  readonly openedAt: string;
  readonly closedAt?: string;
  readonly cases: number;
  readonly contacts: number;
  /** Contacts to be followed up today. */
  readonly due: number;
  /** Of the latest report. */
  readonly level?: EmergencyLevel;
  /** The initial report is due two hours after it was opened. */
  readonly initial: Timeliness;
}
export type OutbreakPage = Page<OutbreakRow>;

export interface ContactRow {
  readonly resident: string;
  readonly name: string;
  readonly relation: Relation;
  readonly ofCase?: string;
  /** YYYY-MM-DD. */
  readonly lastOn: string;
  readonly untilOn: string;
  /** Last day, where the observation ended before its time; the day of death. */
  readonly endedOn?: string;
  readonly diedOn?: string;
  /** Each day from the last contact to today or the end: found well, found ill, or not followed up. */
  readonly days: readonly { readonly day: string; readonly found: 'well' | 'ill' | 'missing' }[];
  readonly isDue: boolean;
}

export interface EntryRow {
  readonly id: string;
  readonly kind: EntryKind;
  readonly level?: EmergencyLevel;
  readonly text: string;
  readonly measures?: string;
  readonly plan?: string;
  readonly cases?: number;
  readonly deaths?: number;
  readonly contacts?: number;
  /** ISO instant. */
  readonly at: string;
  readonly by: string;
  /** Of the initial report. */
  readonly timely?: Timeliness;
}

/** GET /api/outbreaks/:id */
export interface OutbreakDetail extends OutbreakRow {
  readonly linked: readonly CaseRow[];
  /** Cases of the disease there that are not linked yet. */
  readonly proposed: readonly CaseRow[];
  readonly contactRows: readonly ContactRow[];
  readonly entries: readonly EntryRow[];
  readonly deaths: number;
  readonly incubationDays: number;
  readonly curve: readonly { readonly key: string; readonly cases: number; readonly deaths: number; readonly late: number }[];
}

/** A report of an emergency as the levels above have it. */
export interface EmergencyReport {
  readonly kind: 'initial' | 'progress' | 'final';
  readonly level?: EmergencyLevel;
  readonly text: string;
  readonly measures?: string;
  readonly plan?: string;
  readonly cases: number;
  readonly deaths: number;
  readonly contacts: number;
  /** ISO instant. */
  readonly at: string;
  readonly isLate: boolean;
}

/** A line of GET /api/surveillance/outbreaks: an outbreak without persons. */
export interface EmergencyRow {
  readonly line: string;
  /** Platform that has it. */
  readonly home: string;
  readonly disease: string;
  readonly diseaseName: Bilingual;
  /** County. */
  readonly place: string;
  readonly placeName: Bilingual;
  readonly state: 'open' | 'closed';
  /** ISO instants. */
  readonly openedAt: string;
  readonly closedAt?: string;
  /** From the initial report on. */
  readonly title?: string;
  readonly cases: number;
  readonly deaths: number;
  readonly contacts: number;
  /** In the order of time. */
  readonly reports: readonly EmergencyReport[];
}
export type EmergencyPage = Page<EmergencyRow>;
