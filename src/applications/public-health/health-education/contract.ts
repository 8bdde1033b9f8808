import type { FieldView } from '../../../forms/contract.ts';
import type { Bilingual, Page } from '../../../kernel/contract.ts';

export type ActivityKind = 'print' | 'audio-visual' | 'board' | 'consultation' | 'lecture' | 'individual';
/** Township hospitals and community health centres; village clinics and community stations. */
export type InstitutionLevel = 'township' | 'village';
export type ActivityState = 'planned' | 'held' | 'withdrawn';

/** An activity of health education: a record, or a line of the plan. Days YYYY-MM-DD. */
export interface EducationActivity {
  readonly id: string;
  readonly kind: ActivityKind;
  readonly kindName: Bilingual;
  readonly state: ActivityState;
  /** Of materials: their name, by which their kinds are counted. */
  readonly topic: string;
  readonly institution: string;
  readonly level: InstitutionLevel;
  readonly division: string;
  readonly plannedOn?: string;
  readonly heldOn?: string;
  readonly place?: string;
  readonly organiser?: string;
  readonly speaker?: string;
  readonly audience?: string;
  readonly audienceCount?: number;
  /** Kinds and numbers of materials that were handed out. */
  readonly materials?: string;
  readonly copies?: number;
  readonly content?: string;
  readonly evaluation?: string;
  /** Codes of what is filed with the record. */
  readonly evidence: readonly string[];
  readonly byName: string;
  /** Why it was withdrawn. */
  readonly reason?: string;
}

/** GET /api/health-education/activities?year=&kind=&state=&cursor=. */
export interface EducationPage extends Page<EducationActivity> {
  readonly kinds: readonly { readonly code: ActivityKind; readonly name: Bilingual }[];
  readonly evidence: readonly { readonly code: string; readonly name: Bilingual }[];
  /** Of a line of the plan, and of a record. */
  readonly planFields: readonly FieldView[];
  readonly recordFields: readonly FieldView[];
}

/** What an institution did in a year of what it has to do. */
export interface EducationFigure {
  readonly kind: ActivityKind;
  readonly name: Bilingual;
  /** What is counted: kinds of material, changes of a board, times. */
  readonly counted: Bilingual;
  /** Least number in the whole year; undefined where none is named. */
  readonly required?: number;
  /** Of it what the months that have passed would have, rounded down. */
  readonly requiredByNow?: number;
  readonly done: number;
  readonly planned: number;
  /** People reached, and copies handed out. */
  readonly audience: number;
  readonly copies: number;
}

/** GET /api/health-education/years/:year: by institution. */
export interface EducationYear {
  readonly year: string;
  readonly source: string;
  readonly institutions: readonly {
    readonly institution: string;
    readonly level: InstitutionLevel;
    readonly figures: readonly EducationFigure[];
  }[];
}
