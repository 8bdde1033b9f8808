import type { Bilingual } from '../../kernel/contract.ts';

/** A step on the way from the nation down to this platform. */
export interface DivisionStep {
  readonly division: string;
  readonly name: Bilingual;
}

export type Level = 'nation' | 'province' | 'prefecture' | 'county';

/** GET /api/session: who is signed in, where, and what may be drawn. The server decides again on every call. */
export interface Session {
  readonly account: {
    readonly username: string;
    readonly name: Bilingual;
    readonly role: string;
    readonly roleName: Bilingual;
    /** Division whose residents the role sees: 6 digits, 9 for a township. */
    readonly division: string;
    readonly divisionName: Bilingual;
    readonly institution?: Bilingual;
  };
  readonly platform: {
    readonly division: string;
    readonly name: Bilingual;
    readonly level: Level;
    /** From the nation to this platform, this one included. */
    readonly path: readonly DivisionStep[];
    readonly version: string;
    /** True in the sample network only: its people are generated. */
    readonly sample: boolean;
  };
  /** `resident.read`, `record.read`, `network.read`, `network.operate`, `audit.read`, `directory.read`. */
  readonly rights: readonly string[];
}

/** GET /sign-in/:uid/detail: what the sign-in page shows before anyone is known. */
export interface SignInPage {
  readonly platform: { readonly division: string; readonly name: Bilingual; readonly level: Level };
  /** Given in the sample network only, so that a newcomer can enter. */
  readonly sampleAccounts: readonly { readonly username: string; readonly password: string; readonly role: Bilingual }[];
}
