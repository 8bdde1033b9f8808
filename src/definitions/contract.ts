import type { Bilingual, Fault } from '../kernel/contract.ts';

/**
 * What a platform makes of a version: in force today, from a later day, no longer, set aside since a platform above defines the
 * programme, or not understood here.
 */
export type EditionState = 'in-force' | 'coming' | 'past' | 'overruled' | 'refused';

/** A version of a programme as the list of definitions shows it. */
export interface EditionView {
  /** A programme, or rules in a language of their own, such as the immunisation schedule. */
  readonly kind: 'programme' | 'content';
  readonly code: string;
  readonly version: string;
  readonly title: Bilingual;
  /** YYYY-MM-DD, both included; `until` also where the next version begins. */
  readonly valid?: { readonly from: string; readonly until?: string };
  readonly state: EditionState;
  /** Division of the platform that published it; undefined where it came with the program. */
  readonly origin?: string;
  readonly originName?: Bilingual;
  /** ISO instants. */
  readonly publishedAt?: string;
  readonly receivedAt?: string;
  readonly source?: string;
  /** Why it is not understood here. */
  readonly faults?: readonly Fault[];
  /** Of the platforms below that have told what they hold, how many hold it so. */
  readonly below: Readonly<Partial<Record<EditionState, number>>>;
}

/** GET /api/definitions. */
export interface DefinitionList {
  readonly editions: readonly EditionView[];
  /** Platforms directly and indirectly below, as far as the directory knows them. */
  readonly platformsBelow: number;
  /** Whether new ones may be published here by the account. */
  readonly mayPublish: boolean;
  /** Of the platform above: when it last answered, ISO instant; undefined where there is none, or it has not. */
  readonly askedAt?: string;
}

/** GET /api/definitions/receipts?code=&version=: what each platform below makes of a version. */
export interface ReceiptList {
  readonly items: readonly Receipt[];
}

export interface Receipt {
  readonly platform: string;
  readonly name?: Bilingual;
  /** Undefined where it has not told that it holds it. */
  readonly state?: EditionState;
  readonly problem?: string;
  /** ISO instant. */
  readonly since?: string;
}

/** POST /api/definitions/look: what an import would change, or why it is refused. */
export interface ImportPreview {
  readonly faults: readonly Fault[];
  readonly changes: readonly ProgrammeChange[];
}

export interface ProgrammeChange {
  readonly code: string;
  readonly version: string;
  readonly title: Bilingual;
  readonly valid: { readonly from: string; readonly until?: string };
  readonly kind: 'new-programme' | 'new-version' | 'known';
  /** Version that it follows. */
  readonly follows?: string;
  readonly parts: readonly PartChange[];
}

export interface PartChange {
  readonly part: 'head' | 'enrolment' | 'activity' | 'form' | 'classification' | 'measure' | 'element' | 'series';
  readonly code: string;
  readonly title?: Bilingual;
  readonly change: 'added' | 'removed' | 'changed';
}
