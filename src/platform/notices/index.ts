/** Notices of moves and cases between the places of two platforms, carried hop by hop, with receipts. */
export { type Carrying, carryLetters, receiveLetter } from './carry.ts';
export { isCaseNotice, listCaseNotices } from './case-list.ts';
export { type CaseToTell, type Telling, type ToldCase, tellCase } from './case-notice.ts';
export type { CaseNoticePage, CaseNoticeRow, NoticePage, NoticeRow } from './contract.ts';
export { carriedLetter, NOTICE_PATH } from './letter.ts';
export { listNotices, requireIncoming } from './list.ts';
export { acknowledgeNotice, tellMoves } from './tell-moves.ts';
