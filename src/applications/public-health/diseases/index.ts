/** Notifiable diseases: the list, the report card, its deadlines and its review. */
export { cardFields } from './card-fields.ts';
export { caseDetail } from './case-detail.ts';
export { casesOf, countWaiting, getCase, listCases, toRows } from './case-store.ts';
export type { CardForm, CaseActed, CaseDetail, CasePage, CaseRow, CaseState, DiseaseView, StatementKind } from './contract.ts';
export { type Disease, diseaseCodes, diseasesOn, findDisease } from './disease.ts';
export { guardCases } from './guard-cases.ts';
export { actOnCase, type CaseWriting, reportCase } from './record-case.ts';
export { REVIEWS } from './timeliness.ts';
