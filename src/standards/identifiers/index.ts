/** Identifiers of persons, cards and institutions: how they are written, and whether they can be right. */
export { canonicalValue } from './canonical.ts';
export { formatCreditCode, parseCreditCode } from './credit-code.ts';
export { formatHealthCardNumber, type HealthCardNumberParts, parseHealthCardNumber } from './health-card-number.ts';
export { formatHealthRecordNumber, MOST_IN_VILLAGE, parseHealthRecordNumber, villageOf } from './health-record-number.ts';
export { documentSystem, documentTypeOf, parseDocumentNumber } from './identity-documents.ts';
export { maskNumber, maskPhone } from './mask.ts';
export { formatResidentNumber, parseResidentNumber, type ResidentNumber, type ResidentNumberParts } from './resident-number.ts';
export {
  birthCertificate,
  creditCode,
  healthCard,
  healthRecord,
  identityNumber,
  institutionCode,
  staffNumber,
} from './systems.ts';
