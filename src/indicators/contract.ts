import type { Bilingual, Page } from '../kernel/contract.ts';

export type FiguresBy = 'all' | 'division' | 'institution' | 'sex' | 'age' | 'period';

/** A count; `few`: some, but fewer than is shown at this level; `withheld`: it would tell another one that is few. */
export type ShownCount = number | 'few' | 'withheld';

/** A figure: of how many, and how many of them. */
export interface FigureRow {
  readonly measure: string;
  /**
   * What it is of: a division code, an Organization id (empty where none), a sex, the first year of an age group of five (-1 unknown), the
   * code of a period; empty for all.
   */
  readonly key: string;
  readonly denominator: ShownCount;
  readonly numerator: ShownCount;
}

/** What a platform says beside its figures. */
export interface Note {
  /** Of its residents, which part is counted under the measures in force there, 0 to 1. */
  readonly completeness: number;
  /** By code of programme, the version of the definition by which it counts. */
  readonly versions: Readonly<Record<string, string>>;
}

/** How far the figures of one platform can be relied on. */
export interface PlatformFigures {
  readonly home: string;
  readonly name?: Bilingual;
  /** ISO instant: all that was written there before is counted. */
  readonly asOf: string;
  readonly completeness: number;
  /** Codes of programmes that it counts by another version than this platform. */
  readonly differing: readonly string[];
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
  /** Where no definition of a programme says it. */
  readonly programmeTitle?: Bilingual;
  /** It counts cases or events, so that no list of residents is behind it. */
  readonly isOfEvents?: true;
}

/** GET /api/indicators?period=&division=&by=&measure=&programme=&asOf=. */
export interface IndicatorFigures {
  readonly measures: readonly MeasureView[];
  readonly figures: readonly FigureRow[];
  /** Names of the keys, where they have one. */
  readonly names: Readonly<Record<string, Bilingual>>;
  readonly period: string;
  /** Whether figures of the period are kept; years by themselves, any other once it was opened by POST /api/indicators/periods. */
  readonly isKept: boolean;
  /** Codes of all periods that are kept, in order of their days. */
  readonly kept: readonly string[];
  /** YYYY-MM-DD, both included. */
  readonly from: string;
  readonly until: string;
  readonly division: string;
  /** From the widest division that the account may see down to this one. */
  readonly path: readonly { readonly division: string; readonly name?: Bilingual }[];
  /** Whether the residents of this division are kept on this platform, so that there is a list of them. */
  readonly isHere: boolean;
  /** Consoles of the platforms that keep the residents of the parts: by division code, their address. */
  readonly consoles: Readonly<Record<string, string>>;
  /** The rule by which small counts are not shown here; left out where all are. */
  readonly smallCells?: { readonly below: number; readonly version: number };
  /** YYYY-MM-DD: as known at the end of this day. */
  readonly asOf: string;
  /** Of all together: the oldest, the least complete. */
  readonly freshness: Freshness;
  readonly platforms: readonly PlatformFigures[];
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
  /** Left out where the directory has none. */
  readonly institutionName?: Bilingual;
}

/** A version of a target; the latest of a measure holds. */
export interface TargetVersion {
  readonly measure: string;
  readonly version: number;
  /** 0 to 1; left out where it was withdrawn. */
  readonly share?: number;
  /** Notice or plan that says so. */
  readonly source: string;
  /** Account. */
  readonly setBy: string;
  /** ISO instant. */
  readonly setAt: string;
}

/** GET /api/indicators/targets?year=. */
export interface TargetList {
  readonly year: number;
  readonly measures: readonly (Pick<MeasureView, 'code' | 'title' | 'better'> & {
    /** Of the definition, which holds where this platform sets none. */
    readonly target?: number;
    /** The latest first. */
    readonly versions: readonly TargetVersion[];
  })[];
}
