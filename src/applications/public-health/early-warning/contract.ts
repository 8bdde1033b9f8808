import type { Bilingual, Page } from '../../../kernel/contract.ts';

export type SignalMethod = 'C1' | 'C2' | 'C3' | 'percentile' | 'cluster';
export type SignalState = 'new' | 'looked-into' | 'verified' | 'dismissed';

/** A line of GET /api/signals?state=&cursor=&count= */
export interface SignalRow {
  readonly id: string;
  readonly method: SignalMethod;
  readonly disease: string;
  readonly diseaseName: Bilingual;
  /** Division. */
  readonly place: string;
  readonly placeName: Bilingual;
  readonly setting?: string;
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly observed: number;
  readonly threshold: number;
  /** What raised it: counts by day with their mean and deviation, windows of past years, or the cases of a cluster. */
  readonly data: SignalData;
  readonly state: SignalState;
  readonly reason?: string;
  /** Outbreak that was opened from it. */
  readonly outbreak?: string;
  /** ISO instant. */
  readonly updatedAt: string;
}
export type SignalPage = Page<SignalRow>;

export interface SignalData {
  readonly counts?: readonly number[];
  /** Day of the first count, or of the first case, YYYY-MM-DD. */
  readonly from?: string;
  readonly to?: string;
  readonly mean?: number;
  readonly deviation?: number;
  readonly value?: number;
  readonly baseline?: readonly number[];
  /** Case ids. */
  readonly cases?: readonly string[];
  readonly days?: number;
  /** The threshold is that of the national rules. */
  readonly national?: boolean;
}
