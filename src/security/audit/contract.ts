import type { Bilingual, Page } from '../../kernel/contract.ts';

/** One line of GET /api/accesses?resident=&actor=&cursor=&count=: a read or write of a resident's data. */
export interface AccessRow {
  readonly id: string;
  /** ISO instant. */
  readonly at: string;
  readonly actor: string;
  readonly actorName: Bilingual;
  readonly role: string;
  readonly roleName: Bilingual;
  /** Division of the platform on which the actor is signed in. */
  readonly from: string;
  readonly fromName: Bilingual;
  /** v3 ActReason: TREAT, PUBHLTH, HOPERAT … */
  readonly purpose: string;
  readonly action: 'create' | 'read' | 'update' | 'delete' | 'search' | 'reveal' | 'record' | 'export';
  /** What was touched: a FHIR type and id, or how many resources. */
  readonly what: string;
  readonly count: number;
  readonly resident?: string;
  readonly residentName?: string;
  readonly outcome: 'success' | 'refused' | 'failed';
}
export type AccessPage = Page<AccessRow>;
