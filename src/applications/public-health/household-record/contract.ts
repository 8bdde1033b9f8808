import type { Bilingual } from '../../../kernel/contract.ts';
import type { DueItem, DueState } from '../../../programmes/contract.ts';

/** GET /api/residents/:id/household-record: what whoever visits a family has to know of all of it. Days YYYY-MM-DD. */
export interface HouseholdRecord {
  /** Group id; undefined of who is in none: then the resident alone. */
  readonly id?: string;
  readonly address?: string;
  readonly members: readonly HouseholdMemberRecord[];
  /** Living conditions, each as it was told last, by whichever member. */
  readonly home: readonly ToldFact[];
  /** Diseases and conditions for which more than one member is managed. */
  readonly shared: readonly { readonly name: Bilingual; readonly members: readonly string[] }[];
  /** Day to which all of it is. */
  readonly asOf: string;
}

export interface HouseholdMemberRecord {
  /** Patient id. */
  readonly id: string;
  readonly name: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  readonly birthDate?: string;
  /** To the head. */
  readonly relation?: Bilingual;
  readonly isHead: boolean;
  /** Whether the health record was opened. */
  readonly hasRecord: boolean;
  /** Programmes for cases that the member is in, as far as the asker may see them. */
  readonly managed: readonly Bilingual[];
  readonly familyHistory: readonly { readonly diseases: Bilingual; readonly relation?: Bilingual }[];
  readonly contract?: FamilyDoctorContract;
  readonly due: readonly MemberDue[];
}

/** `renewal`: in its last month; `expired`: not renewed; `ended`: the member has left. */
export interface FamilyDoctorContract {
  readonly state: 'in-force' | 'renewal' | 'expired' | 'ended';
  readonly team?: string;
  readonly packages: readonly Bilingual[];
  readonly signedOn: string;
  readonly from?: string;
  readonly until?: string;
}

export interface MemberDue extends DueItem {
  readonly title: Bilingual;
  readonly state: DueState;
}

export interface ToldFact {
  readonly key: string;
  readonly title: Bilingual;
  readonly value: Bilingual;
  readonly on: string;
  readonly by: string;
}
