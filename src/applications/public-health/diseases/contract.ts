import type { FieldView, FormValue, FormValues } from '../../../forms/contract.ts';
import type { Bilingual, Page } from '../../../kernel/contract.ts';

export type DiseaseClass = 'A' | 'B' | 'C';
/** CV05.01.002: suspected, clinically diagnosed, laboratory-confirmed, carrier. */
export type Classification = '1' | '2' | '3' | '4';
/** `reported`: waits for the review of the county; `refuted`: found to be no case. */
export type CaseState = 'reported' | 'returned' | 'accepted' | 'refuted' | 'closed';
/** `died-other`: of something else, before the case was closed; `died-unknown`: no certificate has told of what. */
export type Outcome = 'recovered' | 'died' | 'died-other' | 'died-unknown';
/** `death`, `alive`: a registered death, and its correction, which the platform says by itself. */
export type StatementKind = 'report' | 'correct' | 'accept' | 'return' | 'refute' | 'close' | 'death' | 'alive';

/** A line of GET /api/diseases. */
export interface DiseaseView {
  readonly code: string;
  readonly family: string;
  readonly name: Bilingual;
  readonly class: DiseaseClass;
  readonly managedAs: DiseaseClass;
  readonly deadlineHours: number;
  readonly icd10: readonly string[];
  readonly episodeDays: number;
  readonly incubationDays: number;
  readonly cluster?: { readonly cases: number; readonly days: number; readonly national: boolean };
}

/** When the card was due, and whether it came in time. */
export interface Timeliness {
  /** ISO instant. */
  readonly deadline: string;
  /** Minutes before the deadline; negative: after it. */
  readonly leftMinutes: number;
  readonly isDone: boolean;
}

/** A line of GET /api/notifiable-cases. */
export interface CaseRow {
  /** Condition id. */
  readonly id: string;
  /** Version of the Condition that this shows. */
  readonly version: number;
  readonly resident: string;
  readonly residentName: string;
  readonly sex: string;
  readonly birthDate?: string;
  readonly disease: string;
  readonly diseaseName: Bilingual;
  readonly class: DiseaseClass;
  readonly managedAs: DiseaseClass;
  readonly classification: Classification;
  readonly state: CaseState;
  readonly outcome?: Outcome;
  /** YYYY-MM-DD. */
  readonly onsetOn: string;
  readonly diedOn?: string;
  /** ISO instants. */
  readonly diagnosedAt: string;
  readonly reportedAt: string;
  readonly reporting: Timeliness;
  /** Of a card that waits for its review. */
  readonly review?: Timeliness;
  /** Division of residence. */
  readonly place: string;
  readonly placeName: Bilingual;
  /** YYYY-MM-DD: the death of the resident, of whatever it was. */
  readonly residentDiedOn?: string;
  /** School, kindergarten or employer. */
  readonly setting?: string;
  readonly institution: string;
  /** Case id of the card that tells of the same illness. */
  readonly duplicateOf?: string;
}

/** GET /api/notifiable-cases?state=&disease=&from=&to=&place=&resident=&cursor=&count= */
export type CasePage = Page<CaseRow> & { readonly waiting: number };

export interface CardAnswer {
  readonly key: string;
  readonly name: Bilingual;
  readonly group: Bilingual;
  readonly value: FormValue;
  readonly words?: Bilingual;
}

/** What was said of a case, in the order of time. */
export interface Statement {
  readonly id: string;
  readonly kind: StatementKind;
  /** ISO instant. */
  readonly at: string;
  readonly by: string;
  readonly reason?: string;
  /** What it changed, in words before and after. */
  readonly changed: readonly { readonly name: Bilingual; readonly before?: string; readonly after?: string }[];
}

/** GET /api/notifiable-cases/:id; POST …/card gives it with the number in full, logged. */
export interface CaseDetail extends CaseRow {
  readonly card: readonly CardAnswer[];
  readonly values: FormValues;
  readonly statements: readonly Statement[];
  readonly numberMasked?: string;
  readonly number?: string;
  /** Cards that tell of the same illness. */
  readonly duplicates: readonly string[];
  /** What may be done with it now. */
  readonly acts: readonly StatementKind[];
}

/** GET /api/residents/:id/notifiable-card?disease= */
export interface CardForm {
  readonly fields: readonly FieldView[];
  readonly values: FormValues;
  readonly diseases: readonly DiseaseView[];
  /** Cards of the resident, the latest first. */
  readonly known: readonly CaseRow[];
}

/** POST of a card, a correction, a review, a closing. */
export interface CaseActed {
  readonly id: string;
  readonly version: number;
  readonly state: CaseState;
}

/** A line of GET /api/notifiable-prompts: a diagnosis without card. */
export interface PromptRow {
  /** Condition id of the diagnosis. */
  readonly id: string;
  readonly resident: string;
  readonly residentName: string;
  readonly disease: string;
  readonly diseaseName: Bilingual;
  readonly icd10: string;
  readonly managedAs: DiseaseClass;
  readonly institution?: string;
  /** ISO instant. */
  readonly recordedAt: string;
  readonly reporting: Timeliness;
}
export type PromptPage = Page<PromptRow>;

/** Cases and deaths in one way of parting them. */
export interface Counted {
  readonly key: string;
  readonly name: Bilingual;
  readonly cases: number;
  readonly deaths: number;
  readonly late: number;
}

/** GET /api/surveillance?disease=&division=&basis=&by=&from=&to= */
export interface Surveillance {
  readonly from: string;
  readonly to: string;
  readonly cases: number;
  readonly deaths: number;
  /** Cases reported after their deadline. */
  readonly late: number;
  /** Each day or week of the period, also those without cases; a week by its Monday. */
  readonly curve: readonly Counted[];
  readonly divisions: readonly Counted[];
  readonly sexes: readonly Counted[];
  readonly ages: readonly Counted[];
  readonly occupations: readonly Counted[];
  readonly diseases: readonly Counted[];
  /** ISO instant. */
  readonly asOf: string;
}

/** A line of GET /api/surveillance/lines: a case without its person. */
export interface LineRow {
  readonly line: string;
  readonly home: string;
  readonly disease: string;
  readonly diseaseName: Bilingual;
  readonly class: DiseaseClass;
  readonly division: string;
  readonly divisionName: Bilingual;
  readonly classification: Classification;
  readonly state: CaseState;
  readonly outcome?: Outcome;
  readonly onsetOn: string;
  readonly diagnosedOn: string;
  readonly reportedOn: string;
  readonly diedOn?: string;
  readonly sex: string;
  readonly ageMonths?: number;
  readonly occupation: Bilingual;
  readonly isLate: boolean;
  readonly counts: boolean;
}
export type LinePage = Page<LineRow>;
