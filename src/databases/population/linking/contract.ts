import type { Bilingual, Page } from '../../../kernel/contract.ts';
import type { ResidentRow } from '../contract.ts';

/** What one field adds to a score, in bits; with the prior, the parts of a pair sum to its score exactly. */
export interface EvidencePart {
  readonly field: string;
  /** Level of agreement: `same`, `sound`, `different` … */
  readonly level: string;
  readonly weight: number;
  /** What the frequency of the very value adds or takes away. */
  readonly frequency: number;
}

export interface Evidence {
  /** Log2 of the odds that the two are one person's. */
  readonly score: number;
  readonly prior: number;
  readonly parts: readonly EvidencePart[];
  readonly modelVersion: number;
}

/** One registration: a Patient as an institution or a desk wrote it. Numbers are masked. */
export interface Registration {
  readonly patient: string;
  readonly name: string;
  readonly sex: ResidentRow['sex'];
  readonly birthDate?: string;
  readonly identityNumberMasked?: string;
  readonly cardNumberMasked?: string;
  readonly phoneMasked?: string;
  readonly address?: string;
  /** Division code of its place. */
  readonly place: string;
  /** Where that is, from the county down as far as there are names. */
  readonly placeName?: Bilingual;
  /** ISO instant. */
  readonly registeredAt: string;
  /** How many numbers of institutions it carries beside identity and card number. */
  readonly localNumbers: number;
  /** How far it is borne out by its identity number. */
  readonly trust: 'number-agrees' | 'number' | 'said';
}

/**
 * What speaks against two linked registrations, because one of them was changed: a rule of matching, another birth certificate, sex or
 * day of birth, or all of it together (`unlike`).
 */
export type Contradiction = 'numbers' | 'twins' | 'foreign' | 'births' | 'sex' | 'birthDate' | 'unlike';

export type ReviewState = 'open' | 'later' | 'linked' | 'not-same' | 'settled';

/** One doubtful pair: GET /api/reviews. */
export interface ReviewItem extends Evidence {
  readonly a: Registration;
  readonly b: Registration;
  readonly state: ReviewState;
  /**
   * `doubtful`, `part-of-name`, `numbers` (both right and different), `cluster` (fits one, not all of the resident), `contradicts`: the
   * two are linked, and one was changed such that it speaks against the other.
   */
  readonly reason: string;
  /** Of `contradicts`: what does. */
  readonly contradictions?: readonly Contradiction[];
  /** ISO instant. */
  readonly openedAt: string;
  readonly place: string;
  readonly placeName?: Bilingual;
  /** Who has it before them now, by user name; it is theirs until then. */
  readonly heldBy?: string;
  readonly heldByName?: Bilingual;
  readonly heldUntil?: string;
  readonly decidedBy?: string;
  readonly decidedByName?: Bilingual;
  readonly decidedAt?: string;
}

export interface ReviewPage extends Page<ReviewItem> {
  readonly counts: Readonly<Record<ReviewState, number>>;
  /** Decided by people, by day (YYYY-MM-DD), the last 14 days that have any. */
  readonly decided: readonly { readonly day: string; readonly linked: number; readonly notSame: number }[];
}

/** A resident who may be the one that is typed: POST /api/matching/candidates. */
export interface Candidate extends Evidence {
  readonly resident: ResidentRow;
  /** What registering would do: link by itself, ask somebody, or nothing. */
  readonly decision: 'link' | 'review' | 'new';
  readonly reason?: string;
  readonly conflict?: string;
}

/** GET /api/residents/:id/links: the registrations of a resident, the main one first, and what joins them. */
export interface ResidentLinks {
  readonly registrations: readonly Registration[];
  readonly links: readonly {
    readonly a: string;
    readonly b: string;
    readonly origin: 'matching' | 'person' | 'merge';
    readonly score?: number;
    readonly modelVersion?: number;
    /** User name; `matching` of those that came of themselves. */
    readonly by: string;
    readonly byName?: Bilingual;
    readonly at: string;
  }[];
  readonly events: readonly {
    readonly kind: 'link' | 'unlink' | 'apart' | 'together';
    readonly a: string;
    readonly b: string;
    readonly origin: string;
    readonly score?: number;
    readonly reason?: string;
    readonly by: string;
    readonly byName?: Bilingual;
    readonly at: string;
  }[];
  /** Where several registrations come apart first: whom the weakest edge holds to the main one, and that edge. */
  readonly weakest?: { readonly a: string; readonly b: string; readonly leaving: readonly string[] };
  /** Of each element of the golden record, by which rule and from which registrations it was taken. */
  readonly golden: readonly {
    readonly element: string;
    readonly rule: 'trusted' | 'latest' | 'all';
    readonly from: readonly string[];
  }[];
}

/** GET /api/matching/model: the model in force. */
export interface MatchingModel {
  readonly version: number;
  /** Records that it was learned from. */
  readonly records: number;
  readonly prior: number;
  /** In bits, by what a pair's evidence rests on. */
  readonly thresholds: Readonly<Record<string, { readonly link: number; readonly review: number }>>;
  readonly fields: readonly {
    readonly name: string;
    readonly levels: readonly { readonly level: string; readonly m: number; readonly u: number; readonly weight: number }[];
  }[];
  readonly versions: readonly {
    readonly version: number;
    readonly records: number;
    readonly inForce?: string;
    readonly until?: string;
    readonly by: string;
    readonly at: string;
  }[];
  /** The last bulk run over all registrations of this platform. */
  readonly lastRun?: MatchingRun;
}

export interface MatchingRun {
  /** ISO instant. */
  readonly endedAt: string;
  readonly records: number;
  /** Residents that they are. */
  readonly clusters: number;
  /** Pairs that were compared. */
  readonly pairs: number;
  readonly newLinks: number;
  /** Pairs put before people. */
  readonly doubtful: number;
  /** Expected share of right links among those made, and of links made among those that there are; 0 to 1. */
  readonly precision: number;
  readonly recall: number;
  readonly blocks: readonly {
    readonly space: string;
    readonly blocks: number;
    readonly largest: number;
    /** Blocks above the limit, refined by division, sex and year of birth, and the records in them. */
    readonly oversized: number;
    readonly oversizedRecords: number;
    /** Blocks above the limit even so. */
    readonly cut: number;
  }[];
}

/** POST and PUT /api/resident-registrations, POST /api/resident-registrations/merge. */
export interface ResidentRegistered {
  /** The registration. */
  readonly patient: string;
  /** The resident of the index: the id of the main Patient. */
  readonly resident: string;
  readonly isNew: boolean;
}

/** POST /api/resident-registrations/query: numbers of institutions, as far as the asker may see them. */
export interface CrossIndex {
  readonly resident: string;
  readonly localIds: readonly { readonly root: string; readonly extension: string; readonly patient: string }[];
}
