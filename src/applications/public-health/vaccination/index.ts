/** The session of a vaccination point: register, pre-check, vaccinate, observe, leave. */
export { certificateCode, certifiedDoses, checkCode, parseCode } from './certificate.ts';
export type {
  Certificate,
  CertificateCheck,
  Choice,
  PreCheck,
  Session,
  VaccinationWords,
  Visit,
  VisitDetail,
} from './contract.ts';
export type { Desk } from './desk.ts';
export { nextVisit, visitDetail } from './detail.ts';
export { type Evidence, enterPastDose, evidences } from './past-dose.ts';
export { checkVisit, getVisit, giveDose, leaveVisit, pointOfDose, registerVisit, takeBackDose } from './steps.ts';
export { routes, sites } from './usual.ts';
export { findVisits } from './visit-store.ts';
