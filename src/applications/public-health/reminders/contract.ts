import type { Page } from '../../../kernel/contract.ts';

/** How somebody is told: by the operator’s gateway, or by a call or visit. */
export type Channel = 'gateway' | 'call';
export type ReminderState = 'waiting' | 'sent' | 'reached' | 'not-reached';

/** A thing to do of which somebody is reminded; its parts are also what it is marked by. Days are YYYY-MM-DD. */
export interface ReminderKey {
  /** Main Patient of the resident. */
  readonly resident: string;
  readonly programme: string;
  readonly activity: string;
  /** Empty where it has none. */
  readonly step: string;
  readonly by: string;
}

/** One line of GET /api/reminders. */
export interface ReminderRow extends ReminderKey {
  readonly name: string;
  /** YYYY-MM-DD. */
  readonly birthDate?: string;
  /** Masked but for the last four digits without the right to see it. */
  readonly phone?: string;
  /** Of whom the number is, where it is not the resident’s. */
  readonly contact?: string;
  readonly division: string;
  readonly formedOn: string;
  readonly channel: Channel;
  readonly state: ReminderState;
  /** Kind of the last failure of the gateway. */
  readonly failure?: string;
  readonly receipt?: string;
  /** Instant with its zone. */
  readonly toldAt?: string;
  readonly note?: string;
}

/** GET /api/reminders?state=&programme=&division=&cursor=. */
export interface ReminderPage extends Page<ReminderRow> {
  /** Of all that the other filters leave, how many; each counted up to 10,000. */
  readonly counts: Readonly<Record<ReminderState, number>>;
}
