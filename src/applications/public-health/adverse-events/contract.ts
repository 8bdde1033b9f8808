import type { Bilingual } from '../../../kernel/contract.ts';

export type Seriousness = 'not-serious' | 'admission' | 'life-threatening' | 'disability' | 'death';
export type AdverseEventState = 'reported' | 'investigated' | 'concluded' | 'closed';
export type AdverseEventOutcome = 'recovered' | 'improved' | 'not-recovered' | 'sequelae' | 'died' | 'unknown';
export type Causality = 'certain' | 'probable' | 'possible' | 'unlikely' | 'not-assessable';

/** A suspected adverse event after immunisation. Instants are ISO. */
export interface AdverseEvent {
  readonly id: string;
  readonly resident: string;
  readonly name: string;
  readonly birthDate?: string;
  /** Immunization id, with what it says. */
  readonly immunization: string;
  readonly vaccineName: Bilingual;
  readonly lotNumber: string;
  readonly vaccinatedOn: string;
  readonly symptoms: string;
  readonly onset: string;
  readonly found: string;
  readonly reported: string;
  readonly reportedBy: string;
  readonly seriousness: Seriousness;
  readonly isCluster: boolean;
  /** By when it had to be reported, and whether it was. */
  readonly reportBy: string;
  readonly isInTime: boolean;
  readonly state: AdverseEventState;
  readonly outcome: AdverseEventOutcome;
  readonly investigateBy: string;
  readonly investigation?: Remark;
  readonly conclusion?: Remark & { readonly class: string; readonly className: Bilingual; readonly causality: Causality };
  readonly closing?: Remark;
}

/** What was found or decided, by whom and when. */
export interface Remark {
  readonly text: string;
  readonly by: string;
  readonly at: string;
}

export interface AdverseEventWords {
  readonly classes: readonly { readonly code: string; readonly name: Bilingual }[];
}
