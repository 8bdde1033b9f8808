/** Notices of moves between the places of two platforms, carried hop by hop, with receipts. */
export { type Carrying, carryLetters, receiveLetter } from './carry.ts';
export type { NoticePage, NoticeRow } from './contract.ts';
export { carriedLetter, NOTICE_PATH } from './letter.ts';
export { listNotices, requireIncoming } from './list.ts';
export { acknowledgeNotice, tellMoves } from './tell-moves.ts';
