import { accessesOperation } from './accesses.operation.ts';
import { adverseEventOperations } from './adverse-events.operation.ts';
import { caseNoticeOperations } from './case-notices.operation.ts';
import { contactImportOperations } from './contact-import.operation.ts';
import { definitionOperations } from './definitions.operation.ts';
import { homeOperation, institutionsOperation, networkOperation, operateOperation } from './directory.operation.ts';
import { diseaseOperations } from './diseases.operation.ts';
import {
  divisionsOperation,
  forgetDivisionOperation,
  nameDivisionsOperation,
  placeNameOperation,
} from './divisions.operation.ts';
import { draftOperations } from './drafts.operation.ts';
import { dueFormsOperations } from './due-forms.operation.ts';
import {
  certificateOperation,
  correctEventOperation,
  eventKindsOperation,
  eventOperation,
  eventsOperation,
  recordEventOperation,
} from './events.operation.ts';
import { exportChoicesOperation } from './exports.operation.ts';
import { healthEducationOperations } from './health-education.operation.ts';
import { householdRecordOperation } from './household-record.operation.ts';
import { familyOperation, foundHouseholdOperation, householdChangeOperations } from './households.operation.ts';
import { immunizationForecastOperation, schoolCheckOperation } from './immunization.operation.ts';
import { indicatorTargetOperations } from './indicator-targets.operation.ts';
import { indicatorOperations } from './indicators.operation.ts';
import { jobOperation, jobsOperation, operateJobOperation, reindexOperation } from './jobs.operation.ts';
import { lookupOperation } from './lookup.operation.ts';
import {
  candidatesOperation,
  changeLinksOperation,
  decideReviewOperation,
  forceModelOperation,
  holdReviewOperation,
  matchAllOperation,
  matchingModelOperation,
  releaseReviewOperation,
  residentLinksOperation,
  reviewsOperation,
} from './matching.operation.ts';
import { acknowledgeNoticeOperation, noticesOperation } from './notices.operation.ts';
import { outbreakOperations } from './outbreaks.operation.ts';
import { countedOperation, qualityOperation, statisticsOperation } from './population.operation.ts';
import { programmeOperations } from './programmes.operation.ts';
import { recordQualityOperations } from './record-quality.operation.ts';
import { registerOperation, registrationFormOperation } from './registration.operation.ts';
import { reminderOperations } from './reminders.operation.ts';
import { recordNumberOperation, residentDataOperation, writeResidentDataOperation } from './resident-data.operation.ts';
import {
  importPreviewOperation,
  importResultOperation,
  importTemplateOperation,
  lookAtImportOperation,
  writeImportOperation,
} from './resident-import.operation.ts';
import {
  crossIndexOperation,
  mergeRegistrationsOperation,
  registerLocalIdOperation,
  updateRegistrationOperation,
} from './resident-registrations.operation.ts';
import { householdOperation, residentsOperation, revealOperation } from './residents.operation.ts';
import { sessionOperation } from './session.operation.ts';
import { supervisionOperations } from './supervision.operation.ts';
import { surveillanceOperations } from './surveillance.operation.ts';
import { vaccinationOperations } from './vaccination.operation.ts';
import { vaccinationCertificateOperations } from './vaccination-certificate.operation.ts';
import { vaccinationCoverageOperations } from './vaccination-coverage.operation.ts';
import { vaccinationDueOperations } from './vaccination-due.operation.ts';
import { vaccineStockOperations } from './vaccine-stock.operation.ts';

/** Every operation of the plain interface; adding one is adding its line. */
export const operations = [
  sessionOperation,
  homeOperation,
  residentsOperation,
  householdOperation,
  familyOperation,
  foundHouseholdOperation,
  ...householdChangeOperations,
  residentDataOperation,
  writeResidentDataOperation,
  recordNumberOperation,
  revealOperation,
  registrationFormOperation,
  registerOperation,
  candidatesOperation,
  residentLinksOperation,
  changeLinksOperation,
  reviewsOperation,
  holdReviewOperation,
  releaseReviewOperation,
  decideReviewOperation,
  matchingModelOperation,
  matchAllOperation,
  forceModelOperation,
  eventKindsOperation,
  eventsOperation,
  eventOperation,
  certificateOperation,
  recordEventOperation,
  correctEventOperation,
  noticesOperation,
  acknowledgeNoticeOperation,
  registerLocalIdOperation,
  updateRegistrationOperation,
  mergeRegistrationsOperation,
  crossIndexOperation,
  immunizationForecastOperation,
  schoolCheckOperation,
  lookupOperation,
  institutionsOperation,
  divisionsOperation,
  placeNameOperation,
  nameDivisionsOperation,
  forgetDivisionOperation,
  networkOperation,
  operateOperation,
  accessesOperation,
  jobsOperation,
  jobOperation,
  operateJobOperation,
  reindexOperation,
  exportChoicesOperation,
  statisticsOperation,
  qualityOperation,
  countedOperation,
  importTemplateOperation,
  lookAtImportOperation,
  importPreviewOperation,
  writeImportOperation,
  importResultOperation,
  ...programmeOperations,
  householdRecordOperation,
  ...dueFormsOperations,
  ...reminderOperations,
  ...contactImportOperations,
  ...definitionOperations,
  ...draftOperations,
  ...vaccinationOperations,
  ...vaccineStockOperations,
  ...vaccinationCoverageOperations,
  ...vaccinationDueOperations,
  ...adverseEventOperations,
  ...vaccinationCertificateOperations,
  ...indicatorOperations,
  ...indicatorTargetOperations,
  ...recordQualityOperations,
  ...supervisionOperations,
  ...healthEducationOperations,
  ...diseaseOperations,
  ...caseNoticeOperations,
  ...surveillanceOperations,
  ...outbreakOperations,
] as const;
