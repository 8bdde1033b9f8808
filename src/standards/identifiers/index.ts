/** Identifiers of persons, cards and institutions: how they are written, and whether they can be right. */
export { canonicalValue } from './canonical.ts';
export { formatCreditCode, parseCreditCode } from './credit-code.ts';
export { formatHealthCardNumber, type HealthCardNumberParts, parseHealthCardNumber } from './health-card-number.ts';
export { maskNumber } from './mask.ts';
export { formatResidentNumber, parseResidentNumber, type ResidentNumber, type ResidentNumberParts } from './resident-number.ts';
export { creditCode, healthCard, healthRecord, identityNumber, institutionCode, staffNumber } from './systems.ts';
