import type { Bilingual, Page } from '../kernel/contract.ts';

export type FiguresBy = 'all' | 'division' | 'institution' | 'sex' | 'age';

/** A figure: of how many, and how many of them. */
export interface FigureRow {
  readonly measure: string;
  /** What it is of: a division code, an Organization id, a sex, the first year of an age group of five; empty for all. */
  readonly key: string;
  readonly denominator: number;
  readonly numerator: number;
}

/** A measure as a page names it. */
export interface MeasureView {
  readonly code: string;
  /** Code of the programme that declares it. */
  readonly programme: string;
  readonly title: Bilingual;
  readonly denominatorTitle: Bilingual;
  readonly numeratorTitle: Bilingual;
  readonly source: string;
  readonly better: 'more' | 'less';
  readonly target?: number;
}

/** GET /api/indicators?period=&division=&by=&asOf=. */
export interface IndicatorFigures {
  readonly measures: readonly MeasureView[];
  readonly figures: readonly FigureRow[];
  /** Names of the keys, where they have one. */
  readonly names: Readonly<Record<string, Bilingual>>;
  readonly period: string;
  /** Whether figures of the period are kept; years by themselves, any other once it was opened by POST /api/indicators/periods. */
  readonly isKept: boolean;
  /** YYYY-MM-DD, both included. */
  readonly from: string;
  readonly until: string;
  readonly division: string;
  /** YYYY-MM-DD: as known at the end of this day. */
  readonly asOf: string;
  readonly freshness: Freshness;
}

export interface Freshness {
  /** ISO instant: all that was written before is counted. */
  readonly asOf: string;
  /** Of residents, how many are counted under the measures in force: 1, but while they are counted anew. */
  readonly completeness: number;
}

/** GET /api/indicators/:code/residents?period=&division=&numerator=&cursor=. */
export interface CountedPage extends Page<CountedRow> {
  readonly measure: string;
}

export interface CountedRow {
  /** Patient id. */
  readonly resident: string;
  readonly name: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  /** YYYY-MM-DD. */
  readonly birthDate?: string;
  readonly numerator: boolean;
  readonly institution?: string;
}
