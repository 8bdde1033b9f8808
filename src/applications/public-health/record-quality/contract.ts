import type { Bilingual, Page } from '../../../kernel/contract.ts';

/** A rule of quality of records. */
export interface QualityRule {
  readonly code: string;
  readonly title: Bilingual;
  /** Why it is looked for, and its limit. */
  readonly reason: Bilingual;
  readonly severity: 'error' | 'warning';
}

export type Verdict = 'right' | 'mend';

/** Something that should be looked at. */
export interface Finding {
  /** Stays the same until what shows it is another. */
  readonly key: string;
  readonly rule: string;
  /** What shows it: a field and its value, a number of visits. Undefined where the rule says all. */
  readonly shown?: Bilingual;
  /** Encounter id; of a rule about a day, of one of its contacts. */
  readonly contact: string;
  /** Patient id. */
  readonly resident: string;
  readonly name: string;
  readonly programme: string;
  readonly activity: string;
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly division: string;
  readonly institution?: string;
  readonly institutionName?: Bilingual;
  readonly worker?: string;
  readonly workerName?: string;
  readonly verdict?: Verdict;
}

/** GET /api/record-quality/findings?from=&until=&rule=&state=&division=&institution=&worker=&cursor=. */
export interface FindingPage extends Page<Finding> {
  readonly rules: readonly QualityRule[];
  /** Of all that the filters but the rule leave, by rule. */
  readonly counts: Readonly<Record<string, number>>;
  readonly from: string;
  readonly until: string;
}

/** One line of GET /api/record-quality/reporting. */
export interface ReportingRow {
  /** Organization id, division code, account or programme; empty where there is none. */
  readonly key: string;
  readonly name?: Bilingual;
  readonly contacts: number;
  /** Of them, recorded within the days asked for. */
  readonly inTime: number;
  readonly required: number;
  readonly filled: number;
  /** Things that fell due in the time and are still to be done. */
  readonly overdue: number;
}

/** GET /api/record-quality/reporting?by=&from=&until=&withinDays=&division=. */
export interface Reporting {
  readonly rows: readonly ReportingRow[];
  readonly from: string;
  readonly until: string;
  readonly withinDays: number;
  /** ISO instant: all that was written before is counted. */
  readonly asOf: string;
}
