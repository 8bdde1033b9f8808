import type { Bilingual } from '../../../kernel/contract.ts';
import type { ToldDose } from '../immunization/contract.ts';
import type { Lot } from '../vaccine-stock/contract.ts';

/** Steps of a visit; the last four are its ends. */
export type VisitState = 'registered' | 'checked' | 'vaccinated' | 'left' | 'postponed' | 'contraindicated' | 'declined';

/** A visit as the queue shows it. Instants are ISO. */
export interface Visit {
  /** Encounter id. */
  readonly id: string;
  readonly resident: string;
  readonly name: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  readonly birthDate?: string;
  readonly point: string;
  readonly number: number;
  readonly state: VisitState;
  readonly registeredAt: string;
  readonly checkedAt?: string;
  readonly vaccinatedAt?: string;
  readonly leftAt?: string;
  /** From when on the child may leave without a reason. */
  readonly observedUntil?: string;
}

export type Decision = 'fit' | 'postpone' | 'contraindicated' | 'decline';

/** What is asked and measured before a dose. */
export interface PreCheck {
  /** °C, in the armpit. */
  readonly temperature: number;
  /** Conditions of the schedule that hold today: `acute-illness`. */
  readonly conditions: readonly string[];
  readonly allergies?: string | undefined;
  /** To earlier doses. */
  readonly reaction: 'none' | 'mild' | 'severe';
  readonly reactionText?: string | undefined;
  readonly accompaniedBy: string;
  /** GB/T 4761. */
  readonly relation: string;
  /** Informed, and agrees. */
  readonly consents: boolean;
  readonly decision: Decision;
  /** Last day on which it is put off, YYYY-MM-DD. */
  readonly until?: string | undefined;
  readonly reason?: string | undefined;
}

/** A dose given at this visit. */
export interface DoseHere {
  /** Immunization id. */
  readonly id: string;
  readonly vaccine: string;
  readonly vaccineName: Bilingual;
  readonly series?: string;
  readonly number?: number;
  readonly lotNumber: string;
  readonly expires: string;
  readonly site: string;
  readonly route: string;
  readonly givenAt: string;
  readonly by: string;
}

/** What may be given today, and from which lots of the point. */
export interface Offered {
  readonly vaccine: string;
  readonly vaccineName: Bilingual;
  /** What it counts as: series and number. */
  readonly title: Bilingual;
  readonly number: number;
  readonly dose?: ToldDose;
  readonly lots: readonly Lot[];
  /** Usual for the vaccine; may be changed. */
  readonly site: string;
  readonly route: string;
  readonly amount: number;
}

/** When the child comes again. */
export interface NextVisit {
  readonly on: string;
  readonly doses: readonly { readonly vaccineName: Bilingual; readonly series: Bilingual; readonly number?: number }[];
}

/** A visit with all that a desk works with. */
export interface VisitDetail {
  readonly visit: Visit;
  readonly today: string;
  readonly check?: PreCheck;
  readonly doses: readonly DoseHere[];
  /** Due today by the schedule, with the reasons; what is contraindicated as well. */
  readonly due: readonly ToldDose[];
  readonly offered: readonly Offered[];
  readonly next?: NextVisit;
  /** Earlier adverse events and severe allergies on record, in words. */
  readonly warnings: readonly Bilingual[];
}

/** Answer of `/api/vaccination/points/:point/session`. */
export interface Session {
  readonly point: string;
  readonly day: string;
  readonly now: string;
  readonly visits: readonly Visit[];
}

/** Words of the forms of a session. */
export interface VaccinationWords {
  readonly vaccines: readonly Choice[];
  readonly conditions: readonly Choice[];
  readonly sites: readonly Choice[];
  readonly routes: readonly Choice[];
  readonly relations: readonly Choice[];
}

export interface Choice {
  readonly code: string;
  readonly name: Bilingual;
}

/** A dose as a certificate has it. */
export interface CertifiedDose {
  readonly id: string;
  readonly vaccine: string;
  readonly vaccineName: Bilingual;
  readonly on: string;
  readonly number?: number;
  readonly lotNumber: string;
  readonly manufacturer?: string;
  readonly site?: string;
  /** Entered by evidence, and not by who gave it. */
  readonly isPast: boolean;
}

/** Answer of `/api/residents/:id/vaccination-certificate`. */
export interface Certificate {
  readonly resident: string;
  readonly name: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  readonly birthDate?: string;
  readonly issuedOn: string;
  readonly issuer: Bilingual;
  readonly doses: readonly CertifiedDose[];
  readonly next?: NextVisit;
  /** What the QR code says. */
  readonly code: string;
}

/**
 * `current`: it says what is on record; `outdated`: genuine, and the record has changed since; `genuine`: the record is not here or
 * not to be seen; `false`: not signed by the platform that it names.
 */
export interface CertificateCheck {
  readonly state: 'current' | 'outdated' | 'genuine' | 'false';
  readonly division?: string;
  readonly issuedOn?: string;
}

/** One of GET /api/vaccination/points: an institution at which the account works. */
export interface Workplace {
  /** Organization id. */
  readonly id: string;
  readonly name: string;
}
