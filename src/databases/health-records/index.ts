/** The health records database: the lifelong record of each resident (WS 365, WS/T 483). */
export { healthRecordsCatalogue } from './catalogue.ts';
export { type Basis, countCases, type LineQuery, type LineScope, listLines } from './notifiable/ask-lines.ts';
export { type CaseLine, caseLine, type OwnLine } from './notifiable/line.ts';
export { acknowledgeLines, receiveLines, releaseLines, saveOwnLine } from './notifiable/line-store.ts';
export {
  MOST_REPORTS,
  type OutbreakLine,
  type OwnOutbreak,
  outbreakLine,
  type ReportedEmergency,
} from './notifiable/outbreak-line.ts';
export {
  acknowledgeOutbreaks,
  listOutbreakLines,
  receiveOutbreaks,
  releaseOutbreaks,
  saveOwnOutbreaks,
} from './notifiable/outbreak-line-store.ts';
