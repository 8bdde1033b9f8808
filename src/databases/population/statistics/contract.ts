import type { Bilingual, Page } from '../../../kernel/contract.ts';
import type { ResidentRow } from '../contract.ts';

/** A count; `few`: some, but fewer than is shown at this level; `withheld`: it would tell another one that is few. */
export type Count = number | 'few' | 'withheld';

/** Counts of one group by sex. */
export interface BySex<Of = number> {
  readonly male: Of;
  readonly female: Of;
  /** Other and unknown. */
  readonly other: Of;
}

export interface DivisionCount extends BySex<Count> {
  /** 6, 9 or 12 digits. */
  readonly division: string;
  /** Left out where no list has its name. */
  readonly name?: Bilingual;
  readonly total: Count;
}

export interface AgeBand extends BySex<Count> {
  /** Completed years, first of the band; undefined: age unknown. The last band is open. */
  readonly from?: number;
}

export interface MonthCount {
  /** YYYY-MM. */
  readonly month: string;
  readonly births: Count;
  readonly deaths: Count;
  readonly movedIn: Count;
  readonly movedOut: Count;
}

export interface PlatformFreshness {
  readonly home: string;
  readonly name?: Bilingual;
  /** ISO instant as of which its counts are here. */
  readonly asOf: string;
}

/** GET /api/population/statistics?division=&month= */
export interface PopulationStatistics extends DivisionCount {
  /** From the widest division that the account may see down to this one. */
  readonly path: readonly { readonly division: string; readonly name?: Bilingual }[];
  /** YYYY-MM: at the end of this month, or now where it is the present one. */
  readonly month: string;
  readonly parts: readonly DivisionCount[];
  /** Residents of the division that lie in none of its parts. */
  readonly elsewhere: Count;
  readonly residence: readonly { readonly residence: string; readonly total: Count }[];
  readonly pyramid: readonly AgeBand[];
  /** The two years that end with the month, oldest first. */
  readonly months: readonly MonthCount[];
  readonly freshness: readonly PlatformFreshness[];
  /** Whether residents of this division are kept on this platform, so that there is a list of them. */
  readonly isHere: boolean;
  /** The rule by which small counts are not shown here; left out where all are. */
  readonly smallCells?: { readonly below: number; readonly version: number };
  /** ISO instant. */
  readonly asOf: string;
}

/** One rule of quality, and how many residents of a division break it. */
export interface QualityCount {
  readonly rule: string;
  readonly name: Bilingual;
  readonly severity: 'error' | 'warning' | 'information';
  readonly count: Count;
  readonly parts: readonly { readonly division: string; readonly name?: Bilingual; readonly count: Count }[];
}

/** GET /api/population/quality?division= */
export interface PopulationQuality {
  readonly division: string;
  readonly name?: Bilingual;
  readonly path: readonly { readonly division: string; readonly name?: Bilingual }[];
  /** Version of the rules. */
  readonly version: number;
  /** Residents who live there. */
  readonly living: number;
  readonly rules: readonly QualityCount[];
  readonly isHere: boolean;
  readonly smallCells?: { readonly below: number; readonly version: number };
  readonly freshness: readonly PlatformFreshness[];
  /** ISO instant. */
  readonly asOf: string;
}

/** One line of GET /api/population/residents: the list behind a count. */
export interface CountedResident extends ResidentRow {
  readonly division: string;
  /** Where that is, from the county down as far as there are names. */
  readonly divisionName?: Bilingual;
  /** Codes of the rules of quality that the data break. */
  readonly faults: readonly string[];
}

export type CountedResidentPage = Page<CountedResident>;
