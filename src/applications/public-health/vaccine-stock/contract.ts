import type { Bilingual } from '../../../kernel/contract.ts';

/** Doses that a point has of a lot. Days are YYYY-MM-DD, instants ISO. */
export interface Lot {
  readonly id: string;
  /** Own name of the schedule: `MMR`. */
  readonly vaccine: string;
  readonly vaccineName: Bilingual;
  readonly product: string;
  readonly manufacturer: string;
  readonly number: string;
  /** Last day on which it may be given. */
  readonly expires: string;
  readonly doses: number;
  readonly recalledAt?: string;
  readonly recallReason?: string;
  /** `usable`, or why it is not: recalled before expired before empty. */
  readonly state: LotState;
}

export type LotState = 'usable' | 'recalled' | 'expired' | 'empty';

export interface Movement {
  readonly id: string;
  readonly lot: string;
  readonly kind: 'receipt' | 'use' | 'return' | 'waste' | 'count';
  /** Signed. */
  readonly doses: number;
  /** Left of the lot after it. */
  readonly remain: number;
  readonly reason?: string;
  readonly by: string;
  readonly at: string;
}

/** A time outside of the limits. */
export interface Alarm {
  readonly device: string;
  readonly since: string;
  readonly until?: string;
  readonly kind: 'warm' | 'cold';
  /** °C, the reading farthest out. */
  readonly worst: number;
  readonly answeredAt?: string;
  readonly answeredBy?: string;
  readonly answer?: string;
}

export interface DeviceReading {
  readonly device: string;
  readonly at: string;
  readonly celsius: number;
}

/** Answer of `/api/vaccination/points/:point/stock`. */
export interface Stock {
  readonly lots: readonly Lot[];
  readonly movements: readonly Movement[];
  /** The latest of each device. */
  readonly readings: readonly DeviceReading[];
  readonly alarms: readonly Alarm[];
  /** °C between which vaccines are kept. */
  readonly limits: { readonly from: number; readonly until: number };
}

/** Somebody who got a dose of a recalled lot. */
export interface Recipient {
  readonly resident: string;
  readonly name: string;
  readonly birthDate?: string;
  readonly immunization: string;
  readonly vaccineName: Bilingual;
  readonly on: string;
  readonly point?: string;
}
