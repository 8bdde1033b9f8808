/** Notifiable diseases: the list, the report card, its deadlines and its review. */
export { cardFields } from './card-fields.ts';
export { caseDetail } from './case-detail.ts';
export { casesOf, countWaiting, findCases, getCase, listCases, toRows } from './case-store.ts';
export type {
  CardForm,
  CaseActed,
  CaseDetail,
  CasePage,
  CaseRow,
  CaseState,
  DiseaseView,
  LinePage,
  LineRow,
  PromptPage,
  StatementKind,
  Surveillance,
} from './contract.ts';
export { curveOf } from './curve.ts';
export { type Disease, diseaseCodes, diseasesOn, findDisease } from './disease.ts';
export { type FollowingDeaths, followDeaths } from './follow-deaths.ts';
export { guardCases } from './guard-cases.ts';
export { dismissPrompt, listPrompts } from './prompt-list.ts';
export { followDiagnoses } from './prompts.ts';
export { actOnCase, type CaseWriting, reportCase } from './record-case.ts';
export { isOutcome } from './timeliness.ts';
