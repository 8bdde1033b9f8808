import type { Page } from '../../kernel/contract.ts';

/** One line of GET /api/residents. Numbers are masked: they are shown only when asked for, and asking is logged. */
export interface ResidentRow {
  /** FHIR id of the Patient. */
  readonly id: string;
  readonly name: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  /** YYYY-MM-DD. */
  readonly birthDate?: string;
  /** YYYY-MM-DD, where the resident has died. */
  readonly deceasedOn?: string;
  readonly identityNumberMasked?: string;
  readonly cardNumberMasked?: string;
  /** Address as written. */
  readonly address?: string;
}

/** GET /api/residents?q=&cursor=&count=: `q` is a name, pinyin, initials, identity or card number, or a birth date. */
export interface ResidentPage extends Page<ResidentRow> {
  /** How `q` was understood. */
  readonly understoodAs: 'all' | 'name' | 'pinyin' | 'identity-number' | 'card-number' | 'birth-date';
  /** Planner's estimate of the whole count; exact when under 1,000. */
  readonly estimate: number;
}

/** Members of the household, the resident included. */
export interface HouseholdMember {
  readonly id: string;
  readonly name: string;
  readonly sex: ResidentRow['sex'];
  readonly birthDate?: string;
  /** GB/T 4761 relation to the head, as code. */
  readonly relation?: string;
  readonly relationZh?: string;
  readonly relationEn?: string;
  /** YYYY-MM-DD. */
  readonly deceasedOn?: string;
  /** Days of joining and leaving, YYYY-MM-DD. */
  readonly since?: string;
  readonly until?: string;
}

/** GET /api/residents/:id/household. */
export interface Household {
  readonly id?: string;
  /** Where the household lives. */
  readonly address?: string;
  readonly members: readonly HouseholdMember[];
  /** Who has left it, latest last. */
  readonly former?: readonly HouseholdMember[];
}

/** POST /api/residents/:id/reveal with {field}: the full value, once, logged. */
export interface Revealed {
  readonly field: 'identity-number' | 'card-number' | 'phone';
  readonly value: string;
}
