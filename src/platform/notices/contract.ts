import type { Bilingual, Page } from '../../kernel/contract.ts';

/** How far a notice has come: `waiting` here, `sent` to the next platform, `arrived`, `acknowledged` there by somebody. */
export type NoticeState = 'waiting' | 'sent' | 'arrived' | 'acknowledged' | 'undeliverable' | 'withdrawn';

/** One move of which two places know: a line of GET /api/notices. Numbers are masked. */
export interface NoticeRow {
  readonly id: string;
  readonly direction: 'outgoing' | 'incoming';
  /** What was recorded by who tells it. */
  readonly kind: 'move-in' | 'move-out';
  readonly name: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  /** YYYY-MM-DD. */
  readonly birthDate?: string;
  readonly identityNumberMasked?: string;
  /** YYYY-MM-DD. */
  readonly happenedOn: string;
  /** Division here, and the one there. */
  readonly place: string;
  readonly placeName: Bilingual;
  readonly otherPlace: string;
  readonly otherPlaceName: Bilingual;
  readonly state: NoticeState;
  /** ISO instants. */
  readonly madeAt: string;
  readonly sentAt?: string;
  readonly arrivedAt?: string;
  readonly acknowledgedAt?: string;
  readonly acknowledgedBy?: string;
  readonly acknowledgedByName?: Bilingual;
  /** Code of the problem for which it waits. */
  readonly problem?: string;
  /** Patient id here: of outgoing ones, and of incoming ones where the number is known here. */
  readonly resident?: string;
}

/** GET /api/notices?direction=&state=&cursor=&count=: the latest first. */
export interface NoticePage extends Page<NoticeRow> {
  /** Of the direction that was asked for, how many are in which state. */
  readonly counts: Readonly<Record<NoticeState, number>>;
}

/** A case that one place reported of somebody who lives in another: a line of GET /api/case-notices. Numbers are masked. */
export interface CaseNoticeRow {
  readonly id: string;
  readonly direction: 'outgoing' | 'incoming';
  /** Condition id where it was reported. */
  readonly ofCase: string;
  readonly disease: string;
  readonly diseaseName: Bilingual;
  readonly classification: string;
  readonly caseState: string;
  readonly outcome?: string | undefined;
  /** YYYY-MM-DD. */
  readonly onsetOn: string;
  readonly diagnosedOn: string;
  readonly diedOn?: string | undefined;
  readonly institution: string;
  readonly name: string;
  readonly sex: string;
  readonly birthDate?: string | undefined;
  readonly identityNumberMasked?: string;
  readonly phone?: string | undefined;
  readonly address?: string | undefined;
  readonly setting?: string | undefined;
  /** Division here, and the one there. */
  readonly place: string;
  readonly placeName: Bilingual;
  readonly otherPlace: string;
  readonly otherPlaceName: Bilingual;
  readonly state: NoticeState;
  /** ISO instants. */
  readonly madeAt: string;
  readonly arrivedAt?: string;
  readonly acknowledgedAt?: string;
  readonly acknowledgedBy?: string;
  readonly acknowledgedByName?: Bilingual;
  /** Patient id here, where the resident is known here. */
  readonly resident?: string;
}
export type CaseNoticePage = Page<CaseNoticeRow>;
