import type { ContactRecorded } from '../../../src/programmes/contract.ts';

/** What was just recorded, for whom, and what is due now. */
export interface SavedContact {
  /** Patient id. */
  readonly resident: string;
  readonly name: string;
  readonly programme: string;
  readonly activity: string;
  readonly step: string;
  /** Encounter id; undefined where it is kept here until there is a network. */
  readonly contact: string | undefined;
  /** YYYY-MM-DD. */
  readonly on: string;
  readonly due: ContactRecorded['due'];
  /** The form says that the resident was referred. */
  readonly referred: boolean;
}

declare module '@tanstack/react-router' {
  interface HistoryState {
    saved?: SavedContact;
  }
}
