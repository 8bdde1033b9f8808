import type { Bilingual, Page } from '../../kernel/contract.ts';
import type { Level } from '../../security/identity/contract.ts';

/** GET /api/institutions?q=&cursor=&count=. */
export interface InstitutionRow {
  readonly id: string;
  readonly name: Bilingual;
  /** WS 218 institution type, e.g. A100. */
  readonly type: string;
  readonly typeName: Bilingual;
  readonly chineseMedicine: boolean;
  readonly division: string;
  readonly divisionName: Bilingual;
  /** 18 characters, GB 32100. */
  readonly creditCode?: string;
  /** Records of this institution held here. */
  readonly records: number;
  /** ISO instant of the last record received. */
  readonly lastExchange?: string;
}
export type InstitutionPage = Page<InstitutionRow>;

/** A township or village: a line of GET /api/divisions?q=&cursor=&count=. */
export interface DivisionRow {
  /** 9 or 12 digits. */
  readonly code: string;
  readonly level: 'township' | 'village';
  /** Left out where residents live there and nobody has named it. */
  readonly name?: Bilingual;
  /** In which county or township. */
  readonly inName: Bilingual;
}
export type DivisionPage = Page<DivisionRow>;

/** GET /api/divisions/:code: where a place is, from the county down as far as there are names. */
export interface PlaceName {
  readonly code: string;
  readonly name: Bilingual;
}

/** One platform on the network page, as it said itself or as its upper platform last knew. */
export interface NetworkNode {
  readonly division: string;
  readonly name: Bilingual;
  readonly level: Level;
  readonly upper?: string;
  readonly url: string;
  readonly state: 'up' | 'down' | 'unknown';
  /** Why it is not up: `refused`, `timeout`, `upper-unreachable` … */
  readonly reason?: string;
  /** Resident records held in full here, and index entries held for places below. */
  readonly residents: number;
  readonly indexed: number;
  /** Current resources by database. */
  readonly records: {
    readonly population: number;
    readonly healthRecords: number;
    readonly medicalRecords: number;
    readonly reference: number;
  };
  /** Changes not yet acknowledged by the upper platform; absent at the nation. */
  readonly lag?: { readonly changes: number; readonly seconds: number };
  /** ISO instant of the last batch acknowledged by the upper platform. */
  readonly lastExchange?: string;
  /** Last batch number sent and acknowledged. */
  readonly lastBatch?: number;
  readonly version?: string;
}

/** GET /api/network: the whole tree, nation first; `asOf` is when it was asked. */
export interface NetworkStatus {
  readonly asOf: string;
  readonly nodes: readonly NetworkNode[];
  /** Whether this account may stop and start platforms (sample network only). */
  readonly operable: boolean;
}

/** GET /api/home: figures of the signed-in role's own division. */
export interface Home {
  readonly residents: number;
  readonly institutions: number;
  readonly records: NetworkNode['records'];
  readonly indexed: number;
  /** Records written today (platform's own calendar). */
  readonly writtenToday: number;
  /** Reads and writes of residents' data today by this account. */
  readonly accessedToday: number;
  readonly lag?: NetworkNode['lag'];
  /** Written per day over the last 14 days, oldest first. */
  readonly perDay: readonly {
    readonly day: string;
    readonly population: number;
    readonly healthRecords: number;
    readonly medicalRecords: number;
  }[];
  readonly asOf: string;
}
