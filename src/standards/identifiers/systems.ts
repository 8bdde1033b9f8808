/** Systems of identifiers, after the national OID tree 2.16.156.10011.1. */

/** Citizen identity number, GB 11643-1999. */
export const identityNumber = 'urn:oid:2.16.156.10011.1.3';
/** Number of the resident health card, WS/T 543-2017. */
export const healthCard = 'urn:oid:2.16.156.10011.1.19';
/** Health record number, WS 365-2011 DE01.00.009.00. */
export const healthRecord = 'urn:oid:2.16.156.10011.1.2';
/** Health institution code, WS 218-2002. */
export const institutionCode = 'urn:oid:2.16.156.10011.1.5';
/** Number of a member of staff. */
export const staffNumber = 'urn:oid:2.16.156.10011.1.4';
/** Unified social credit code, GB 32100-2015; the national tree gives it no node. */
export const creditCode = 'urn:minkang:unified-social-credit-code';
/** Number of a medical birth certificate: a letter and 9 digits; the national tree of OIDs has no node for it that is certain. */
export const birthCertificate = 'urn:minkang:birth-certificate';
