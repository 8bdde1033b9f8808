import type { DiseaseClass } from './contract.ts';

/** A line of the list as it is written down. What a form of a disease does not say is that of the disease. */
export interface DiseaseRow {
  readonly code: string;
  /** The disease of which this is a form. */
  readonly of?: string;
  readonly zh: string;
  readonly en: string;
  readonly class?: DiseaseClass;
  /** When it was to be treated as of another class; days YYYY-MM-DD, both included. */
  readonly managed?: readonly { readonly as: DiseaseClass; readonly from: string; readonly until?: string }[];
  /** Prefixes of ICD-10; none where no code tells it. */
  readonly icd10?: readonly string[];
  /** Day from which it is notifiable, and the last one. */
  readonly from?: string;
  readonly until?: string;
  /** A card within so many days of a diagnosis may tell of the same illness; 0: of the whole life. 60 where not said. */
  readonly episodeDays?: number;
  readonly incubationDays?: number;
  /** So many cases within so many days in one place are a cluster. */
  readonly cluster?: readonly [cases: number, days: number];
  /** The threshold stands in the national rules. */
  readonly national?: boolean;
  /** Seen by who reviews or treats alone. */
  readonly sensitive?: boolean;
}
